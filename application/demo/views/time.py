"""Business time as an administrator of the demonstration sees and moves it. Refused everywhere else."""

from datetime import date, datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import func, select
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from application.demo.moving import move_time_to
from application.template_filters import moment
from authorities.access import officers
from authorities.permissions import Role
from foundation.calendar import working_day_after
from foundation.clock import at_nine, business_now, london_day
from foundation.database import db
from foundation.day_field import DayField
from foundation.errors import NotAllowed
from foundation.holidays import current_table
from foundation.performing import next_due
from foundation.settings import settings
from foundation.tasks import Task

blueprint = Blueprint("demo_time", __name__, template_folder="../templates")

PATIENCE = 20.0
"""Seconds one press of the button may take; a longer move stops on the way and says where."""

FURTHEST = timedelta(days=366)
NEXT_DUE, NEXT_DAY, NEXT_WEEK, A_DAY = "next-due", "next-day", "next-week", "a-day"


class TimeForm(FlaskForm):
    """How far to go."""

    to = RadioField(
        "Move time to",
        choices=[
            SelectChoice(NEXT_DUE, "The next moment at which something is due"),
            SelectChoice(NEXT_DAY, "Nine in the morning of the next working day"),
            SelectChoice(NEXT_WEEK, "Nine in the morning, five working days on"),
            SelectChoice(A_DAY, "Nine in the morning of a day you choose"),
        ],
        default=NEXT_DAY,
    )
    on = DayField("Day", what="the day", example="27 3 2027")


@blueprint.get("/desk/time")
@officers(Role.ADMINISTRATOR)
def show() -> ResponseReturnValue:
    """What time it is, what is due next, and how far it may be moved."""
    _refuse_outside_the_demo()
    return _page(TimeForm())


@blueprint.post("/desk/time")
@officers(Role.ADMINISTRATOR)
def move() -> ResponseReturnValue:
    """Move time on, doing everything due on the way."""
    _refuse_outside_the_demo()
    form = TimeForm()
    target = _target(form) if form.validate() else None
    if target is None:
        return _page(form), 400
    reached = move_time_to(target, PATIENCE)
    if reached < target:
        flash(f"It is now {moment(reached)}. There is much to do on the way, so time stopped there. Move it again.")
    else:
        flash(f"It is now {moment(reached)}. Everything due by then has been done.")
    return redirect(url_for("demo_time.show"))


def _page(form: TimeForm) -> str:
    coming = (
        select(Task.due_at, func.count())
        .where(Task.settled_at.is_(None), Task.due_at > business_now())
        .group_by(Task.due_at)
        .order_by(Task.due_at)
        .limit(10)
    )
    return render_template("demo/time.html", form=form, now=business_now(), coming=db.session.execute(coming).all())


def _target(form: TimeForm) -> datetime | None:
    """The moment asked for; none where the form now says what is wrong."""
    today = london_day(business_now())
    match form.to.data:
        case "next-due":
            return next_due() or business_now()
        case "next-day":
            return at_nine(working_day_after(today, 1, current_table()))
        case "next-week":
            return at_nine(working_day_after(today, 5, current_table()))
        case _:
            return _chosen_day(form, today)


def _chosen_day(form: TimeForm, today: date) -> datetime | None:
    chosen = form.on.data
    if chosen is None:
        form.on.errors = ("Enter the day to move to, like 27 3 2027",)
    elif at_nine(chosen) <= business_now():
        form.on.errors = ("Enter a day that is still to come: time cannot go back",)
    elif chosen > today + FURTHEST or chosen > current_table().last:
        form.on.errors = ("Enter a day within the next year",)
    else:
        return at_nine(chosen)
    return None


def _refuse_outside_the_demo() -> None:
    if not settings.is_demo:
        raise NotAllowed("Time can be moved only in the demo.")
