"""Marks the pages that files may be sent to, so that every other page refuses a large request unread."""

from collections.abc import Callable
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])

_MARK = "__takes_files__"


def takes_files(view: View) -> View:
    """Let a request to this view hold as much as ``settings.max_body_bytes``; files are held in memory only."""
    setattr(view, _MARK, True)
    return view


def may_take_files(view: object) -> bool:
    """Whether a view was marked so."""
    return getattr(view, _MARK, False) is True
