"""The errors an operation may raise, named for what went wrong.

Only ``application.error_pages`` knows which HTTP status each becomes.
"""


class RedressError(Exception):
    """Something the reader should be told in plain words."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(RedressError):
    """There is no such thing, or not for this reader."""


class NotOpen(NotFound):
    """It is here, and is not open to the public."""


class NotAllowed(RedressError):
    """The reader may not do this."""


class Conflict(RedressError):
    """Somebody or something else got there first; nothing was overwritten."""


class Invalid(RedressError):
    """What was given cannot be used; ``field`` names the place to mend it."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Unavailable(RedressError):
    """A part we rely on cannot answer now; trying later may work."""


class TooMany(RedressError):
    """Too many tries in a short time; waiting ``seconds`` helps."""

    def __init__(self, message: str, seconds: int = 600) -> None:
        super().__init__(message)
        self.seconds = seconds


class Doubtful(RedressError):
    """Nobody can tell whether a person sent this; the person can say so with one press."""
