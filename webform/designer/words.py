"""Changes to the words around the questions: start, check and sent pages, signposts, and the form's name."""

from collections.abc import Mapping
from typing import Any

from webform.designer.keys import key_from
from webform.designer.pages import set_facts
from webform.designer.parts import Data, opened, settled, signpost_in

WORDED = ("start", "check", "sent")


def change_words(data: Data, part: str, changed: Mapping[str, Any] | None) -> Data:
    """Set some words of one of ``WORDED``; ``None`` in place of words takes the whole part away.

    Raises ``Invalid`` for what has not the shape of a form.
    """
    form = opened(data)
    if changed is None:
        form.pop(part, None)
    else:
        set_facts(form.setdefault(part, {}), changed)
    return settled(form)


def rename(data: Data, name: str) -> Data:
    """Call the form something else. Raises ``Invalid`` for no name."""
    return settled({**opened(data), "name": name})


def add_signpost(data: Data, title: str) -> tuple[Data, str]:
    """Add a signpost; gives its key."""
    form = opened(data)
    signposts = form.setdefault("signposts", [])
    key = key_from(title, {signpost["key"] for signpost in signposts}, joiner="-", otherwise="signpost")
    signposts.append({"key": key, "title": title})
    return settled(form), key


def change_signpost(data: Data, key: str, changed: Mapping[str, Any]) -> Data:
    """Set some words of a signpost. Raises ``NotFound``, ``Invalid``."""
    form = opened(data)
    set_facts(signpost_in(form, key), changed)
    return settled(form)


def remove_signpost(data: Data, key: str) -> Data:
    """Take a signpost away; pages that show it stay, and the checker names them. Raises ``NotFound``."""
    form = opened(data)
    form["signposts"].remove(signpost_in(form, key))
    return settled(form)
