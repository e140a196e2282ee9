"""What the designer's pages share: who may open a form, keeping a change, and saying that somebody else was first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from authorities.access import officers, signed_in_viewer
from authorities.models import Officer
from authorities.permissions import Role
from authorities.publishing import authority_by_key
from foundation.database import db, transaction
from foundation.errors import Invalid, NotFound
from webform.checker import Fault
from webform.definition import WrittenForm
from webform.designer.parts import Data, stamp_of
from webform.designer.plain_words import asked_words, page_title
from webform.designer_drafts import Working, change, working_on
from webform.publishing import SYSTEM

blueprint = Blueprint("forms", __name__, url_prefix="/forms", template_folder="../../templates")

ROLES = (Role.FORM_DESIGNER, Role.ADMINISTRATOR)
designers = officers(*ROLES)

Read = Callable[[Data], Any]
"""The part of a form's data that a page shows and changes."""


@dataclass(frozen=True)
class Collision:
    """Somebody else changed the same part first: what they did, newest last, and whether the part is gone."""

    changes: tuple[Mapping[str, Any], ...]
    is_gone: bool = False


@dataclass(frozen=True)
class Mark:
    """What a page was drawn from: the draft's edition, and a mark of the part shown."""

    edition: int
    stamp: str

    @classmethod
    def of(cls, working: Working, read: Read) -> "Mark":
        """The mark to draw into a page."""
        return cls(working.edition, stamp_of(read(working.data)))

    @classmethod
    def of_all(cls, working: Working) -> "Mark":
        """The mark of a page that acts on the whole draft: by all it says, for a later one counts from 1 again."""
        return cls(working.edition, stamp_of([str(working.live.id), working.data]))

    @classmethod
    def sent(cls) -> "Mark":
        """The mark that came back with what was sent."""
        edition = request.form.get("edition", "")
        return cls(int(edition[:9]) if edition.isascii() and edition.isdecimal() else 0, request.form.get("stamp", ""))


def open_form(authority_key: str, form_key: str, *, lock: bool = False) -> Working:
    """The form, for somebody who may change this authority's forms. Raises ``NotFound`` for anybody else."""
    authority = authority_by_key(authority_key)
    if not signed_in_viewer().has_any(ROLES, authority.id):
        raise NotFound("There is no such form here.")
    g.authority_key = authority.key
    return working_on(authority, form_key, lock=lock)


def keep(authority_key: str, form_key: str, read: Read, edit: Callable[[Data], Data]) -> Collision | None:
    """Keep a change to a part of the form, unless somebody else changed that part since it was shown.

    Raises ``Invalid`` for what the form cannot be.
    """
    mark = Mark.sent()
    with transaction():
        working = open_form(authority_key, form_key, lock=True)
        try:
            is_same = stamp_of(read(working.data)) == mark.stamp
        except NotFound:
            return Collision(tuple(working.changed_since(mark.edition)), is_gone=True)
        if not is_same:
            return Collision(tuple(working.changed_since(mark.edition)))
        change(working, edit(working.data), signed_in_viewer().actor)
    return None


def changed_meanwhile(working: Working) -> Collision | None:
    """What somebody did since a page was drawn that acts on the whole draft; None where it is as it was."""
    sent = Mark.sent()
    return None if sent == Mark.of_all(working) else Collision(tuple(working.changed_since(sent.edition)))


def act(
    authority_key: str, form_key: str, read: Read, edit: Callable[[Data], Data], done: str, onward: Response
) -> ResponseReturnValue:
    """Do something that was asked with one button, and go on; say so where somebody else was first."""
    open_form(authority_key, form_key)  # refuses whoever may not open it, before what is gone is only told
    try:
        collision = keep(authority_key, form_key, read, edit)
    except (Invalid, NotFound) as refused:
        flash(refused.message)
        return onward
    if collision is None:
        flash(done)
        return onward
    return show(open_form(authority_key, form_key), "collision.html", "forms.form", collision=collision), 409


def gone(authority_key: str, form_key: str, collision: Collision) -> ResponseReturnValue:
    """The part somebody was changing is gone: who took it away, and what was typed, to be copied."""
    typed = [
        words
        for name, words in request.form.items(multi=True)
        if name not in ("csrf_token", "edition", "stamp", "act") and words.strip()
    ]
    working = open_form(authority_key, form_key)
    return show(working, "collision.html", "forms.form", collision=collision, typed=typed), 409


def to_form(authority_key: str, form_key: str, endpoint: str = "forms.form", anchor: str = "", **more: Any) -> Response:
    """Go to a page of the designer of this form."""
    path = url_for(endpoint, authority_key=authority_key, form_key=form_key, _anchor=anchor or None, **more)
    return redirect(path, 303)


def show(working: Working, template: str, here: str, **values: Any) -> str:
    """Draw a page of the designer; ``here`` is the endpoint that the navigation marks."""
    at = {"authority_key": working.authority.key, "form_key": working.key}
    faults = working.faults()
    return render_template(
        f"webform/designer/{template}",
        working=working,
        at=at,
        here=here,
        faults=faults,
        address_of=lambda fault: address_of(fault, at),
        name_of=lambda fault: name_of(fault, working.form),
        who=who,
        moment_of=datetime.fromisoformat,
        **values,
    )


def address_of(fault: Fault, at: Mapping[str, Any]) -> str:
    """The page of the designer where a fault can be mended."""
    if fault.part == "question":
        return url_for("forms.question", path=fault.place, **at)
    if fault.part == "page":
        return url_for("forms.page", page_key=fault.place, **at)
    if fault.part == "signpost":
        return url_for("forms.signpost", signpost_key=fault.place, **at)
    if fault.part in ("start", "check", "sent"):
        return url_for("forms.words", part=fault.part, **at)
    return url_for("forms.form", **at)


def name_of(fault: Fault, form: WrittenForm) -> str:
    """The place of a fault as the team knows it."""
    if fault.part == "question":
        return next(
            (asked_words(question) for question in form.questions() if question.key == fault.place), fault.place
        )
    page = form.page(fault.place) if fault.part == "page" else None
    signpost = form.signpost(fault.place) if fault.part == "signpost" else None
    if page is not None:
        return page_title(page, form)
    return signpost.title if signpost is not None and signpost.title else fault.place


def who(actor: str) -> str:
    """The name of whoever did something."""
    kind, _, officer_id = actor.partition(":")
    if kind == "officer":
        officer = db.session.get(Officer, UUID(officer_id))
        return officer.name if officer else "Somebody who no longer works here"
    return "Redress, as shipped" if actor == SYSTEM else actor
