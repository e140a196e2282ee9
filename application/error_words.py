"""What each failure says: what was kept, what was not, what to do now. The telephone number stands beside it.

Pure. Words only: which failure has happened, and what can be given back, is ``application.error_pages``'s to know.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ErrorWords:
    """What the page says. ``lines`` are paragraphs; ``typed`` is given back; ``button`` sends the same page again."""

    title: str
    lines: tuple[str, ...]
    typed: dict[str, str] = field(default_factory=dict)
    may_send_again: bool = False
    button: str = "Send this page again"


WORDS: dict[int, ErrorWords] = {
    400: ErrorWords(
        "We could not read what was sent",
        ("Nothing on this page was saved. Go back, check the page and try again.",),
    ),
    403: ErrorWords(
        "You cannot open this page",
        ("This page is for somebody else, or for a different part of the team.",),
    ),
    404: ErrorWords(
        "Page not found",
        (
            "If you typed the address, check that it is right.",
            "If you used a link from an email or a letter, check that you copied all of it. Some links stop "
            "working when a newer one has been sent.",
        ),
    ),
    405: ErrorWords("This page cannot be opened like that", ("Go back and use the button or link on the page.",)),
    409: ErrorWords(
        "Somebody else changed this first",
        (
            "Nothing was overwritten. Go back, refresh the page to see the newest, and do it again if it is still "
            "needed.",
        ),
    ),
    413: ErrorWords(
        "That was too big to send",
        (
            "Nothing on this page was saved. What you sent on earlier pages is kept.",
            "If you added a file, go back and choose a smaller one, or leave it out: you can give it to us later. "
            "If it was words, go back and send them in parts.",
        ),
    ),
    422: ErrorWords(
        "Are you a person?",
        (
            "Some programs send forms by themselves, and this looked like one. If you are a person, press the button.",
            "Nothing on this page was saved yet. What you sent on earlier pages is kept.",
        ),
        button="I am a person. Go on",
    ),
    429: ErrorWords(
        "Too many tries in a short time",
        (
            "You may have done nothing wrong: many people can share one way onto the internet, such as a library’s.",
            "This page was not saved. What you sent on earlier pages is kept.",
        ),
    ),
    500: ErrorWords(
        "Something went wrong at our end",
        (
            "What you sent on earlier pages is kept. This page may not have been.",
            "Go back and try again in a few minutes.",
        ),
    ),
    503: ErrorWords(
        "We cannot do that just now",
        (
            "What you sent on earlier pages is kept. This page was not saved.",
            "Try again in a few minutes.",
        ),
    ),
}

UNSURE = ErrorWords(
    "We could not be sure that this came from you",
    (
        "This happens when a page was left open in a browser that was then closed. It also happens when cookies are "
        "turned off.",
        "Nothing on this page was saved yet. What you sent on earlier pages is kept.",
    ),
)

NOT_OPEN = ErrorWords("These pages are not open", ("You can reach the council in other ways.",))

FILES_LOST = "A file that you added was not kept. Go back and add it again."


def wait(seconds: int) -> str:
    """How long to wait, in minutes, never less than one; in hours from two hours on."""
    minutes = max(1, -(-seconds // 60))
    while_waiting = f"{-(-minutes // 60)} hours" if minutes >= 120 else f"{minutes} minutes"
    return f"Wait {'a minute' if minutes == 1 else while_waiting}, then send this page again."
