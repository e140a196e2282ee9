"""Acts that end a case without our answer: the person stops, or the law lets us, or somebody else has it.

Each closes the case under its own reason, so that it stays in every figure as what it was. The letter is the flow's,
and none is ever left out: nothing is refused in silence.
"""

from cases.closing import close_by
from cases.models import Case, CaseAct, Stage
from foundation.database import db


def withdraw(case: Case, row: CaseAct, by: str) -> None:
    """The person stops; they may take it up again."""
    close_by(case, "withdraw", "withdrawn", by)


def refuse(case: Case, row: CaseAct, by: str) -> None:
    """The council does not look into it, for a reason in law."""
    close_by(case, "refuse", "refused", by)


def decline_next(case: Case, row: CaseAct, by: str) -> dict[str, object]:
    """The council does not open the further stage that was asked for; what was answered before stands."""
    close_by(case, "decline-next", "next-stage-declined", by)
    stage = db.session.get(Stage, row.stage_id) if row.stage_id else None
    return {"stage_id": str(stage.id), "number": stage.number} if stage else {}


def refer_early(case: Case, row: CaseAct, by: str) -> None:
    """The last stage is left out, and the person goes to the Ombudsman."""
    close_by(case, "refer-early", "referred-early", by)


def hand_over(case: Case, row: CaseAct, by: str) -> dict[str, object]:
    """Another body has it from a day; both days, ours and theirs, stay on the case."""
    close_by(case, "hand-over", "handed-over", by)
    return {"body": row.details["body"]}
