"""What casework hears: a form that was sent, a new table of holidays, a flow or task that needs a person.

Importing this module registers everything cases have to say to the packages below.
"""

from uuid import UUID

from sqlalchemy import select

import cases.waiting_requests  # noqa: F401  # registers its task
import cases.workflow_actions  # noqa: F401  # registers the actions that flows may ask for
from cases.actors import SYSTEM
from cases.clocks import count_again
from cases.escalation_form import request_from_submission
from cases.information import answered
from cases.message_guard import advise, guard
from cases.models import Case
from cases.opening import open_from_submission
from cases.work import finish_work_of, raise_work
from cases.workflow_subject import CaseSubject
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.events import Event, subscriber
from foundation.tasks import Task, later, task, when_failed
from notifications.guards import register_adviser
from notifications.outgoing import messages_about, register_guard
from webform.models import Submission
from workflows.models import WorkflowRun
from workflows.subjects import register_subject

COUNT_AGAIN = "cases.count-again"
FLOW_FAILED = "flow-failed"
TASK_FAILED = "task-failed"
HEARD = "hear:"
SETTLED_BY_AN_ANSWER = ("day-ten", "extension", "overdue", "next-stage")

register_subject("case", CaseSubject())
register_guard(guard)
register_adviser(advise)


@subscriber("submission.received", at_once=True)
def hear_of_a_submission(event: Event) -> None:
    """Open the case, or the next stage of one, while the person still waits: their page says what happens next.

    One subscriber for both, because each that hears at once costs the sending a savepoint.
    """
    submission = db.session.get_one(Submission, UUID(event.payload["submission_id"]))
    if request_from_submission(submission) is None:
        open_from_submission(submission)


@subscriber("holiday-table.published")
def hear_of_holidays(event: Event) -> None:
    """Owe a new count of each live case: one transaction a case."""
    for case in db.session.execute(select(Case.id, Case.authority_id).where(Case.closed_on.is_(None))):
        later(COUNT_AGAIN, case.id, authority_id=case.authority_id)


@subscriber("stage.answered")
def hear_of_an_answer(event: Event) -> None:
    """What the answer was chased for is done."""
    finish_work_of(event.stream_id, SETTLED_BY_AN_ANSWER, event.actor)


@subscriber("case.added-to")
def hear_of_words_added(event: Event) -> None:
    """Who was asked for something and writes on the progress page has answered: they are not asked again."""
    answered(db.session.get_one(Case, event.stream_id), "progress-page", event.actor)


@subscriber("message.posted")
def hear_of_a_letter_posted(event: Event) -> None:
    """No letter of this case is left to print."""
    if event.stream_type == "case" and not any(m.fate == "to-print" for m in messages_about(event.stream_id)):
        finish_work_of(event.stream_id, ("letter",), event.actor)


@task(COUNT_AGAIN)
def count_case_again(case_id: UUID) -> None:
    """Count one case on the newest table of holidays."""
    count_again(db.session.get_one(Case, case_id), SYSTEM)


def need_a_person(run: WorkflowRun, reason: str) -> None:
    """Make work of a run that failed; for ``workflows.engine.on_work_needed``."""
    is_case = run.subject_type == "case"
    case = db.session.get(Case, run.subject_id) if is_case else None
    raise_work(
        run.authority_id,
        FLOW_FAILED,
        f"{case.reference}: a flow stopped and needs somebody to look." if case else "A flow stopped.",
        run.id,
        case_id=case.id if case else None,
        officer_id=case.owner_id if case else None,
        due_on=london_day(business_now()),
    )


@when_failed
def need_a_person_for_a_task(failed: Task) -> None:
    """Make work of what the machine owed and could not do; flows and messages make their own."""
    if failed.authority_id is None or not failed.name.startswith((HEARD, COUNT_AGAIN)):
        return
    raise_work(
        failed.authority_id,
        TASK_FAILED,
        "Something that should follow by itself did not. Ask whoever runs Redress to look at the health page.",
        failed.id,
        due_on=london_day(business_now()),
    )
