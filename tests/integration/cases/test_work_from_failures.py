"""What the machine owed and could not do becomes a person's work, once."""

from sqlalchemy import select, update

from cases.models import WorkItem
from cases.subscribers import hear_of_an_answer
from foundation.database import db, new_id, transaction
from foundation.performing import claim, offer, perform
from foundation.tasks import Task, later
from tests.factories import Council


def test_a_fact_that_nobody_could_hear_becomes_work_for_the_team(quiet_council: Council) -> None:
    name = f"hear:{hear_of_an_answer.__module__}.{hear_of_an_answer.__name__}"
    with transaction():
        owed = later(name, new_id(), authority_id=quiet_council.authority.id)
        db.session.execute(update(Task).where(Task.id == owed).values(attempts=7))
    with transaction():
        offer()
    with transaction():
        claims = claim([str(owed)])
    perform(claims[0])
    raised = db.session.scalars(select(WorkItem).where(WorkItem.source_id == owed)).all()
    assert [(item.kind, item.authority_id) for item in raised] == [("task-failed", quiet_council.authority.id)]
