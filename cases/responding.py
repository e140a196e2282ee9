"""Writing the answer to one stage: drafts, tries to speak with the person, sign-off, and the sending.

Operations: they neither commit nor know a page. Nothing here stops a clock: that waits until the letter has been
handed over (``cases.answer_delivery``).
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import select

from authorities.publishing import profile_of
from cases import answer_letters, conflicts, lifecycle
from cases.answer_draft import AnswerDraft, Fault, faults
from cases.answering_rights import WORKING_STATES, Opened, signer_for
from cases.models import Action, Answer, ContactAttempt, Finding, Stage
from cases.points import points_of_stage
from cases.saying import say_of_stage
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.errors import Conflict, Invalid, NotAllowed
from foundation.events import lock_streams

TRY_OUTCOMES = ("spoke", "no-answer", "declined")
SAME_TRY = timedelta(minutes=2)
"""Two presses of one button are one try."""


class DraftCollision(Conflict):
    """Somebody else saved this answer meanwhile; nothing was overwritten."""


class NotReady(Invalid):
    """The answer lacks something; ``faults`` name each place to mend."""

    def __init__(self, found: Sequence[Fault]) -> None:
        super().__init__("The answer is not ready to go.")
        self.faults = tuple(found)


def answer_to(stage: Stage, *, lock: bool = False) -> Answer | None:
    """The answer of a stage as it stands, none if nobody has begun it."""
    query = select(Answer).where(Answer.stage_id == stage.id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(query)


def draft_of(stage: Stage) -> AnswerDraft:
    """What has been written so far."""
    answer = answer_to(stage)
    return AnswerDraft.read(answer.draft if answer else None)


def waits_for(stage: Stage) -> Literal["responder", "signer", "handing-over", "nobody"]:
    """Whose hands the answer is in, so that the right person is chased."""
    answer = answer_to(stage)
    if stage.state not in WORKING_STATES:
        return "nobody"
    if answer is None or answer.state in ("draft", "returned"):
        return "responder"
    return "signer" if answer.state == "with-signer" else "handing-over"


def save_draft(opened: Opened, draft: AnswerDraft, edition: int) -> Answer:
    """Keep a draft. ``edition`` is the one its writer began from (0 when there was none).

    Saving the same words twice is harmless. Raises ``DraftCollision`` when somebody else saved other words
    meanwhile, and ``Conflict`` once the answer is with the signer (for anyone else) or on its way.
    """
    stage = _locked(opened.stage)
    answer = answer_to(stage, lock=True)
    if stage.state not in WORKING_STATES:
        raise Conflict("This stage is finished, so its answer can no longer be changed.")
    if answer is None:
        answer = Answer(
            authority_id=stage.authority_id, stage_id=stage.id, data_key=opened.case.data_key, state="draft"
        )
        db.session.add(answer)
    elif AnswerDraft.read(answer.draft) == draft:
        return answer
    elif answer.state in ("sending", "sent"):
        raise Conflict("This answer has been sent and can no longer be changed.")
    elif answer.state == "with-signer" and opened.part != "signer":
        raise Conflict("This answer is being signed and can be changed only if it is returned to you.")
    elif answer.edition != edition:
        raise DraftCollision("Somebody else saved this answer while you were writing. Nothing was overwritten.")
    answer.draft = {**draft.kept(), "by": str(opened.officer.id), "at": business_now().isoformat()}
    db.session.flush()
    return answer


def record_try(opened: Opened, how: str, outcome: str, notes: str = "") -> ContactAttempt:
    """Keep one try to speak with the person. The same try pressed twice is kept once.

    Raises ``Invalid`` for an outcome that is none of spoke, no-answer, declined.
    """
    if outcome not in TRY_OUTCOMES:
        raise Invalid("Choose what happened when you tried to speak with them.", field="try")
    at = business_now()
    stage = _locked(opened.stage)
    same = db.session.scalar(
        select(ContactAttempt)
        .where(ContactAttempt.stage_id == stage.id, ContactAttempt.by_id == opened.officer.id)
        .where(ContactAttempt.outcome == outcome, ContactAttempt.how == how, ContactAttempt.at > at - SAME_TRY)
    )
    if same is not None and (same.notes or "") == notes:
        return same
    attempt = ContactAttempt(
        authority_id=stage.authority_id,
        data_key=opened.case.data_key,
        case_id=opened.case.id,
        stage_id=stage.id,
        at=at,
        by_id=opened.officer.id,
        how=how,
        outcome=outcome,
        notes=notes or None,
    )
    db.session.add(attempt)
    db.session.flush()
    say_of_stage(opened.stage, "contact.tried", {"attempt_id": str(attempt.id), "outcome": outcome}, opened.actor)
    return attempt


def needs_sign_off(stage: Stage) -> bool:
    """Whether the authority asks for another officer's signature before an answer goes."""
    return profile_of(stage.case.profile_version_id).settings.sign_off_required


def ready_faults(stage: Stage) -> tuple[Fault, ...]:
    """What stands between the draft and its sending."""
    return faults(
        draft_of(stage),
        [str(point.id) for point in points_of_stage(stage)],
        received_on=stage.requested_on,
        today=london_day(business_now()),
    )


