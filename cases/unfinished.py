"""Intake that is begun and not finished: kept sealed for the whole team, resumed by anybody in it, never forgotten.

What was begun and not touched for two working days becomes work. It ends by a person alone: opened as a case, added
to another, or removed with a reason; its words and key go then. The day of receipt is whatever was typed, whenever
it is finished.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from authorities.permissions import Role, Viewer
from cases.actors import by_officer, officer_of
from cases.arrived_files import Arrived
from cases.incoming import email_as_json
from cases.models import Case, UnfinishedIntake, WorkItem
from cases.work import finish_work, raise_work
from foundation.calendar import working_day_after
from foundation.clock import at_nine, business_now, london_day
from foundation.database import db
from foundation.encryption import new_data_key
from foundation.errors import Conflict, Invalid, NotFound
from foundation.events import publish
from foundation.files import files_of, forget_files, keep_file
from foundation.holidays import current_table
from foundation.refusals import Refused
from foundation.tasks import owe_once, task

Typed = Mapping[str, Sequence[str]]

OWNER = "intake"
UNTOUCHED = "cases.intake-untouched"
WORK = "unfinished-intake"
WITHIN_DAYS = 2
"""Working days that an intake may lie; our own promise, because its clock runs from receipt meanwhile."""

REASONS = {
    "nothing-for-us": "It is not for us, and whoever sent it was told",
    "taken-in-twice": "It was taken in twice",
    "spam": "It is spam",
}


def begin(intake_id: UUID, authority_id: UUID, officer_id: UUID) -> UnfinishedIntake:
    """A new intake with nothing in it yet."""
    at = business_now()
    intake = UnfinishedIntake(
        id=intake_id,
        data_key=new_data_key(OWNER),
        authority_id=authority_id,
        state="open",
        began_at=at,
        began_by_id=officer_id,
        saved_at=at,
        saved_by_id=officer_id,
    )
    db.session.add(intake)
    return intake


def save(
    intake_id: UUID,
    authority_id: UUID,
    officer_id: UUID,
    typed: Typed,
    edition: int,
) -> UnfinishedIntake:
    """Keep what was typed so far. ``edition`` is the one that the page was drawn from, 0 for a page never saved.

    Raises ``Conflict`` where somebody else has saved or ended it since: nothing of theirs is overwritten.
    """
    intake = db.session.get(UnfinishedIntake, intake_id, with_for_update=True)
    if intake is None:
        intake = begin(intake_id, authority_id, officer_id)
    else:
        refuse_if_moved_on(intake, edition, officer_id)
    if intake.authority_id != authority_id:
        intake.authority_id = authority_id
        for file in files_of((OWNER, intake.id)):
            file.authority_id = authority_id
    intake.typed = dict(typed)
    intake.saved_at, intake.saved_by_id = business_now(), officer_id
    db.session.flush()
    owe_once(UNTOUCHED, intake.id, at_nine(_lies_until(london_day(intake.saved_at))), intake.authority_id)
    return intake


def keep_arrived(intake: UnfinishedIntake, arrived: Arrived) -> None:
    """Keep what was dropped on the screen: the first mail, the files, and what was refused of them."""
    if arrived.email is not None and intake.email is None:
        intake.email = email_as_json(arrived.email)
    refused = list(arrived.refused)
    for file in arrived.files:
        try:
            keep_file(
                file,
                (OWNER, intake.id),
                authority_id=intake.authority_id,
                data_key=intake.data_key,
                at=business_now(),
            )
        except Refused as duplicate:
            refused.append(duplicate.message)
    intake.refused = list(dict.fromkeys([*(intake.refused or []), *refused]))
    db.session.flush()


def refuse_if_moved_on(intake: UnfinishedIntake, edition: int, officer_id: UUID) -> None:
    """Raise ``Conflict`` where the page was drawn before somebody else's last saving of it, or it has ended."""
    if intake.state != "open":
        raise Conflict("Somebody has finished this intake since you opened it.")
    if edition != intake.edition and intake.saved_by_id != officer_id:
        raise Conflict("Somebody else has saved this intake since you opened it.")


def unfinished_of(viewer: Viewer) -> list[UnfinishedIntake]:
    """What lies unfinished for the authorities whose complaints this officer handles, the oldest first."""
    query = select(UnfinishedIntake).where(*_open_to(viewer)).order_by(UnfinishedIntake.began_at)
    return list(db.session.scalars(query))


def count_unfinished(viewer: Viewer) -> int:
    """How many those are."""
    return db.session.execute(select(func.count(UnfinishedIntake.id)).where(*_open_to(viewer))).scalar_one()


def intake_for(viewer: Viewer, intake_id: UUID) -> UnfinishedIntake:
    """One of those, or one that has ended. Raises ``NotFound``, also for another authority's."""
    intake = db.session.get(UnfinishedIntake, intake_id)
    if intake is None or not viewer.has(Role.COMPLAINTS_OFFICER, intake.authority_id):
        raise NotFound("There is no such intake.")
    return intake


def end(intake: UnfinishedIntake, state: str, actor: str, case: Case | None = None) -> None:
    """Close an intake whose words now stand elsewhere: ``opened`` or ``attached``. Its own words go."""
    _ended(intake, state, actor)
    intake.case_id = case.id if case else None
    _forget_words(intake)


def remove(intake: UnfinishedIntake, officer_id: UUID, reason: str) -> None:
    """Throw an intake away with its files, for one of ``REASONS``. Publishes ``intake.removed``.

    Raises ``Invalid`` for another reason, ``Conflict`` once it has ended.
    """
    if reason not in REASONS:
        raise Invalid("Choose why it is removed.", field="reason")
    if intake.state != "open":
        raise Conflict("Somebody has finished this intake since you opened it.")
    actor = by_officer(officer_id)
    _ended(intake, "removed", actor)
    intake.remove_reason = reason
    forget_files((OWNER, intake.id))
    _forget_words(intake)
    stream = (OWNER, intake.id)
    publish("intake.removed", stream=stream, authority_id=intake.authority_id, payload={"reason": reason}, actor=actor)


@task(UNTOUCHED)
def ask_to_finish(intake_id: UUID) -> None:
    """An intake that nobody has touched becomes the team's work."""
    intake = db.session.get_one(UnfinishedIntake, intake_id)
    if intake.state != "open":
        return
    raise_work(
        intake.authority_id,
        WORK,
        "An intake was begun and is not finished. Its clock runs from the day it reached the council.",
        intake.id,
        due_on=london_day(business_now()),
    )


def _open_to(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    mine = UnfinishedIntake.authority_id.in_(viewer.authorities(Role.COMPLAINTS_OFFICER))
    return mine, UnfinishedIntake.state == "open"


def _ended(intake: UnfinishedIntake, state: str, actor: str) -> None:
    intake.state, intake.ended_at, intake.ended_by_id = state, business_now(), officer_of(actor)
    items = select(WorkItem.id).where(WorkItem.kind == WORK, WorkItem.source_id == intake.id)
    for item_id in db.session.scalars(items):
        finish_work(item_id, actor)


def _forget_words(intake: UnfinishedIntake) -> None:
    intake.typed_sealed = intake.email_sealed = intake.refused_sealed = None
    intake.data_key.destroy()
    db.session.flush()


def _lies_until(day: date) -> date:
    return working_day_after(day, WITHIN_DAYS, current_table())
