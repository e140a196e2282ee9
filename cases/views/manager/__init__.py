"""The manager's pages: one answer, one call, and the list of both for an officer who has signed in.

A link opens one answer for one officer until it is answered. Must not hold a rule: those are in ``cases.responding``
and ``cases.answering_rights``.
"""

from cases.views.manager import (
    answer_page,
    answers_waiting,
    arriving,
    call_page,
    files_page,
    handing_back,
    letter_page,
)
from cases.views.manager.pages import blueprint

__all__ = [
    "answer_page",
    "answers_waiting",
    "arriving",
    "blueprint",
    "call_page",
    "files_page",
    "handing_back",
    "letter_page",
]