def give_to_signer(opened: Opened, edition: int) -> Answer:
    """Put a finished draft before the officer who signs; given twice, it is given once.

    Raises ``NotReady`` with what is missing, ``DraftCollision``, and ``NotAllowed`` where nobody can sign.
    """
    stage = _locked(opened.stage)
    answer = _answer_at(stage, edition, already=("with-signer", "sending", "sent"))
    if answer.state in ("with-signer", "sending", "sent"):
        return answer
    _refuse_unready(stage)
    stage.state = lifecycle.stage_state_after(stage.state, "give-to-signer", "responding-manager")
    answer.state = "with-signer"
    answer.signer_id = signer_for(stage).id
    answer.given_to_signer_at = business_now()
    answer.return_comment = None
    db.session.flush()
    say_of_stage(opened.stage, "stage.with-signer", {"signer_id": str(answer.signer_id)}, opened.actor)
    return answer


def return_to_writer(opened: Opened, comment: str) -> Answer:
    """Give a draft back to its writer with what should be changed.

    Raises ``Invalid`` without a comment, ``NotAllowed`` for anyone but the signer, ``Conflict`` when it is not with
    the signer.
    """
    stage = _locked(opened.stage)
    answer = answer_to(stage, lock=True)
    _refuse_unless_signer(opened)
    if answer is None or answer.state != "with-signer":
        raise Conflict("This answer is not waiting to be signed.")
    if not comment.strip():
        raise Invalid("Write what should be changed.", field="comment")
    stage.state = lifecycle.stage_state_after(stage.state, "return", "senior-manager")
    answer.state = "returned"
    answer.return_comment = comment.strip()
    db.session.flush()
    say_of_stage(opened.stage, "stage.returned", {}, opened.actor)
    return answer


def send_answer(opened: Opened, edition: int) -> Answer:
    """Write the findings, actions and letter and ask for its sending; sent twice, it goes once.

    The clock runs on until the letter has been handed over. Raises ``NotReady``, ``DraftCollision``,
    ``NotAllowed`` where a signature is needed first or this officer may not give it.
    """
    stage = _locked(opened.stage)
    conflicts.refuse_if_named(opened.officer.id, stage.case_id)
    answer = _answer_at(stage, edition, already=("sending", "sent"))
    if answer.state in ("sending", "sent"):
        return answer
    if stage.case.state == lifecycle.FROZEN:
        raise Conflict("This case is frozen, so nothing is answered now.")
    if needs_sign_off(stage):
        if answer.state != "with-signer":
            raise NotAllowed("This answer must be signed before it is sent.")
        _refuse_unless_signer(opened)
        answer.signed_at = business_now()
    _refuse_unready(stage)
    draft = AnswerDraft.read(answer.draft)
    _write_findings(stage, draft)
    _write_actions(stage, draft)
    stage.remedies = sorted({*draft.remedies, *(["apology"] if draft.apology.strip() else [])} - {"none"})
    stage.spoken_on = draft.spoken_on
    stage.answer_method = draft.method
    message = answer_letters.request_letter(stage, answer)
    answer.message_id = message.id
    answer.state = "sending"
    db.session.flush()
    say_of_stage(opened.stage, "answer.released", {"message_id": str(message.id)}, opened.actor)
    return answer


def _write_findings(stage: Stage, draft: AnswerDraft) -> None:
    on = london_day(business_now())
    for point in points_of_stage(stage):
        written = draft.answer_to(point.id)
        finding = Finding(
            authority_id=stage.authority_id,
            data_key=point.data_key,
            point_id=point.id,
            stage_id=stage.id,
            finding=written.finding,
            found_on=on,
        )
        finding.reasons = written.reasons
        db.session.add(finding)


def _write_actions(stage: Stage, draft: AnswerDraft) -> None:
    for promised in draft.actions:
        if promised.is_blank or promised.due_on is None:
            continue
        action = Action(
            authority_id=stage.authority_id,
            data_key=stage.case.data_key,
            case_id=stage.case_id,
            stage_id=stage.id,
            owner_id=UUID(promised.owner_id) if promised.owner_id else None,
            owner_job=promised.owner_job or None,
            due_on=promised.due_on,
        )
        action.what = promised.what
        db.session.add(action)


def _locked(stage: Stage) -> Stage:
    """The stage, locked so that two presses of a button come one after the other.

    The case's stream goes first, as it does wherever the case is changed, so that nobody waits in a ring.
    """
    lock_streams(stage.case_id)
    return db.session.get_one(Stage, stage.id, with_for_update=True, populate_existing=True)


def _answer_at(stage: Stage, edition: int, already: tuple[str, ...]) -> Answer:
    answer = answer_to(stage, lock=True)
    if answer is None:
        raise NotReady(ready_faults(stage))
    if answer.state not in already and answer.edition != edition:
        raise DraftCollision("Somebody else changed this answer since you read it. Nothing was sent.")
    return answer


def _refuse_unready(stage: Stage) -> None:
    found = ready_faults(stage)
    if found:
        raise NotReady(found)


def _refuse_unless_signer(opened: Opened) -> None:
    if opened.part != "signer":
        raise NotAllowed("Only the officer asked to sign this answer may do that.")
