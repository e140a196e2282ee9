"""The blueprint of the complainant's pages, how a link is arrived by, and how many wrong ones are borne."""

import time
from collections import deque

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response

from authorities.access import arrive_by_link, authority_or_404
from foundation.errors import Conflict, NotFound

blueprint = Blueprint("progress", __name__, template_folder="templates")

WRONG_LINKS = 20
WITHIN_SECONDS = 600

wrong_links: dict[str, deque[float]] = {}
"""The moments of the wrong links of late, by the address they came from; each process counts its own."""


def arrive(purpose: str, token: str, authority_key: str, onward: str) -> Response:
    """Keep a link's token and go on to its clean address.

    Raises ``NotFound`` for a token not made here; too many of them from one address are turned away for a while, as
    each process counts. A right one is never turned away: a whole household or office may share an address.
    """
    authority_or_404(authority_key)
    try:
        return arrive_by_link(purpose, token, url_for(onward, authority_key=authority_key))
    except NotFound:
        came_from = request.remote_addr or ""
        tries = _recent(came_from)
        if len(tries) >= WRONG_LINKS:
            abort(429)
        tries.append(time.monotonic())
        wrong_links[came_from] = tries
        raise


def refuse_other_tab(reference: str) -> None:
    """Raise ``Conflict`` when a form was drawn for another case than the link this browser came by last.

    Nobody's words may land on another case because two tabs were open.
    """
    if request.method == "POST" and request.form.get("reference") != reference:
        raise Conflict("You have opened another link since this page was drawn. Open the link you want again.")


def _recent(came_from: str) -> deque[float]:
    """The moments of this address's wrong links of late; addresses that have gone quiet are forgotten."""
    since = time.monotonic() - WITHIN_SECONDS
    for address in [address for address, tries in wrong_links.items() if not tries or tries[-1] < since]:
        del wrong_links[address]
    return deque((at for at in wrong_links.get(came_from, ()) if at >= since), maxlen=WRONG_LINKS)
