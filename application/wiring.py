"""The hooks between packages: who hears what, and who answers questions a lower package asks.

Importing a package's ``subscribers``, ``workflow_actions`` and tasks registers them.
"""

from flask import Flask

import notifications.handing_over  # noqa: F401  # does the work of handing messages over
import workflows.engine  # noqa: F401  # hears every event
from application.sign_in_links import send_and_show
from authorities import signing_in


def connect(app: Flask) -> None:
    """Wire the hooks that need the application."""
    signing_in.deliver_link = send_and_show
