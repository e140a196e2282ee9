"""Links cases that belong together: the same child, the same person, sent twice.

Operation. A link is a pointer and nothing else: it opens neither case to anybody, and moves no address, name or word
from one to the other, so that two separated parents may each complain about the same child and learn nothing of each
other. Must not merge.
"""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert

from authorities.permissions import Viewer
from cases.access import may_see
from cases.actors import by_officer
from cases.conflicts import refuse_if_named
from cases.models import Case, CaseLink
from cases.saying import say
from foundation.clock import business_now
from foundation.database import db, new_id
from foundation.errors import Invalid
from foundation.events import lock_streams


def link(case: Case, other: Case, officer_id: UUID) -> None:
    """Say that two cases belong together; said twice, it is said once. Publishes ``case.linked`` on both.

    Raises ``Invalid`` for one case twice or two authorities, ``NotAllowed`` for somebody either names.
    """
    if case.id == other.id:
        raise Invalid("A case cannot be linked to itself.", field="link")
    if case.authority_id != other.authority_id:
        raise Invalid(f"{other.reference} is another authority's, so the two cannot be linked.", field="link")
    for one in (case, other):
        refuse_if_named(officer_id, one.id)
    lock_streams(case.id, other.id)
    first, later = sorted((case.id, other.id))
    added = db.session.scalar(
        insert(CaseLink)
        .values(
            id=new_id(),
            authority_id=case.authority_id,
            case_id=first,
            other_id=later,
            linked_at=business_now(),
            linked_by_id=officer_id,
        )
        .on_conflict_do_nothing(index_elements=["case_id", "other_id"])
        .returning(CaseLink.id)
    )
    if added is not None:
        for one, beside in ((case, other), (other, case)):
            say(one, "case.linked", {"case_id": str(beside.id)}, by_officer(officer_id))


def unlink(case: Case, other: Case, officer_id: UUID) -> None:
    """Take a link back, where there is one. Publishes ``case.unlinked`` on both."""
    for one in (case, other):
        refuse_if_named(officer_id, one.id)
    lock_streams(case.id, other.id)
    first, later = sorted((case.id, other.id))
    row = db.session.scalar(select(CaseLink).where(CaseLink.case_id == first, CaseLink.other_id == later))
    if row is None:
        return
    db.session.delete(row)
    db.session.flush()
    for one, beside in ((case, other), (other, case)):
        say(one, "case.unlinked", {"case_id": str(beside.id)}, by_officer(officer_id))


def linked_cases(case: Case, viewer: Viewer) -> list[Case]:
    """The cases linked to this one that the viewer may open; of others nothing is said."""
    rows = db.session.scalars(select(CaseLink).where(or_(CaseLink.case_id == case.id, CaseLink.other_id == case.id)))
    ids = [row.other_id if row.case_id == case.id else row.case_id for row in rows]
    found = db.session.scalars(select(Case).where(Case.id.in_(ids)).order_by(Case.received_on))
    return [other for other in found if may_see(viewer, other)]
