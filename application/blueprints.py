"""Every page of the product, by package. Addresses of authorities come last: they match most."""

from flask import Blueprint, Flask

import application.demo.views
import authorities.views
import cases.views.desk
import cases.views.manager
import cases.views.progress
import notifications.views
import reports.views
import webform.views
import workflows.views
from application import health, leaving, standing_pages

BLUEPRINTS: tuple[Blueprint, ...] = (
    health.blueprint,
    *application.demo.views.blueprints,
    *authorities.views.blueprints,
    *notifications.views.blueprints,
    *reports.views.blueprints,
    *workflows.views.blueprints,
    cases.views.desk.blueprint,
    cases.views.manager.blueprint,
    cases.views.progress.blueprint,
    leaving.blueprint,
    standing_pages.blueprint,
    *webform.views.blueprints,
)


def register(app: Flask) -> None:
    """Register each package's pages."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
