"""The links put into messages: what each opens and which row proves it.

They are made anew at each sending and never stored. The pages they open check the generation against
the row, so raising it revokes every earlier link.
"""

from cases.models import Allocation, CallBack, Case, Stage
from foundation.links import token_for
from foundation.settings import settings
from notifications.message import LinkTo

ANSWER = "answer"
CALL = "call"
PROGRESS = "progress"
CALL_BACK = "call-back"
NEXT_STAGE = "next-stage"


def answer_link(allocation: Allocation, generation: int) -> LinkTo:
    """The manager's page of one stage, for the officer it was allocated to.

    ``generation`` is the stage's ``link_generation``.
    """
    return LinkTo("/answer/{token}", ANSWER, allocation.id, generation)


def answer_page(case: Case) -> LinkTo:
    """The same page for somebody who signs in: a stand-in, a signer."""
    return LinkTo(f"/answer/case/{case.reference}")


def call_link(call_back: CallBack) -> LinkTo:
    """The page of one call for the manager who is to ring."""
    return LinkTo("/answer/call/{token}", CALL, call_back.id, call_back.link_generation)


def progress_link(case: Case, authority_key: str) -> LinkTo:
    """The complainant's progress page, from which the next stage is asked for too."""
    return LinkTo(f"/{authority_key}/progress/{{token}}", PROGRESS, case.id, case.link_generation)


def still_want_link(call_back: CallBack, authority_key: str) -> LinkTo:
    """The page of one button, "I still want to complain", after a call."""
    return LinkTo(f"/{authority_key}/still-want/{{token}}", CALL_BACK, call_back.id, call_back.link_generation)


def next_stage_link(stage: Stage, generation: int, authority_key: str) -> LinkTo:
    """Where a second look is asked for, once a stage is answered; ``generation`` is the case's."""
    return LinkTo(f"/{authority_key}/next-stage/{{token}}", NEXT_STAGE, stage.id, generation)


def about_you_link(case: Case, authority_key: str) -> LinkTo:
    """The optional questions about who we hear from: one address for everybody, which says nothing about anybody."""
    return LinkTo(f"/{authority_key}/about-you/{'young-person' if case.is_young_person else 'public'}")


def case_link(case: Case) -> LinkTo:
    """The case on the desk, for officers who sign in."""
    return LinkTo(f"/desk/cases/{case.reference}")


def written_out(link: LinkTo) -> str:
    """A link as an address, for a page or a letter made now."""
    token = token_for(link.purpose, link.row_id, link.generation) if link.row_id else ""
    return settings.base_url.rstrip("/") + link.path.format(token=token)
