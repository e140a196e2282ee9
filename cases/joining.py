"""Joins what came twice: one case goes on, the other closes as joined, and nothing of either is lost.

Operation. The points of the one that closes are added to the other, word for word; its files, emails and notes stay
where they are and the link leads there. The earlier day of receipt counts, and either reference finds both. Must not
join what two people told us.
"""

from uuid import UUID

from sqlalchemy import func, select

from cases.actors import officer_of
from cases.closing import close_by
from cases.conflicts import refuse_if_named
from cases.lifecycle import OPEN, TO_CONFIRM
from cases.linking import link
from cases.models import Case, CaseAct, Point, Stage
from cases.notes import add_note
from cases.pausing import move_receipt
from cases.saying import say
from foundation.database import db
from foundation.errors import Invalid
from foundation.folding import folded_words


def merge(case: Case, row: CaseAct, by: str) -> dict[str, object]:
    """Close ``case`` as joined to the other one of the act. Publishes ``case.joined`` on that one.

    Raises ``Invalid`` where the other cannot take it.
    """
    officer_id = officer_of(by)
    assert officer_id is not None  # only officers join  # noqa: S101
    kept = db.session.get_one(Case, row.other_case_id)
    _refuse(case, kept, officer_id)
    _add_points(case, kept)
    if case.summary:
        add_note(kept, officer_id, f"{case.reference} said: {case.summary}")
    kept.search = sorted({*kept.search, *case.search})
    if case.received_on < kept.received_on:
        move_receipt(kept, case.received_on, by)
    link(case, kept, officer_id)
    close_by(case, "merge", "duplicate", by)
    say(kept, "case.joined", {"reference": case.reference}, by)
    return {"reference": kept.reference}


def _refuse(case: Case, kept: Case, officer_id: UUID) -> None:
    refuse_if_named(officer_id, kept.id)
    if kept.id == case.id or kept.authority_id != case.authority_id:
        raise Invalid("Enter the reference of another case", field="other")
    if kept.is_held:
        raise Invalid("On that case a decision on possible harm comes first", field="other")
    later = select(Stage.id).where(Stage.case_id == kept.id, (Stage.number > 1) | Stage.answered_on.is_not(None))
    if kept.state not in (TO_CONFIRM, OPEN) or db.session.scalar(later.limit(1)) is not None:
        raise Invalid("That case is answered, closed or past its first stage", field="other")
    if _two_people(case, kept):
        raise Invalid("Two people told us these. Link the two cases instead", field="other")


def _two_people(case: Case, kept: Case) -> bool:
    """Whether two names are held that cannot be one person's; a shared family name alone is not one person."""
    first, second = (set(folded_words(one.complainant.name or "")) for one in (case, kept))
    return bool(first and second) and not (first <= second or second <= first)


def _add_points(case: Case, kept: Case) -> None:
    held = {point.words for point in db.session.scalars(select(Point).where(Point.case_id == kept.id))}
    number = db.session.scalar(select(func.max(Point.number)).where(Point.case_id == kept.id)) or 0
    for point in db.session.scalars(select(Point).where(Point.case_id == case.id).order_by(Point.number)):
        if point.words in held:
            continue
        number += 1
        db.session.add(
            Point(
                data_key=kept.data_key,
                authority_id=kept.authority_id,
                case_id=kept.id,
                number=number,
                nature=point.nature,
                words=point.words,
                when=point.when,
            )
        )
    db.session.flush()
    db.session.expire(kept, ["points"])
