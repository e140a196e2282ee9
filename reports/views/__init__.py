"""The officers' pages of reports."""

from reports.views.reports import blueprint

blueprints = (blueprint,)
