"""The officers' own pages: signing in, leave, and the administration of officers and teams."""

from authorities.views.administration import blueprint as administration
from authorities.views.leave import blueprint as leave
from authorities.views.signing_in import blueprint as signing_in

blueprints = (signing_in, leave, administration)
