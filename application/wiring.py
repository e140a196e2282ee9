"""The hooks between packages: who hears what, and who answers questions a lower package asks.

Importing a package's ``subscribers``, ``workflow_actions`` and tasks registers them.
"""

from flask import Flask

import workflows.engine  # noqa: F401  # hears every event


def connect(app: Flask) -> None:
    """Wire the hooks that need the application."""
