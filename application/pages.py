"""How every page is put together: where templates are found and what all of them know.

The council's look comes from the authority named in the address (``authority_key``), from ``g.authority_key`` where a
view knows it otherwise, or from the default authority. Must not decide what a page shows of a case.
"""

import hashlib
from typing import Any

from flask import Flask, g, request, url_for
from jinja2 import BaseLoader, ChoiceLoader, PackageLoader, PrefixLoader
from markupsafe import Markup
from sqlalchemy import or_, select
from sqlalchemy.exc import SQLAlchemyError

from application.look import FooterLink, Look
from application.template_filters import register_filters
from authorities.access import current_viewer
from authorities.logos import Logo
from authorities.models import Authority
from authorities.permissions import Role, Viewer
from authorities.publishing import current_profile
from foundation.database import db
from foundation.errors import RedressError
from foundation.settings import settings

OFFICERS_PATHS = (
    "/desk",
    "/answer",
    "/reports",
    "/workflows",
    "/forms",
    "/sign-in",
    "/sign-out",
    "/mailbox",
    "/leave",
    "/administration",
)

PRACTICE_NOTICES = {
    "demo": "This is a demonstration. The council, its officers and everybody on these pages are invented.",
    "development": "This copy is for development. Nothing sent here reaches a council.",
}

NAVIGATION: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("Cases", "/desk/", frozenset({Role.COMPLAINTS_OFFICER, Role.ADMINISTRATOR})),
    ("Take in", "/desk/intake", frozenset({Role.COMPLAINTS_OFFICER})),
    ("Letters to print", "/desk/letters", frozenset({Role.COMPLAINTS_OFFICER})),
    ("To answer", "/answer/", frozenset({Role.RESPONDING_MANAGER, Role.SENIOR_MANAGER})),
    ("Forms", "/forms", frozenset({Role.FORM_DESIGNER, Role.ADMINISTRATOR})),
    ("Workflows", "/workflows", frozenset({Role.COMPLAINTS_OFFICER, Role.ADMINISTRATOR})),
    (
        "Reports",
        "/reports/",
        frozenset({Role.COMPLAINTS_OFFICER, Role.SENIOR_MANAGER, Role.REPORT_READER, Role.ADMINISTRATOR}),
    ),
    ("Leave", "/leave", frozenset(Role)),
    ("Officers", "/administration/officers", frozenset({Role.ADMINISTRATOR})),
    ("Health", "/desk/health", frozenset({Role.ADMINISTRATOR})),
)
"""The officers' navigation: words, address, and the roles that see it."""

PRACTICE_NAVIGATION: tuple[tuple[str, str, frozenset[Role]], ...] = (("Mailbox", "/mailbox/", frozenset(Role)),)
DEMO_NAVIGATION: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("Time", "/desk/time", frozenset({Role.ADMINISTRATOR})),
)

DEFAULT = ""
_known_looks: dict[str, Look] = {}
"""The last look of each authority that this process drew: its telephone number must be there when nothing else is."""


def dress(app: Flask) -> None:
    """Teach the application's templates the GOV.UK macros, the filters, the look and the navigation."""
    loaders: list[BaseLoader] = [
        app.jinja_loader or PackageLoader("application"),
        PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    ]
    app.jinja_loader = ChoiceLoader(loaders)
    register_filters(app)
    app.context_processor(page_values)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600


def is_officers_page(path: str) -> bool:
    """Whether ``path`` is one of the officers' pages, which are drawn denser and without the exit button."""
    return any(path == start or path.startswith(f"{start}/") for start in OFFICERS_PATHS)


def page_values() -> dict[str, Any]:
    """What every template knows: ``look`` (also as ``authority``), ``viewer``, the officers' navigation."""
    look = council_look()
    values: dict[str, Any] = {"look": look, "authority": look, "desk_navigation": [], "sign_out_item": ""}
    if is_officers_page(request.path):
        viewer = current_viewer()
        values |= {
            "viewer": viewer,
            "desk_navigation": navigation_for(viewer) if viewer else [],
            "sign_out_item": _sign_out_item(viewer) if viewer else "",
        }
    return values


def council_look() -> Look:
    """The look of the authority this request is for. Made once a request."""
    if "look" not in g:
        g.look = _look_of(_authority(_wanted_key()))
        _known_looks[g.look.key if _wanted_key() else DEFAULT] = g.look
    look: Look = g.look
    return look


def known_look() -> Look:
    """As ``council_look``; where the database is away, the look as this process last knew it, or one of no council."""
    try:
        return council_look()
    except (SQLAlchemyError, RedressError):
        return _known_looks.get(_wanted_key() or DEFAULT) or _known_looks.get(DEFAULT) or Look(name="Redress")


def _wanted_key() -> str | None:
    key: str | None = g.get("authority_key") or (request.view_args or {}).get("authority_key")
    return key


def navigation_for(viewer: Viewer) -> list[dict[str, object]]:
    """The links this officer's roles give, the page's own marked."""
    roles = {grant.role for grant in viewer.grants}
    links = NAVIGATION
    links += PRACTICE_NAVIGATION if settings.shows_mailbox else ()
    links += DEMO_NAVIGATION if settings.is_demo else ()
    shown = [(text, href) for text, href, wanted in links if wanted & roles]
    here = max((href for _, href in shown if request.path.startswith(href.rstrip("/"))), key=len, default="")
    return [{"text": text, "href": href, "active": href == here} for text, href in shown]


def _authority(key: str | None) -> Authority | None:
    wanted = or_(Authority.key == key, Authority.is_default) if key else Authority.is_default
    return db.session.scalar(select(Authority).where(wanted).order_by(Authority.is_default).limit(1))


def _look_of(authority: Authority | None) -> Look:
    notice = PRACTICE_NOTICES.get(settings.environment, "")
    if authority is None:
        return Look(name="Redress", practice_notice=notice, stylesheet=url_for("standing_pages.colours"))
    profile = current_profile(authority.id)
    pages = (("Privacy", "privacy"), ("Accessibility", "accessibility"), ("Cookies", "cookies"))
    links = [FooterLink(text, url_for(f"standing_pages.{page}", authority_key=authority.key)) for text, page in pages]
    links.append(FooterLink("Leaving this site quickly", url_for("standing_pages.safety", authority_key=authority.key)))
    return Look(
        name=profile.look.header_name,
        key=authority.key,
        phone=profile.contact.phone,
        hours=profile.contact.hours,
        email=profile.contact.email,
        header=profile.look.colour,
        start=f"/{authority.key}/",
        way_out=url_for("leaving.leave", authority_key=authority.key),
        way_out_url=profile.way_out.url,
        way_out_name=profile.way_out.name,
        stylesheet=url_for("standing_pages.colours", authority_key=authority.key),
        logo=_logo(authority, profile.look.logo),
        logo_alt=profile.look.logo.alt if profile.look.logo else "",
        facts=profile.standing,
        footer_links=tuple(links),
        practice_notice=notice,
    )


def _logo(authority: Authority, logo: Logo | None) -> str:
    """The address of a logo, another one for each picture, so that browsers may keep it."""
    if logo is None:
        return ""
    edition = hashlib.sha256(logo.content.encode()).hexdigest()[:12]
    return url_for("standing_pages.logo", authority_key=authority.key, edition=edition)


def _sign_out_item(viewer: Viewer) -> Markup:
    """Who is signed in, and leading to signing out."""
    return Markup(
        '<li class="govuk-service-navigation__item"><a class="govuk-service-navigation__link" href="/sign-out">'
        "Sign out {}</a></li>"
    ).format(viewer.name)
