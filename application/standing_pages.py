"""Pages that stand on every council's site: privacy, accessibility, cookies and safety.

Words here are a plain default. Must not hold anything about a case.
"""

from flask import Blueprint, Response, render_template

from application.look import DEFAULT_HEADER, header_rules
from application.pages import council_look
from authorities.access import anyone, authority_or_404

blueprint = Blueprint("standing_pages", __name__)


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
    return render_template("standing_pages/cookies.html")


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
    """The council's colours as a style sheet, since the content policy allows no inline style."""
    header = council_look().header if authority_key else DEFAULT_HEADER
    return Response(header_rules(header), mimetype="text/css")
