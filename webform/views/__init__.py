"""The pages of the public form. Register them last: their addresses match whatever begins with an authority."""

from webform.views.public import blueprint

blueprints = (blueprint,)
