"""Files given with a form: a draft has them, the submission takes those that count, what is forgotten takes them along.

The answer to such a question names the files that the draft has; nothing that a browser says can name another's.
Must not know requests; files come here examined (``foundation.files.examine`` asks a scanner: no transaction then).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from foundation.files import Examined, files_of, forget_file, hand_over, keep_file
from foundation.refusals import Refused, too_many
from webform.definition import FormDefinition, Page, Question
from webform.drafts import Filling, filling_of, keep
from webform.kinds import KINDS
from webform.models import Draft

FILES = "files"


def files_question(page: Page) -> Question | None:
    """The question of this page that is answered with files, if it has one."""
    return next((question for question in page.questions if question.kind == FILES), None)


def room_for(question: Question, filling: Filling) -> int:
    """How many more files this question takes."""
    return KINDS[FILES].limit(question) - len(filling.answers.get(question.key) or ())


def change_files(
    draft: Draft, page: Page, question: Question, added: Sequence[Examined], removed: str | None, at: datetime
) -> tuple[Filling, list[Refused]]:
    """Take one file away and keep others; gives the form as it now stands and why some were not kept.

    ``removed`` is the id of a file in the answer; any other changes nothing. ``at`` is business time. The caller
    holds the draft locked.
    """
    owner = ("draft", draft.id)
    kept: list[dict[str, Any]] = list(filling_of(draft).answers.get(question.key) or ())
    if any(named["id"] == removed for named in kept):
        kept = [named for named in kept if named["id"] != removed]
        for file in files_of(owner):
            if str(file.id) == removed:
                forget_file(file)
    refusals: list[Refused] = []
    limit = KINDS[FILES].limit(question)
    for examined in added:
        if len(kept) >= limit:
            refusals.append(too_many(limit))
            break
        try:
            file = keep_file(examined, owner, authority_id=draft.authority_id, data_key=draft.data_key, at=at)
        except Refused as refused:
            refusals.append(refused)
        else:
            kept.append({"id": str(file.id), "name": file.name, "size": file.size})
    return keep(draft, page, {question.key: kept or None}, is_done=False), refusals


def hand_over_files(
    definition: FormDefinition, draft_id: UUID, submission_id: UUID, given: Mapping[str, Any], sent: Mapping[str, Any]
) -> None:
    """Give the files named in the answers that were sent to the submission, and forget the draft's others.

    ``given`` are all the answers of the draft, ``sent`` those that count.
    """
    keys = [question.key for question in definition.questions() if question.kind == FILES]
    if not any(given.get(key) for key in keys):
        return
    counted = {named["id"] for key in keys for named in sent.get(key) or ()}
    for file in files_of(("draft", draft_id)):
        if str(file.id) not in counted:
            forget_file(file)
    hand_over(("draft", draft_id), ("submission", submission_id))
