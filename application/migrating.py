"""Writes a migration from what the models say now: ``make migration m="why"``.

A module of its own because ``flask`` prepares a local database first, which fails while models run ahead of it.
"""

import logging
import sys

from flask_migrate import migrate, upgrade

from application.arrangement import arranged_settings
from application.factory import create_app


def main() -> None:
    """Migrate the local database to the newest version, then write the next one."""
    app = create_app(arranged_settings())
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        upgrade()
        migrate(message=sys.argv[1])


if __name__ == "__main__":
    main()
