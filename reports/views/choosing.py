"""The form that chooses an authority and a period, asked by GET so that a report has an address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField
from wtforms.fields.choices import SelectChoice

from authorities.models import Authority
from foundation.day_field import DayField
from foundation.errors import Invalid
from reports.period import Period, between, financial_year, recent_years

TWO_DATES = "dates"
YEARS_OFFERED = 13


class PeriodForm(Form):
    """Which authority, and a financial year or two dates."""

    authority = SelectField("Council")
    year = SelectField("Financial year", validate_choice=False)
    first = DayField("From", what="the first day", example="1 4 2026")
    last = DayField("To", what="the last day", example="30 6 2026")


def period_form(given: MultiDict[str, str], authorities: Sequence[Authority], today: date) -> PeriodForm:
    """The form over what was asked for, this year where nothing was."""
    form = PeriodForm(given)
    years = recent_years(today, YEARS_OFFERED)
    form.authority.choices = [SelectChoice(known.key, known.name) for known in authorities]
    form.year.choices = [*(SelectChoice(year, year) for year in years), SelectChoice(TWO_DATES, "Two dates, below")]
    if not form.year.data:
        form.year.data = years[0]
    if not form.authority.data:
        form.authority.data = authorities[0].key
    return form


def chosen_period(form: PeriodForm, today: date) -> Period | None:
    """The period asked for; none where the form now says what is wrong."""
    if not form.validate():
        return None
    try:
        if form.year.data != TWO_DATES:
            return financial_year(form.year.data, today)
        return _two_dates(form, today)
    except Invalid as error:
        field = form.last if error.field == "to" else form.first if form.year.data == TWO_DATES else form.year
        field.errors = (error.message,)
        return None


def _two_dates(form: PeriodForm, today: date) -> Period | None:
    first, last = form.first.data, form.last.data
    if first is not None and last is not None:
        return between(first, last, today)
    for field in (form.first, form.last):
        if field.data is None:
            field.errors = (f"Enter {field.what}, like {field.example}",)
    return None
