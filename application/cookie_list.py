"""Every cookie that these pages set, as the cookies page tells of it. A test compares it with what browsers are given.

Pure. None follows anybody: each is needed for what somebody has just asked for, so none needs consent (Privacy and
Electronic Communications Regulations 2003, regulation 6(4)).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class CookieLine:
    """Cookies of one use. A star in a name stands for the council and the form, or for a case."""

    names: tuple[str, ...]
    does: str
    goes: str


COOKIES = (
    CookieLine(
        ("redress",),
        "Makes sure that what is sent comes from you",
        "When you close the browser, or choose Exit this page",
    ),
    CookieLine(
        ("redress-form-*",),
        "Finds the answers you have given so far, which are kept with us and not in your browser",
        "When you close the browser, or choose Exit this page",
    ),
    CookieLine(
        ("redress-return", "redress-progress", "redress-next-stage", "redress-call-back"),
        "Keeps open a page that you came to by a link from us",
        "After two hours, or when you choose Exit this page",
    ),
    CookieLine(
        ("redress-sign-in", "redress-officer", "redress-answer", "redress-call", "redress-answer-*", "redress-call-*"),
        "For people who work for us: keeps them signed in, or keeps open one answer they were asked to write",
        "After a working day, or when they sign out",
    ),
)
