"""What somebody asks for on their progress page: to add words or files, a call, or that a person changes something.

Each is a request that the team gets as work. Changing how somebody is reached, or withdrawing, is confirmed by a person
over a way held before (``cases.changes``). Words that speak of harm hold the case as in a first message. Must not show
anything of a case, nor change what is held of a person.
"""

from collections.abc import Sequence
from uuid import UUID

from cases import changes, harm
from cases.actors import PERSON
from cases.calls import call_of
from cases.changes import Kind
from cases.models import Case, Note
from cases.recipients import wishes_of
from cases.saying import say
from cases.wishes import may_be_rung
from cases.work import open_work, raise_work
from foundation.calendar import working_day_after
from foundation.clock import business_now, london_day
from foundation.database import db, new_id
from foundation.errors import Invalid, TooMany
from foundation.events import lock_streams
from foundation.files import Examined, StoredFile, files_of, keep_file
from foundation.holidays import current_table
from foundation.refusals import Refused, too_many
from foundation.tries import Limit, count_try, seconds_left

WORK_ADDED = "person-added"
WORK_CALL = "person-asks-call"
LONGEST = 20_000
MOST_FILES = 50
"""How many files may be added to one case by its link: enough for any story, and an end for whoever means harm."""
FILES_ALONE = "They sent files, and wrote nothing with them."
SENDINGS = Limit("progress-sending", most=30, seconds=24 * 60 * 60)
"""What may be added or asked to change on one case in a day."""
ASK_FIRST = "They told us before to write only, and whoever has the link could have asked: write to them first."
NO_NUMBER = "We hold no number of theirs: write to them first, and ask for one."
SAFE_TIMES = "Their safe times are on the case."
CALL_WITHIN_DAYS = 2
"""Our own promise for any call asked for; no figure in law."""


def add(case: Case, words: str, files: Sequence[Examined] = (), note_id: UUID | None = None) -> list[Refused]:
    """Keep what somebody adds, words or files or both, and put it before the team, once for a ``note_id`` of the page.

    Gives the files that were not kept, and why. Raises ``Invalid`` for nothing, ``TooMany`` for too often in a day.
    """
    lock_streams(case.id)
    if note_id is not None and db.session.get(Note, note_id) is not None:
        return []
    kept, refused = _keep_files(case, files)
    if not words.strip() and not kept and refused:
        return refused
    note = _note(case, words if words.strip() or not kept else FILES_ALONE, note_id)
    if note is None:
        return refused
    what = f"something, with {len(kept)} files" if len(kept) > 1 else "something, with a file" if kept else "something"
    _ask(case, WORK_ADDED, f"{case.reference}: the person has added {what}. Read it and pass it on.", note.id)
    say(case, "case.added-to", {"note_id": str(note.id), "files": len(kept)}, PERSON)
    return refused


def ask_for_call(case: Case) -> None:
    """Put a wish for a call before the team; asked again while it waits, it is one request."""
    lock_streams(case.id)
    if is_call_asked(case.id):
        return
    asked = say(case, "case.call-asked", {}, PERSON)
    raise_work(
        case.authority_id,
        WORK_CALL,
        f"{case.reference}: the person asks to be rung, whatever stage it is at. {_how_to_ring(case)}",
        asked,
        case_id=case.id,
        officer_id=case.owner_id,
        due_on=working_day_after(london_day(business_now()), CALL_WITHIN_DAYS, current_table()),
    )


def is_call_asked(case_id: UUID) -> bool:
    """Whether a call that somebody asked for, in the form or on their progress page, is still to be made."""
    call = call_of(case_id)
    return (call is not None and call.state == "waiting") or any(item.kind == WORK_CALL for item in open_work(case_id))


def _how_to_ring(case: Case) -> str:
    wishes = wishes_of(case.complainant)
    if not may_be_rung(wishes):
        return ASK_FIRST
    return SAFE_TIMES if wishes.has_phone else NO_NUMBER


def ask_for_change(case: Case, kind: Kind, words: str, note_id: UUID | None = None) -> None:
    """Put a change of contact details or a withdrawal before the team. Nothing changes until a person confirms it.

    It is put once for a ``note_id`` that the page made. Raises ``Invalid`` for a change of contact details that says
    nothing.
    """
    note = _note(case, words if kind == "contact" or words.strip() else "They ask to withdraw.", note_id)
    if note is None:
        return
    what = "asks to withdraw" if kind == "withdraw" else "asks us to change how we reach them"
    told = f"{case.reference}: the person {what}. Confirm it with them over the safe route we had before."
    _ask(case, changes.WORK_CHANGE, told, changes.ask(case, kind, note).id)
    say(case, "case.change-asked", {"kind": kind, "note_id": str(note.id)}, PERSON)


def _keep_files(case: Case, files: Sequence[Examined]) -> tuple[list[StoredFile], list[Refused]]:
    """The files that were kept with the case, and why the others were not."""
    owner = ("case", case.id)
    kept: list[StoredFile] = []
    refused: list[Refused] = []
    room = MOST_FILES - len(files_of(owner))
    for examined in files:
        if len(kept) >= room:
            refused.append(too_many(MOST_FILES))
            break
        try:
            kept.append(
                keep_file(examined, owner, authority_id=case.authority_id, data_key=case.data_key, at=business_now())
            )
        except Refused as again:
            refused.append(again)
    return kept, refused


def _note(case: Case, words: str, note_id: UUID | None) -> Note | None:
    """What somebody wrote, kept; None when this sending of theirs was kept before."""
    lock_streams(case.id)
    if not words.strip():
        raise Invalid("Write what you want to tell us.", field="words")
    if note_id is not None and db.session.get(Note, note_id) is not None:
        return None
    if count_try(SENDINGS, str(case.id)) > SENDINGS.most:
        raise TooMany(
            "You have sent a lot today. What you sent before is with us. If this cannot wait, ring us.",
            seconds=seconds_left(SENDINGS, str(case.id)),
        )
    note = Note(
        id=note_id or new_id(),
        data_key=case.data_key,
        authority_id=case.authority_id,
        case_id=case.id,
        at=business_now(),
        words=words.strip()[:LONGEST],
    )
    db.session.add(note)
    db.session.flush()
    harm.look_through(case, words, PERSON)
    return note


def _ask(case: Case, kind: str, what: str, source: UUID) -> None:
    due_on = working_day_after(london_day(business_now()), 1, current_table())
    raise_work(case.authority_id, kind, what, source, case_id=case.id, officer_id=case.owner_id, due_on=due_on)
