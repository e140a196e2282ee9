"""Pages that stand on every council's site: privacy, accessibility, cookies and safety.

Words here are a plain default. Must not hold anything about a case.
"""

import logging

from flask import Blueprint, Response, render_template
from sqlalchemy.exc import SQLAlchemyError

from application.cookie_list import COOKIES
from application.look import DEFAULT_HEADER, style_rules
from authorities.access import anyone, authority_or_404
from authorities.profile import Look as Chosen
from authorities.publishing import authority_by_key, current_profile
from foundation.errors import NotFound

blueprint = Blueprint("standing_pages", __name__)
log = logging.getLogger("redress.colours")

NO_COUNCIL = Chosen(header_name="Redress", colour=DEFAULT_HEADER)
_known_rules: dict[str | None, str] = {}
"""The style rules of each authority that this process gave out last."""


@blueprint.get("/<authority_key>/privacy")
@anyone
def privacy(authority_key: str) -> str:
    """What is kept, who sees it and for how long."""
    authority_or_404(authority_key)
    return render_template("standing_pages/privacy.html")


@blueprint.get("/<authority_key>/accessibility")
@anyone
def accessibility(authority_key: str) -> str:
    """The accessibility statement (Public Sector Bodies Accessibility Regulations 2018, regulation 8)."""
    authority_or_404(authority_key)
    return render_template("standing_pages/accessibility.html")


@blueprint.get("/<authority_key>/cookies")
@anyone
def cookies(authority_key: str) -> str:
    """The cookies used, all of them strictly necessary."""
    authority_or_404(authority_key)
    return render_template("standing_pages/cookies.html", cookies=COOKIES)


@blueprint.get("/<authority_key>/safety")
@anyone
def safety(authority_key: str) -> str:
    """How the exit button works, and what it cannot do."""
    authority_or_404(authority_key)
    return render_template("standing_pages/safety.html")


@blueprint.get("/colours.css", defaults={"authority_key": None})
@blueprint.get("/<authority_key>/colours.css")
@anyone
def colours(authority_key: str | None) -> Response:
    """The council's colours as a style sheet, since the content policy allows no inline style.

    Where the database is away, as this process last knew them: the page that says so wears them too.
    """
    try:
        chosen = current_profile(authority_by_key(authority_key).id).look if authority_key else NO_COUNCIL
        _known_rules[authority_key] = style_rules(chosen)
    except SQLAlchemyError:
        log.warning("colours as last known: the database is away")
    return Response(_known_rules.get(authority_key) or style_rules(NO_COUNCIL), mimetype="text/css")


@blueprint.get("/<authority_key>/logo/<edition>")
@anyone
def logo(authority_key: str, edition: str) -> Response:
    """The council's logo. Opened by itself it can do nothing either."""
    picture = current_profile(authority_by_key(authority_key).id).look.logo
    if picture is None:
        raise NotFound("This council has no logo here.")
    response = Response(picture.data, mimetype=picture.media_type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.cache_control.public, response.cache_control.max_age = True, 3600
    return response
