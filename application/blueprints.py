"""Every page of the product, by package. Addresses of authorities come last: they match most."""

from flask import Blueprint, Flask

from application import health, standing_pages
from authorities.views import signing_in
from notifications.views import letters, mailbox

BLUEPRINTS: tuple[Blueprint, ...] = (
    health.blueprint,
    signing_in.blueprint,
    mailbox.blueprint,
    letters.blueprint,
    standing_pages.blueprint,
)


def register(app: Flask) -> None:
    """Register each package's pages."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
