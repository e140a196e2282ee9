"""Changing how somebody is reached, and withdrawing, once a person has confirmed it with them.

Asked for by link, either is only a request: whoever holds the link may not be who it was sent to. An officer confirms
it over a way that was held before, and carries it out, or leaves everything as it is. What a child asks for needs
their advocate, or that one was offered to them and by whom. Must not know pages, nor take a new way as proof of itself.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from sqlalchemy import select

from cases import changes_told
from cases.act_given import Given
from cases.acting import ask_or_do
from cases.actors import by_officer
from cases.calls import call_of
from cases.conflicts import refuse_if_named
from cases.models import Case, ChangeRequest, Note, Person
from cases.recipients import complainant_of, wishes_of
from cases.saying import say
from cases.searching import hashes_of_routes
from cases.turns import take_turn
from cases.wishes import may_be_rung
from cases.work import finish_work_of_source
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.errors import Conflict, Invalid, NotFound
from notifications.outgoing import send_elsewhere, usable_email

WORK_CHANGE = "person-asks-change"
Kind = Literal["contact", "withdraw"]
UNDONE = ("not-confirmed", "refused")
ADVOCATE = ("took-part", "offered")


@dataclass(frozen=True)
class Routes:
    """How somebody is reached, and what is safe on the way. Empty is ``None``."""

    email: str | None = None
    phone: str | None = None
    postal_address: str | None = None
    contact_through: str | None = None
    preferred_channel: str | None = None
    may_leave_message: bool = False
    may_write: bool = False
    safe_notes: str | None = None


@dataclass(frozen=True)
class Confirmed:
    """That it was confirmed with them: on which day in London, by which way held before.

    ``advocate`` and its words are for young people alone.
    """

    on: date
    by: str
    advocate: str | None = None
    advocate_words: str = ""


def ask(case: Case, kind: Kind, note: Note) -> ChangeRequest:
    """Keep a request, in the words of ``note``."""
    request = ChangeRequest(
        data_key=case.data_key,
        authority_id=case.authority_id,
        case_id=case.id,
        kind=kind,
        note_id=note.id,
        asked_at=business_now(),
        state="asked",
    )
    db.session.add(request)
    db.session.flush()
    return request


def request_on(case: Case, request_id: UUID) -> ChangeRequest:
    """One request on a case. Raises ``NotFound``."""
    request = db.session.get(ChangeRequest, request_id)
    if request is None or request.case_id != case.id:
        raise NotFound("There is no such request on this case.")
    return request


def waiting_requests(case_id: UUID) -> list[ChangeRequest]:
    """The requests that nobody has settled yet, the oldest first."""
    asked = select(ChangeRequest).where(ChangeRequest.case_id == case_id, ChangeRequest.state == "asked")
    return list(db.session.scalars(asked.order_by(ChangeRequest.asked_at)))


def routes_of(person: Person) -> Routes:
    """How somebody is reached now."""
    return Routes(**{name: getattr(person, name) for name in Routes.__dataclass_fields__})


def ways_held(person: Person) -> tuple[str, ...]:
    """The ways by which something may be confirmed with somebody: those held that they may be reached by, and face to
    face."""
    held = {
        "call": person.phone if may_be_rung(wishes_of(person)) else None,
        "email": person.email,
        "letter": person.postal_address if person.may_write else None,
        "through-somebody": person.contact_through,
        "meeting": "always",
    }
    return tuple(way for way, kept in held.items() if kept)


def change_contact(
    case: Case, request: ChangeRequest, officer_id: UUID, confirmed: Confirmed, routes: Routes, *, tell_old: bool
) -> None:
    """Reach somebody by ``routes`` from now on, on each case they told us of; every earlier link ends, and what has not
    left yet goes the new way.

    The new way is told, with a new link; the old one too where ``tell_old`` says that this is safe, without a word on
    the new. Publishes ``contact.changed``. Raises ``Invalid`` for what was not confirmed, for an email address that
    cannot be one, or where nothing differs; ``Conflict`` if the request is settled.
    """
    _begin(case, request, officer_id, "contact")
    person = db.session.get_one(Person, case.complainant_id)
    _check(case, request, person, confirmed)
    if routes.email and usable_email(routes.email) is None:
        raise Invalid("Enter an email address like name@example.com, or leave it blank", field="email")
    before = routes_of(person)
    changed = sorted(name for name, held in asdict(before).items() if held != getattr(routes, name))
    if not changed:
        raise Invalid("Change at least one of the details, or say that nothing changes", field="email")
    old = complainant_of(case)
    request.before = asdict(before)
    for name in changed:
        setattr(person, name, getattr(routes, name))
    theirs = _cases_of(person)
    for one in theirs:
        one.search = sorted(set(one.search) - _hashes(before) | _hashes(routes))
        _end_links(one)
    _settle(case, request, officer_id, "done", confirmed)
    db.session.flush()
    for one in theirs:
        db.session.refresh(one, ["complainant"])
        send_elsewhere(one.id, complainant_of(one))
    changes_told.tell_new_way(case, request)
    if tell_old:
        changes_told.tell_old_way(case, request, old)
    told = {"request_id": str(request.id), "changed": ", ".join(changed).replace("_", " ")}
    say(case, "contact.changed", told | {"confirmed_by": confirmed.by}, by_officer(officer_id))


def withdraw(case: Case, request: ChangeRequest, officer_id: UUID, confirmed: Confirmed) -> None:
    """Close a case as withdrawn: it still counts, and the flow that hears of it confirms it in writing.

    They may say so at any time, in speech or in writing. Raises as ``change_contact``.
    """
    _begin(case, request, officer_id, "withdraw")
    _check(case, request, db.session.get_one(Person, case.complainant_id), confirmed)
    _settle(case, request, officer_id, "done", confirmed)
    said = Given(
        on=confirmed.on,
        way=confirmed.by,
        advocate=confirmed.advocate or "",
        advocate_words=confirmed.advocate_words,
    )
    ask_or_do(case, "withdraw", officer_id, said)


def leave_as_it_is(case: Case, request: ChangeRequest, officer_id: UUID, outcome: str, reason: str) -> None:
    """Change nothing, because it could not be confirmed or is refused; they are told the way held before.

    Publishes ``change.not-made``. Raises ``Invalid`` without a reason, ``Conflict`` if the request is settled.
    """
    _begin(case, request, officer_id, request.kind)
    if outcome not in UNDONE:
        raise Invalid("Choose what came of it", field="outcome")
    if not reason.strip():
        raise Invalid("Write why nothing changes", field="reason")
    request.reason = reason.strip()
    _settle(case, request, officer_id, outcome)
    changes_told.tell_nothing_changed(case, request)
    say(case, "change.not-made", {"request_id": str(request.id), "outcome": outcome}, by_officer(officer_id))


def _begin(case: Case, request: ChangeRequest, officer_id: UUID, kind: str) -> None:
    take_turn(case, request)
    refuse_if_named(officer_id, case.id)
    if request.state != "asked" or request.kind != kind:
        raise Conflict("Somebody has settled this request already.")


def _check(case: Case, request: ChangeRequest, person: Person, confirmed: Confirmed) -> None:
    if not london_day(request.asked_at) <= confirmed.on <= london_day(business_now()):
        raise Invalid("Enter the day you confirmed it with them, not before they asked and not after today", field="on")
    if confirmed.by not in ways_held(person):
        raise Invalid("Choose the way, held before they asked, by which you confirmed it", field="by")
    if not case.is_young_person:
        return
    if confirmed.advocate not in ADVOCATE:
        raise Invalid("Say whether their advocate took part, or that they were offered one", field="advocate")
    if not confirmed.advocate_words.strip():
        raise Invalid("Write which advocate took part, or who offered one", field="advocate_words")


def _settle(
    case: Case, request: ChangeRequest, officer_id: UUID, state: str, confirmed: Confirmed | None = None
) -> None:
    request.state = state
    request.decided_at, request.decided_by_id = business_now(), officer_id
    if confirmed is not None:
        request.confirmed_on, request.confirmed_by = confirmed.on, confirmed.by
    if confirmed is not None and case.is_young_person:
        request.advocate, request.advocate_words = confirmed.advocate, confirmed.advocate_words.strip()
    finish_work_of_source(WORK_CHANGE, request.id, by_officer(officer_id))


def _cases_of(person: Person) -> list[Case]:
    """Every case this person told us of: the parts of a matter that was split have one."""
    return list(db.session.scalars(select(Case).where(Case.complainant_id == person.id).order_by(Case.id)))


def _hashes(routes: Routes) -> set[int]:
    return hashes_of_routes(routes.phone, routes.email, routes.postal_address)


def _end_links(case: Case) -> None:
    """What was sent the old way opens nothing any more."""
    case.link_generation += 1
    call_back = call_of(case.id)
    if call_back is not None:
        call_back.link_generation += 1
