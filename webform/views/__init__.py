"""The pages of the public form. Register them last: their addresses match whatever begins with an authority."""

from webform.views import (  # noqa: F401  # their routes register themselves
    answering,
    contact_now,
    copies,
    equality,
    printing,
    public,
    saving,
)
from webform.views.designer import blueprint as designer
from webform.views.pages import blueprint

blueprints = (designer, equality.blueprint, blueprint)
