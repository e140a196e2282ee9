"""Signing in by an emailed link, and signing out.

Opening the link uses nothing up: it leaves a short cookie and goes to a clean address, and
only the button there signs in, so that mail scanners do no harm. The page after asking is
the same whether or not the address is known.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length, Regexp
from wtforms.widgets import EmailInput

from authorities.access import (
    anyone,
    arrive_by_link,
    current_viewer,
    leave_link,
    link_token,
    path_within,
    set_private_cookie,
)
from authorities.sessions import SESSION_COOKIE, end_session
from authorities.signing_in import LINK_MINUTES, PURPOSE, ask_for_link, use_link
from foundation.database import transaction
from foundation.errors import NotFound
from foundation.settings import settings

blueprint = Blueprint("signing_in", __name__, template_folder="../templates")

AFTER_SIGNING_IN = "/desk/"
_ENTER_EMAIL = "Enter your work email address, like name@council.example"


class AskForm(FlaskForm):
    """The address to send a link to."""

    email = StringField(
        "Your work email address",
        [
            InputRequired(_ENTER_EMAIL),
            Length(max=254, message=_ENTER_EMAIL),
            Regexp(r"^\s*[^@\s]+@[^@\s]+\s*$", message=_ENTER_EMAIL),
        ],
        widget=EmailInput(),
    )
    next = HiddenField()


@blueprint.get("/sign-in")
@anyone
def ask() -> ResponseReturnValue:
    """Ask for the address."""
    onward = path_within(request.args.get("next"))
    if current_viewer() is not None:
        return redirect(onward or AFTER_SIGNING_IN)
    return render_template("authorities/sign_in.html", form=AskForm(data={"next": onward or ""}))


@blueprint.post("/sign-in")
@anyone
def send() -> ResponseReturnValue:
    """Send a link, if the address is an officer's; answer the same either way."""
    form = AskForm()
    if not form.validate_on_submit():
        return render_template("authorities/sign_in.html", form=form), 400
    with transaction():
        ask_for_link(form.email.data or "", path_within(form.next.data))
    return redirect(url_for("signing_in.sent"))


@blueprint.get("/sign-in/sent")
@anyone
def sent() -> ResponseReturnValue:
    """Say where to look for the link."""
    return render_template("authorities/sign_in_sent.html", minutes=LINK_MINUTES, shows_mailbox=settings.shows_mailbox)


@blueprint.get("/sign-in/link/<token>")
@anyone
def arrive(token: str) -> ResponseReturnValue:
    """Open the emailed link: nothing is used up yet."""
    try:
        return arrive_by_link(PURPOSE, token, url_for("signing_in.confirm"))
    except NotFound:
        return render_template("authorities/link_spent.html", minutes=LINK_MINUTES), 404


@blueprint.get("/sign-in/confirm")
@anyone
def confirm() -> ResponseReturnValue:
    """The page with the button that signs in."""
    if link_token(PURPOSE) is None:
        return redirect(url_for("signing_in.ask"))
    return render_template("authorities/sign_in_confirm.html")


@blueprint.post("/sign-in/confirm")
@anyone
def finish() -> ResponseReturnValue:
    """Use the link up and begin the session."""
    token = link_token(PURPOSE)
    try:
        with transaction():
            secret, onward = use_link(token or "")
    except NotFound:
        page = render_template("authorities/link_spent.html", minutes=LINK_MINUTES)
        return page, 404
    response = redirect(onward or AFTER_SIGNING_IN)
    set_private_cookie(response, SESSION_COOKIE, secret, settings.session_hours * 60 * 60)
    leave_link(response, PURPOSE)
    return response


@blueprint.get("/sign-out")
@anyone
def leaving() -> ResponseReturnValue:
    """The page with the button that signs out."""
    if current_viewer() is None:
        return redirect(url_for("signing_in.ask"))
    return render_template("authorities/sign_out.html")


@blueprint.post("/sign-out")
@anyone
def sign_out() -> ResponseReturnValue:
    """End the session of this browser."""
    secret = request.cookies.get(SESSION_COOKIE)
    if secret:
        with transaction():
            end_session(secret)
    response = redirect(url_for("signing_in.ask"))
    response.delete_cookie(SESSION_COOKIE)
    return response
