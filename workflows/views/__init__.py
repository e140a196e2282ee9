"""Officers' pages about flows and their runs."""

from workflows.views.flows import blueprint

blueprints = (blueprint,)
