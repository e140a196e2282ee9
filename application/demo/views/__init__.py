"""The page that moves business time, for administrators of the demonstration."""

from application.demo.views.time import blueprint

blueprints = (blueprint,)
