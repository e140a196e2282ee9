"""A complaint that a manager has been asked to answer, and what an answer to it may look like."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from authorities import publishing
from authorities.models import Officer
from authorities.sessions import begin_session
from cases.allocation import current_allocation
from cases.answer_draft import AnswerDraft, DraftAction, PointAnswer
from cases.answering_rights import Opened, open_by_link
from cases.links import answer_link
from cases.models import Case, Stage
from cases.points import points_of_stage
from foundation.clock import business_now, london_day
from foundation.database import db, transaction
from foundation.links import LinkClaim, token_for
from notifications.models import Message
from tests.factories import Council, make_confirmed_case
from tests.pages import StrictClient

TWO_POINTS = ("Nobody rang me back for three weeks.", "The plan had another child's name in it.")


@dataclass
class Asked:
    """The case, its first stage, and whoever was asked."""

    council: Council
    case: Case
    stage: Stage

    @property
    def manager(self) -> Officer:
        assert self.stage.responder is not None
        return self.stage.responder

    @property
    def opened(self) -> Opened:
        """The answer, opened by the manager's link."""
        return open_by_link(self.claim())

    def claim(self, newer: int = 0) -> LinkClaim:
        """What the manager's link says, or one of a later generation."""
        allocation = current_allocation(self.stage.id)
        assert allocation is not None
        return LinkClaim(allocation.id, self.stage.link_generation + newer)

    def link(self) -> str:
        """The path of the manager's link."""
        claim, allocation = self.claim(), current_allocation(self.stage.id)
        assert allocation is not None
        link = answer_link(allocation, claim.generation)
        return link.path.format(token=token_for(link.purpose, claim.row_id, claim.generation))

    @property
    def page(self) -> str:
        return f"/answer/case/{self.case.reference}"


def make_asked(council: Council, **given: Any) -> Asked:
    """A confirmed complaint of two points."""
    case = make_confirmed_case(council, **{"points": TWO_POINTS} | given)
    db.session.commit()
    stage = db.session.execute(select(Stage).where(Stage.case_id == case.id, Stage.number == 1)).scalar_one()
    return Asked(council, case, stage)


def finished_draft(stage: Stage, **changes: object) -> AnswerDraft:
    """A draft that lacks nothing: the first point upheld, the rest not."""
    today = london_day(business_now())
    draft = AnswerDraft(
        points={
            str(point.id): PointAnswer(
                finding="upheld" if place == 0 else "not-upheld", reasons=f"We looked at point {point.number}."
            )
            for place, point in enumerate(points_of_stage(stage))
        },
        apology="I am sorry that nobody rang you.",
        remedies=("apology",),
        actions=(DraftAction(what="Ring back within two days", owner_job="the team manager", due_on=today),),
        method="letter",
    )
    return draft.model_copy(update=changes)


def set_sign_off(case: Case, monkeypatch: pytest.MonkeyPatch, *, is_required: bool) -> None:
    """Have the version that the case lives under ask for a signature, or not."""
    profile = publishing.profile_of(case.profile_version_id)
    settings = profile.settings.model_copy(update={"sign_off_required": is_required})
    monkeypatch.setitem(
        publishing._profiles, case.profile_version_id, profile.model_copy(update={"settings": settings})
    )


def messages(case: Case, wording: str) -> list[Message]:
    """The messages asked for about a case with this wording."""
    asked = select(Message).where(Message.about_id == case.id, Message.wording_key == wording)
    return list(db.session.scalars(asked.order_by(Message.requested_at)))


def browser(app: Flask) -> StrictClient:
    """A fresh browser."""
    client = app.test_client()
    assert isinstance(client, StrictClient)
    return client


def signed_in(app: Flask, who: Officer) -> StrictClient:
    """A browser in which this officer has signed in."""
    client = browser(app)
    with transaction():
        client.set_cookie("redress-officer", begin_session(who))
    return client
