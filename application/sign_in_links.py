"""Sends officers their links to sign in, and shows them in the console where mail goes nowhere.

The console shows links in development and the demo only: in production a link is a key.
"""

import click

from authorities.models import Officer
from foundation.settings import settings
from notifications.sign_in_mail import send_sign_in_link


def send_and_show(officer: Officer, token: str) -> None:
    """Ask for the mail, in the caller's transaction; print the link where messages are only shown."""
    send_sign_in_link(officer, token)
    if settings.shows_mailbox:
        click.echo(f"Link to sign in for {officer.email}: {settings.base_url.rstrip('/')}/sign-in/link/{token}")
