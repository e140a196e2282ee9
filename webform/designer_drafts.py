"""The team's draft of a form, beside the version that the public meets: change, check, publish, go back.

One draft a form. Whoever changes it holds the form's live version, so that two officers come one after the other;
that nothing one of them has not seen is overwritten is for the pages to ask, which know what was shown. A draft may
have faults; a version may not. Must not know requests, nor what a change is: that is ``webform.designer``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import select

from authorities.models import Authority
from authorities.publishing import current_profile
from foundation.clock import now
from foundation.database import db
from foundation.errors import Invalid, NotFound
from foundation.events import publish
from webform.answers_read import answers_read
from webform.checker import SIGNPOST, Fault, blocks_of, faults_in
from webform.definition import WrittenForm
from webform.designer.advice import hard_words, lost_answers
from webform.designer.comparing import Change, changes_between
from webform.designer.parts import Data
from webform.models import FormDraft, FormVersion
from webform.publishing import (
    SYSTEM,
    digest_of,
    lists_of,
    live_versions,
    publish_form,
    shipped_forms,
    with_lists,
)

KEPT_CHANGES = 100
SAID_CHANGES = 12
"""The most differences that one change is remembered by."""


@dataclass
class Working:
    """A form as the team works on it: its draft, or the live version where there is none yet."""

    authority: Authority
    live: FormVersion
    draft: FormDraft | None

    @property
    def key(self) -> str:
        """The form's key."""
        return self.live.key

    @property
    def data(self) -> Data:
        """The form's data as it stands, without the authority's lists."""
        return self.draft.content if self.draft is not None else self.live.source

    @property
    def edition(self) -> int:
        """Counts the changes to the draft; 0 without one."""
        return self.draft.edition if self.draft is not None else 0

    @property
    def form(self) -> WrittenForm:
        """The form as it stands."""
        return WrittenForm.model_validate(self.data)

    @cached_property
    def lists(self) -> Mapping[str, Any]:
        """The authority's lists that questions may take their choices from."""
        return lists_of(current_profile(self.authority.id))

    @property
    def filled(self) -> WrittenForm:
        """The form as it stands with the authority's lists written in, as the public would meet it."""
        return with_lists(self.form, self.lists)

    @property
    def live_form(self) -> WrittenForm:
        """The live version without the authority's lists."""
        return WrittenForm.model_validate(self.live.source)

    def faults(self) -> list[Fault]:
        """Everything that keeps it from being published."""
        form = self.form
        published = live_versions(self.authority.id)
        return [
            *faults_in(with_lists(form, self.lists)),
            *(
                Fault(page.key, f"it leads to the form {rule.form_key}, which is not published")
                for page in form.pages
                for rule in page.then
                if rule.form_key and rule.form_key not in published
            ),
            *self._faults_of_links(published),
        ]

    def _faults_of_links(self, published: Mapping[str, FormVersion]) -> Iterator[Fault]:
        """Links to other forms and to signposts, of which those of every live form can be linked to."""
        for place, part, block in blocks_of(self.form):
            if block.form_key and block.form_key not in published:
                yield Fault(place, f"the link {block.text!r} leads to the form {block.form_key}, not published", part)
            key = block.href.removeprefix(SIGNPOST)
            if block.href.startswith(SIGNPOST) and self.form.signpost(key) is None:
                others = [version.source for other, version in published.items() if other != self.key]
                if not any(sign["key"] == key for source in others for sign in source.get("signposts", ())):
                    yield Fault(place, f"the link {block.text!r} leads to the signpost {key}, and there is none", part)

    def advice(self) -> list[Fault]:
        """What to think about before it is published. The council's own lists are not judged: they are its names."""
        live = with_lists(self.live_form, self.lists)
        return [*lost_answers(live, self.filled, answers_read(self.key)), *hard_words(self.form)]

    def changes(self) -> list[Change]:
        """What the draft would change of the live version."""
        return changes_between(self.live_form, self.form)

    def changed_since(self, edition: int) -> list[dict[str, Any]]:
        """Who changed what since an edition was shown, oldest first."""
        return [change for change in (self.draft.changes if self.draft else []) if change["edition"] > edition]

    @property
    def published_meanwhile(self) -> FormVersion | None:
        """The live version, where it is not the one that the draft was begun from."""
        return self.live if self.draft is not None and self.draft.based_on_id != self.live.id else None

    @property
    def based_on(self) -> WrittenForm | None:
        """The form that the draft was begun from."""
        if self.draft is None:
            return None
        return WrittenForm.model_validate(db.session.get_one(FormVersion, self.draft.based_on_id).source)

    @property
    def newer_shipped(self) -> WrittenForm | None:
        """The form as shipped now, where it is not the one that the team has seen or follows."""
        shipped = shipped_forms().get(self.key)
        if shipped is None or self.live.published_by == SYSTEM:
            return None
        known = self.draft.shipped_digest if self.draft is not None else self.live.shipped_digest
        return shipped if digest_of(shipped.as_data()) != known else None

    @property
    def lists_are_newer(self) -> bool:
        """Whether the authority's lists have changed since the live version was published."""
        return with_lists(self.live_form, self.lists).as_data() != self.live.content


