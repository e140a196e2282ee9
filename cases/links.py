"""The links put into messages, each built anew at the sending and never stored.

The pages they open check the generation against the row, so raising it revokes every earlier link.
"""

from urllib.parse import quote

from cases.models import Allocation, CallBack, Case
from foundation.links import token_for
from foundation.settings import settings

ANSWER = "answer"
PROGRESS = "progress"
CALL_BACK = "call-back"


def answer_link(allocation: Allocation, generation: int) -> str:
    """The manager's page of one stage, for the officer it was allocated to.

    ``generation`` is the stage's ``link_generation``.
    """
    return _address("answer", token_for(ANSWER, allocation.id, generation))


def progress_link(case: Case, authority_key: str) -> str:
    """The complainant's progress page, from which the next stage is asked for too."""
    return _address(authority_key, "progress", token_for(PROGRESS, case.id, case.link_generation))


def still_want_link(call_back: CallBack, authority_key: str) -> str:
    """The page of one button, "I still want to complain", after a call."""
    return _address(authority_key, "still-want", token_for(CALL_BACK, call_back.id, call_back.link_generation))


def case_link(case: Case) -> str:
    """The case on the desk, for officers who sign in."""
    return _address("desk", "cases", case.reference)


def _address(*parts: str) -> str:
    return "/".join((settings.base_url.rstrip("/"), *(quote(part) for part in parts)))
