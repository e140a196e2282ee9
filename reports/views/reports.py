"""The list of reports, each on a page with its chart and tables, and its files to keep."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from authorities.access import officers, signed_in_viewer
from authorities.models import Authority
from authorities.permissions import Role
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.errors import Invalid, NotAllowed
from reports.catalogue import ENTRIES, FORMATS, entry, file_format
from reports.period import Period, between, financial_year
from reports.renderers import html
from reports.runs import build_report
from reports.views.choosing import chosen_period, period_form

blueprint = Blueprint("reports", __name__, template_folder="../templates", url_prefix="/reports")

READERS = (Role.REPORT_READER, Role.COMPLAINTS_OFFICER, Role.SENIOR_MANAGER, Role.ADMINISTRATOR)


@blueprint.get("/")
@officers(*READERS)
def index() -> ResponseReturnValue:
    """Every report, with what it answers."""
    return render_template("reports/index.html", entries=ENTRIES)


@blueprint.get("/<name>")
@officers(*READERS)
def show(name: str) -> ResponseReturnValue:
    """One report over the period asked for, this financial year unless told otherwise."""
    wanted, today = entry(name), london_day(business_now())
    form = period_form(request.args, _readable(), today)
    period = chosen_period(form, today)
    if period is None:
        return render_template("reports/show.html", entry=wanted, form=form, report=None), 400
    authority = _authority(form.authority.data)
    g.authority_key = authority.key
    report = build_report(wanted, authority, period)
    files = [
        (known.name, url_for("reports.download", name=name, extension=known.extension, **_address(authority, period)))
        for known in FORMATS
    ]
    return render_template(
        "reports/show.html", entry=wanted, form=form, report=report, sections=html.sections(report), files=files
    )


@blueprint.get("/<name>/file.<extension>")
@officers(*READERS)
def download(name: str, extension: str) -> ResponseReturnValue:
    """The report as a file. Raises NotFound for an unknown report or format, Invalid for a bad period."""
    wanted, made_as = entry(name), file_format(extension)
    authority = _authority(request.args.get("authority", ""))
    period = _addressed_period(london_day(business_now()))
    written = made_as.render(build_report(wanted, authority, period))
    file_name = f"{authority.key}-{name}-{period.label.replace('/', '-').replace(' ', '-')}.{extension}"
    return Response(
        written, mimetype=made_as.mime, headers={"Content-Disposition": f'attachment; filename="{file_name}"'}
    )


def _readable() -> list[Authority]:
    """The authorities whose reports this officer may read, the default one first."""
    ids = signed_in_viewer().authorities(*READERS)
    found = select(Authority).where(Authority.id.in_(ids)).order_by(Authority.is_default.desc(), Authority.name)
    return list(db.session.scalars(found))


def _authority(key: str) -> Authority:
    """The authority of that key. Raises NotAllowed where the officer may not read its reports."""
    for authority in _readable():
        if authority.key == key:
            return authority
    raise NotAllowed("Your role does not open that council's reports.")


def _address(authority: Authority, period: Period) -> dict[str, Any]:
    if period.label.count("/") == 1:
        return {"authority": authority.key, "year": period.label}
    return {"authority": authority.key, "from": period.first_on.isoformat(), "to": period.last_on.isoformat()}


def _addressed_period(today: date) -> Period:
    if year := request.args.get("year"):
        return financial_year(year, today)
    try:
        first, last = (date.fromisoformat(request.args.get(end, "")) for end in ("from", "to"))
    except ValueError:
        raise Invalid("Choose a financial year, or two dates.") from None
    return between(first, last, today)
