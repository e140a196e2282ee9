"""The blueprint of the manager's pages, and how each finds the answer it is about."""

from typing import Literal

from flask import Blueprint, g, request
from werkzeug.wrappers import Response

from authorities.access import current_viewer, set_private_cookie
from authorities.models import Authority, Officer
from authorities.permissions import Role
from cases.access import record_look
from cases.answering_rights import Opened, open_by_link, open_signed_in
from cases.models import Case
from foundation.database import db, transaction
from foundation.errors import NotAllowed, NotFound
from foundation.links import LinkClaim, read_token, token_for
from foundation.settings import settings

blueprint = Blueprint("manager", __name__, url_prefix="/answer", template_folder="templates")

LINK = "answer"
PRESS_THE_BUTTON = "Open the link in our message again, and press the button, to see this page."

MAY_ANSWER = (Role.RESPONDING_MANAGER, Role.SENIOR_MANAGER, Role.COMPLAINTS_OFFICER)

Kind = Literal["answer", "call"]


def opened_answer(reference: str) -> Opened:
    """The answer of this address, for whoever opened it by its link or has signed in.

    Raises ``NotFound`` or ``NotAllowed`` with the reason, which the error page shows.
    """
    claim = opened_claim("answer", reference)
    viewer = current_viewer()
    if viewer is not None:
        try:
            return _at(open_signed_in(viewer, reference), reference)
        except NotAllowed:
            if claim is None:
                raise
    if claim is None:
        raise NotFound(PRESS_THE_BUTTON)
    return _at(open_by_link(claim), reference)


def opened_claim(kind: Kind, reference: str) -> LinkClaim | None:
    """What this browser's proof says that the button of a link was pressed; a mail scanner never has it."""
    token = request.cookies.get(_cookie(kind, reference))
    if not token:
        return None
    try:
        return read_token(token, _proof(kind))
    except NotFound:
        return None


def keep_opened(response: Response, kind: Kind, reference: str, claim: LinkClaim) -> Response:
    """Let this browser open one answer or call for the rest of a working day.

    One cookie for each, so that two tabs do not mix.
    """
    token = token_for(_proof(kind), claim.row_id, claim.generation)
    set_private_cookie(response, _cookie(kind, reference), token, settings.session_hours * 3600)
    return response


def note_look(case: Case, officer: Officer, page: str) -> None:
    """Keep in the log of looks who opened a page of a case."""
    with transaction():
        record_look(case, officer.id, page)


def wear_look_of(case: Case) -> None:
    """Dress the page as the authority of the case."""
    g.authority_key = db.session.get_one(Authority, case.authority_id).key


def _at(opened: Opened, reference: str) -> Opened:
    if opened.case.reference != reference:
        raise NotFound("This link is for another complaint.")
    wear_look_of(opened.case)
    return opened


def _cookie(kind: Kind, reference: str) -> str:
    return f"redress-{kind}-{reference}"


def _proof(kind: Kind) -> str:
    """The purpose of the proof differs from the link's, so that neither passes for the other."""
    return f"{kind}-opened"
