"""The complaints team's pages: lists, search, the case, what may be done with it, and intake.

Must not hold a rule: those are in the operations these pages call.
"""

from cases.views.desk import (
    act_pages,
    acts,
    case_page,
    change_asked_page,
    clock_pages,
    deciding,
    emails_page,
    files_page,
    information_page,
    intake_page,
    linking_page,
    lists_page,
    named_page,
    next_stage_page,
    unfinished_page,
)
from cases.views.desk.pages import blueprint

__all__ = [
    "act_pages",
    "acts",
    "blueprint",
    "case_page",
    "change_asked_page",
    "clock_pages",
    "deciding",
    "emails_page",
    "files_page",
    "information_page",
    "intake_page",
    "linking_page",
    "lists_page",
    "named_page",
    "next_stage_page",
    "unfinished_page",
]
