"""What a web server runs, ``gunicorn wsgi:app``, and what the ``flask`` command finds.

A local database that has not been set up yet is set up here, so that every command works on a fresh
checkout; a production database is only ever changed by ``flask db upgrade`` and ``flask setup``.
"""

import sys

from application.arrangement import arranged_settings
from application.factory import create_app
from application.preparing import is_current, prepare
from foundation.errors import RedressError

try:
    app = create_app(arranged_settings())
    if not app.config["SETTINGS"].is_production and not is_current(app):
        prepare(app)
except RedressError as error:
    sys.stderr.write(f"{error.message}\n")
    sys.exit(2)
