"""The blueprint of the complainant's pages, and how a link is arrived by."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from authorities.access import arrive_by_link, authority_or_404
from foundation.errors import Conflict

blueprint = Blueprint("progress", __name__, template_folder="templates")


def arrive(purpose: str, token: str, authority_key: str, onward: str) -> Response:
    """Keep a link's token and go on to its clean address. Raises as ``arrive_by_link``."""
    authority_or_404(authority_key)
    return arrive_by_link(purpose, token, url_for(onward, authority_key=authority_key))


def refuse_other_tab(reference: str) -> None:
    """Raise ``Conflict`` when a form was drawn for another case than the link this browser came by last.

    Nobody's words may land on another case because two tabs were open.
    """
    if request.method == "POST" and request.form.get("reference") != reference:
        raise Conflict("You have opened another link since this page was drawn. Open the link you want again.")
