"""A young person who said that they may not be safe: somebody contacts them now, and records it.

The flow ``contact-now`` asks a named person and climbs until this is recorded. Whether they may have been harmed by
somebody who works with them is decided apart (``cases.harm``).
"""

from uuid import UUID

from cases.actors import by_officer
from cases.conflicts import refuse_if_named
from cases.models import Case
from cases.saying import say
from cases.turns import take_turn
from cases.work import finish_work_of, open_work

WORK = "contact-now"


def contacted(case: Case, officer_id: UUID) -> None:
    """Keep that the person was contacted. Publishes ``person.contacted``; recorded before, nothing more happens.

    Raises ``NotAllowed`` for somebody named in the case.
    """
    refuse_if_named(officer_id, case.id)
    take_turn(case)
    if all(item.kind != WORK for item in open_work(case.id)):
        return
    finish_work_of(case.id, (WORK,), by_officer(officer_id))
    say(case, "person.contacted", {}, by_officer(officer_id))
