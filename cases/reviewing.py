"""What was decided until a day, and is looked at again on it: a frozen matter, a limit on contact.

A limit on contact is about one case: everything that comes is still read, written down each week, and what is new in it
is dealt with. Must not end anything by itself: on the day it is a person's work.
"""

from cases.models import Case, CaseAct
from cases.work import finish_work_of, raise_work

WORK_REVIEW = "look-again"
WORK_LOG = "weekly-log"


def limit_contact(case: Case, row: CaseAct, by: str) -> dict[str, object]:
    """Limit contact until a day of review."""
    look_again(case, row, "look at whether contact must still be limited")
    return {"review_on": row.review_on.isoformat() if row.review_on else None}


def log_week(case: Case, row: CaseAct, by: str) -> None:
    """Keep what came in a week."""
    finish_work_of(case.id, (WORK_LOG,), by)


def end_limit(case: Case, row: CaseAct, by: str) -> None:
    """Contact is as before."""
    finish_work_of(case.id, (WORK_REVIEW, WORK_LOG), by)


def look_again(case: Case, row: CaseAct, what: str) -> None:
    """Put it on the list of whoever keeps the case, for the day of review."""
    raise_work(
        case.authority_id,
        WORK_REVIEW,
        f"{case.reference}: {what}",
        row.id,
        case_id=case.id,
        officer_id=case.owner_id,
        due_on=row.review_on,
    )
