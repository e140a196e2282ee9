"""What the managers of the script answer: findings and reasons for each point, an apology, an action, a method."""

from datetime import timedelta

from application.demo.script import Matter
from cases.answer_draft import SPOKEN_METHODS, AnswerDraft, DraftAction, PointAnswer
from cases.models import Stage
from cases.points import points_of_stage
from foundation.clock import business_now, london_day

FINDINGS = ("partially-upheld", "upheld", "not-upheld")


def written_answer(matter: Matter, number: int, stage: Stage, method: str) -> AnswerDraft:
    """A finished draft for a stage; `number` varies the findings from story to story."""
    today = london_day(business_now())
    points = points_of_stage(stage)
    written = {
        str(point.id): PointAnswer(
            finding=FINDINGS[(number + place) % len(FINDINGS)],
            reasons=matter.reasons[min(place, len(matter.reasons) - 1)],
        )
        for place, point in enumerate(points)
    }
    action = DraftAction(what=matter.action, owner_job="Team manager", due_on=today + timedelta(days=28))
    return AnswerDraft(
        points=written,
        apology=matter.apology,
        remedies=("apology", "explanation"),
        actions=(action,),
        method=method,
        spoken_on=today if method in SPOKEN_METHODS else None,
    )