def working_on(authority: Authority, key: str, *, lock: bool = False) -> Working:
    """The form as it stands; ``lock`` keeps other changes waiting until this transaction ends. Raises ``NotFound``."""
    live = _live(authority, key)
    while lock:
        # Not a full lock: people's drafts point at this row while they are made.
        db.session.refresh(live, with_for_update={"key_share": True})
        newest = _live(authority, key)
        lock, live = newest is not live, newest  # somebody published while we waited: hold the new one instead
    query = select(FormDraft).where(FormDraft.authority_id == authority.id, FormDraft.key == key)
    draft = db.session.scalar(query.execution_options(populate_existing=True))
    return Working(authority, live, draft)


def change(working: Working, made: Data, by: str, said: str = "") -> bool:
    """Keep changed data as the draft, begun where there was none, with who changed what; whether anything changed.

    ``said`` heads the note of what changed. Raises ``Invalid`` for data that has not the shape of a form.
    """
    before, at = working.form, now()
    after = WrittenForm.model_validate(made)
    what = [change.told() for change in changes_between(before, after)]
    if not what and not said:
        return False
    draft = working.draft
    if draft is None:
        draft = FormDraft(
            authority_id=working.authority.id,
            key=working.key,
            based_on_id=working.live.id,
            shipped_digest=working.live.shipped_digest,
            begun_at=at,
            changes=[],
        )
    more = [f"and {len(what) - SAID_CHANGES} more"] if len(what) > SAID_CHANGES else []
    told = [*([said] if said else []), *what[:SAID_CHANGES], *more]
    noted = {"edition": working.edition + 1, "at": at.isoformat(), "by": by, "what": told}
    draft.content = after.as_data()
    draft.changed_at, draft.changed_by = at, by
    draft.changes = [*draft.changes, noted][-KEPT_CHANGES:]
    db.session.add(draft)
    db.session.flush()
    working.draft = draft
    return True


def discard(working: Working, by: str) -> None:
    """Throw the draft away; the live version stays. Raises ``NotFound`` where there is none."""
    draft = _draft_of(working)
    publish(
        "form-draft.discarded",
        stream=("form-version", draft.based_on_id),
        authority_id=draft.authority_id,
        payload={"form_key": draft.key, "edition": draft.edition},
        actor=by,
    )
    db.session.delete(draft)
    db.session.flush()
    working.draft = None


def publish_draft(working: Working, note: str, by: str) -> FormVersion:
    """Make the draft the live version; people half-way stay on theirs. Raises ``NotFound``; ``Invalid`` with faults."""
    draft = _draft_of(working)
    faults = working.faults()
    if faults:
        raise Invalid("; ".join(str(fault) for fault in faults))
    version = publish_form(
        working.authority.id, draft.content, working.lists, by=by, note=note, shipped_digest=draft.shipped_digest
    )
    db.session.delete(draft)
    db.session.flush()
    return version


def publish_lists(working: Working, by: str) -> FormVersion:
    """Publish the live version again with the authority's lists of today. A draft stays, begun from the new version."""
    version = publish_form(
        working.authority.id,
        working.live.source,
        working.lists,
        by=by,
        note="The council’s lists as they are now",
        shipped_digest=working.live.shipped_digest,
    )
    if working.draft is not None and working.draft.based_on_id == working.live.id:
        working.draft.based_on_id = version.id
    return version


def note_shipped(working: Working, by: str, form: WrittenForm | None = None) -> None:
    """Remember that the team has seen the form as shipped now; ``form`` makes it the draft as well."""
    shipped = working.newer_shipped
    if shipped is None:
        return
    words = "Took the form as Redress ships it now" if form else "Looked at the form as Redress ships it now"
    change(working, (form or working.form).as_data(), by, words)
    _draft_of(working).shipped_digest = digest_of(shipped.as_data())


def versions_of(authority_id: UUID, key: str) -> list[FormVersion]:
    """Every version of a form, newest first."""
    query = select(FormVersion).where(FormVersion.authority_id == authority_id, FormVersion.key == key)
    return list(db.session.scalars(query.order_by(FormVersion.number.desc())))


def version_of(authority_id: UUID, key: str, number: int) -> FormVersion:
    """One version of a form. Raises ``NotFound``."""
    version = next((version for version in versions_of(authority_id, key) if version.number == number), None)
    if version is None:
        raise NotFound("There is no such version of this form.")
    return version


def _live(authority: Authority, key: str) -> FormVersion:
    live = live_versions(authority.id).get(key)
    if live is None:
        raise NotFound("There is no such form here.")
    return live


def _draft_of(working: Working) -> FormDraft:
    if working.draft is None:
        raise NotFound("There is no draft of this form. It may have been published or thrown away.")
    return working.draft
