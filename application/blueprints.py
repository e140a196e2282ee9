"""Every page of the product, by package. Addresses of authorities come last: they match most."""

from flask import Flask


def register(app: Flask) -> None:
    """Register each package's pages."""
    for blueprint in ():
        app.register_blueprint(blueprint)
