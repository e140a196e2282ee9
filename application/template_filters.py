"""Words for days and moments, and what templates need to know about a form.

Registered on the Jinja environment by ``application.pages``. Holds no wording of its own beyond dates.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from flask import Flask
from wtforms import Field, Form
from wtforms.fields import (
    BooleanField,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    SubmitField,
    TextAreaField,
)

from foundation.clock import LONDON
from foundation.day_field import DayField
from foundation.day_words import full_day
from foundation.refusals import said_size

KINDS: tuple[tuple[type[Field], str], ...] = (
    (DayField, "day"),
    (RadioField, "radios"),
    (SelectMultipleField, "checkboxes"),
    (SelectField, "select"),
    (TextAreaField, "textarea"),
    (BooleanField, "checkbox"),
    (FileField, "file"),
    (HiddenField, "hidden"),
    (PasswordField, "password"),
    (SubmitField, "submit"),
)

FATE_COLOURS = {
    "sent": "green", "posted": "green", "failed": "red", "uncertain": "orange", "held": "yellow", "to-print": "blue"
}  # fmt: skip


def day(value: date | datetime | None) -> str:
    """``Friday 4 December 2026``. A moment is shown as its day in London; nothing is shown for nothing."""
    if value is None:
        return ""
    return full_day(_london_date(value))


def short_day(value: date | datetime | None) -> str:
    """``4 Dec 2026``, for tables."""
    if value is None:
        return ""
    on = _london_date(value)
    return f"{on.day} {on:%b %Y}"


def moment(value: datetime | None) -> str:
    """``4 December 2026 at 9:00am``, London time."""
    if value is None:
        return ""
    at = value.astimezone(LONDON)
    return f"{at.day} {at:%B %Y} at {_time_of_day(at)}"


def full_moment(value: datetime) -> str:
    """``Friday 4 December 2026 at 9:00am``, London time."""
    return f"{day(value)} at {_time_of_day(value.astimezone(LONDON))}"


def field_kind(field: Field) -> str:
    """Which of the macros draws this WTForms field: ``text`` unless it is one of the others."""
    return next((kind for kind_of, kind in KINDS if isinstance(field, kind_of)), "text")


def form_errors(form: Form | None) -> list[dict[str, str]]:
    """Every error of a form, nested ones too, as the items of an error summary: ``{"text", "href"}``."""
    if form is None:
        return []
    return [{"text": text, "href": f"#{anchor}"} for anchor, text in _errors_of(form)]


def form_has_errors(form: object) -> bool:
    """Whether the page title must begin with ``Error:``."""
    return isinstance(form, Form) and bool(form.errors)


def fate_colour(fate: str) -> str:
    """The colour of the badge that shows a message's fate."""
    return FATE_COLOURS.get(fate, "grey")


def _errors_of(form: Form) -> Iterator[tuple[str, str]]:
    for field in form:
        yield from _errors_of_field(field)


def _errors_of_field(field: Field) -> Iterator[tuple[str, str]]:
    if isinstance(field, FormField):
        yield from _errors_of(field.form)
    elif isinstance(field, FieldList):
        for entry in field.entries:
            yield from _errors_of_field(entry)
    anchor = field.first_wrong_id if isinstance(field, DayField) else field.id
    for text in _flat(field.errors):
        yield anchor, text


def _flat(errors: Sequence[object] | Mapping[str, object]) -> Iterator[str]:
    """Only a field's own words: errors of nested fields come as lists or mappings and are told by those fields."""
    if not isinstance(errors, Mapping):
        yield from (str(error) for error in errors if not isinstance(error, (list, tuple, Mapping)))


def _time_of_day(at: datetime) -> str:
    return f"{at.hour % 12 or 12}:{at:%M}{'am' if at.hour < 12 else 'pm'}"


def _london_date(value: date | datetime) -> date:
    return value.astimezone(LONDON).date() if isinstance(value, datetime) else value


def register_filters(app: Flask) -> None:
    """Make the filters and the form helpers known to every template."""
    app.jinja_env.filters.update(
        day=day, short_day=short_day, moment=moment, full_moment=full_moment, field_kind=field_kind, said_size=said_size
    )
    app.jinja_env.globals.update(form_errors=form_errors, form_has_errors=form_has_errors, fate_colour=fate_colour)
