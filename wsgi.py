"""What a web server runs: ``gunicorn wsgi:app``."""

from application.factory import create_app

app = create_app()
