"""The team's lists, the work raised for it, and search. What was searched for never stands in an address."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from authorities.access import officers, signed_in, signed_in_viewer
from authorities.permissions import Role, Viewer
from cases.lists import LISTS, PAGE, counts, found, rows, work_to_do
from cases.unfinished import count_unfinished
from cases.views.desk.pages import blueprint
from foundation.clock import business_now, london_day


class SearchForm(FlaskForm):
    """One box for whatever the officer knows."""

    words = StringField(
        "Find a case",
        [
            InputRequired("Enter part of a name, a reference, a telephone number, a postcode or a date of birth"),
            Length(max=200, message="Enter no more than 200 letters"),
        ],
        description="Part of a name, a reference, telephone, postcode, or a date of birth like 2015-06-14",
    )


@blueprint.get("/")
@signed_in
def home() -> ResponseReturnValue:
    """To the list that this officer works from."""
    viewer = signed_in_viewer()
    if viewer.has(Role.COMPLAINTS_OFFICER):
        return redirect(url_for("desk.show_list", key="to-confirm"))
    if viewer.has_any((Role.RESPONDING_MANAGER, Role.SENIOR_MANAGER)):
        return redirect(url_for("manager.waiting"))
    if viewer.has(Role.REPORT_READER):
        return redirect(url_for("reports.index"))
    return redirect(url_for("administration.officers_list"))


@blueprint.get("/lists/<key>")
@officers(Role.COMPLAINTS_OFFICER)
def show_list(key: str) -> ResponseReturnValue:
    """One list, fifty cases a page."""
    if key not in LISTS:
        abort(404)
    viewer, today = signed_in_viewer(), london_day(business_now())
    page = max(1, request.args.get("page", 1, type=int))
    shown = rows(viewer, key, today, page)
    return render_template(
        "desk/list.html",
        title=LISTS[key],
        rows=shown,
        side=sides(viewer, key),
        today=today,
        page=page,
        last=page + 1 if len(shown) == PAGE else page,
        address=url_for("desk.show_list", key=key),
        form=SearchForm(),
    )


@blueprint.get("/work")
@officers(Role.COMPLAINTS_OFFICER)
def show_work() -> ResponseReturnValue:
    """What the machine has left for a person to do."""
    viewer = signed_in_viewer()
    today = london_day(business_now())
    return render_template(
        "desk/work.html", items=work_to_do(viewer), side=sides(viewer, "work"), today=today, form=SearchForm()
    )


@blueprint.post("/search")
@officers(Role.COMPLAINTS_OFFICER)
def search() -> ResponseReturnValue:
    """Cases that match; shown in answer to the POST, so that no name stands in an address."""
    viewer, form = signed_in_viewer(), SearchForm()
    shown = found(viewer, form.words.data or "") if form.validate_on_submit() else []
    status = 400 if form.errors else 200
    page = render_template(
        "desk/found.html", rows=shown, side=sides(viewer, ""), today=london_day(business_now()), form=form
    )
    return page, status


def sides(viewer: Viewer, current: str) -> list[dict[str, object]]:
    """The side navigation of the desk, with how much stands on each list."""
    numbers = counts(viewer, london_day(business_now()))
    items: list[dict[str, object]] = [
        {
            "text": name,
            "href": url_for("desk.show_list", key=key),
            "count": numbers[key],
            "current": key == current,
        }
        for key, name in LISTS.items()
    ]
    work = {
        "text": "Work",
        "href": url_for("desk.show_work"),
        "count": len(work_to_do(viewer)),
        "current": current == "work",
    }
    begun = {
        "text": "Unfinished intake",
        "href": url_for("desk.show_unfinished"),
        "count": count_unfinished(viewer),
        "current": current == "unfinished",
    }
    return [items[0], work, begun, *items[1:]]
