"""Answers on their way: rows found by a secret in a cookie, sealed, gone when they expire.

A draft keeps everything that was typed, also on pages that an earlier answer has since made irrelevant, so that
changing one's mind back loses nothing; what is sent is only what counts (``webform.journey``). Two tabs write to one
draft, each only the page it shows. Must not know requests, cookies or what becomes of a submission.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import select
from wtforms import Form

from foundation.clock import business_now, london_day, london_time
from foundation.conditions import Value
from foundation.database import db
from foundation.encryption import new_data_key
from foundation.settings import settings
from foundation.tasks import later
from webform.checker import FROM_DRAFT
from webform.definition import Choice, FormDefinition, Page, Then
from webform.journey import Journey
from webform.kinds import KINDS, Problem, value_of
from webform.models import Draft
from webform.page_form import form_class as make_form_class
from webform.page_form import problems_on
from webform.publishing import PublishedForm, form_of, live_form, with_lists

FORGET = "webform.forget-draft"
"""The work of ``webform.forgetting``: owed from the first answer on."""

Choices = Mapping[str, Sequence[tuple[str, str]]]
"""Question key → (value, label) of each choice that only this draft offers."""


@dataclass(frozen=True)
class Filling:
    """A form with what has been filled in so far; of a draft, or of nobody yet."""

    form: PublishedForm
    answers: Mapping[str, Any] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()
    known: Mapping[str, Value] = field(default_factory=dict)
    choices: Choices = field(default_factory=dict)
    mark: str = ""
    """Of the draft it is of, so that what is typed on its page lands in no other; empty before the first answer."""

    @cached_property
    def definition(self) -> FormDefinition:
        """The form as this person sees it, with the choices only they are offered."""
        if not self.choices:
            return self.form.definition
        return offered(self.form.definition, self.choices)

    @cached_property
    def journey(self) -> Journey:
        """The way through it, as far as it goes."""
        return Journey(self.definition, self.answers, value_of, self.seen, self.known)

    def form_class(self, page: Page) -> type[Form]:
        """The WTForms class of a page, made for this person where the choices are theirs alone."""
        return make_form_class(page) if self.choices else self.form.form_class(page)

    def problems(self, page: Page) -> list[Problem]:
        """What is wrong with the answers kept for a page."""
        return problems_on(page, self.answers, self.journey.values)

    def first_unfinished(self) -> str | None:
        """The first page not gone on from or with something wrong on it; ``None`` when all can be sent."""
        return next((page.key for page in self.journey.pages if page.key not in self.seen or self.problems(page)), None)


def begin(
    form_key: str,
    authority_id: UUID,
    *,
    about: tuple[str, UUID] | None = None,
    known: Mapping[str, str] | None = None,
    choices: Choices | None = None,
    answers: Mapping[str, Any] | None = None,
    secret: str | None = None,
) -> tuple[Draft, str]:
    """Begin a draft on the live version of a form; gives it and the secret for the cookie.

    ``about`` is what it concerns, ``known`` the values its conditions may use unasked, ``choices`` what it offers to
    this person alone, ``answers`` what they said elsewhere (each page is still shown), ``secret`` one made before by
    ``new_secret``. Raises ``NotFound``.
    """
    form = live_form(authority_id, form_key)
    at = business_now()
    secret = secret or new_secret()
    draft = Draft(
        authority_id=authority_id,
        data_key=new_data_key("answers"),
        form_version_id=form.version_id,
        form_key=form_key,
        secret_hash=_hashed(secret),
        about_type=about[0] if about else None,
        about_id=about[1] if about else None,
        began_at=at,
        expires_at=expiry_after(at),
    )
    # What is kept apart stays with the draft it was given to.
    asked = {question.key for question in form.definition.questions() if not KINDS[question.kind].is_kept_apart}
    draft.content = {
        "answers": {key: answer for key, answer in (answers or {}).items() if key in asked},
        "seen": [],
        "known": dict(known or {}),
        "choices": {key: [list(choice) for choice in given] for key, given in (choices or {}).items()},
    }
    db.session.add(draft)
    db.session.flush()
    later(FORGET, draft.id, due_at=draft.expires_at, authority_id=authority_id)
    return draft, secret


def new_secret() -> str:
    """A secret that opens one draft."""
    return secrets.token_urlsafe(24)


def find(
    secret: str, authority_id: UUID, form_key: str, *, at: datetime | None = None, lock: bool = False
) -> Draft | None:
    """The draft that this secret opens, for this form; ``None`` if there is none or it has expired.

    ``at`` is business time, now unless given. ``lock`` keeps the other tab waiting until this transaction ends.
    """
    query = select(Draft).where(
        Draft.secret_hash == _hashed(secret), Draft.authority_id == authority_id, Draft.form_key == form_key
    )
    if lock:
        query = query.with_for_update(of=Draft).execution_options(populate_existing=True)
    draft = db.session.scalar(query)
    return None if draft is None or draft.expires_at <= (at or business_now()) else draft


def filling_of(draft: Draft) -> Filling:
    """What a draft holds. One that was sent holds nothing any more."""
    content = draft.content or {"answers": {}, "seen": [], "known": {}, "choices": {}}
    return Filling(
        form_of(draft.form_version_id),
        content["answers"],
        frozenset(content["seen"]),
        content["known"],
        content["choices"],
        draft.id.hex,
    )


def keep(draft: Draft, page: Page, answers: Mapping[str, Any], *, is_done: bool = True) -> Filling:
    """Keep a page's answers; ``is_done`` when the person goes on from it. Gives the form as it now stands."""
    content = draft.content
    content["answers"] |= answers
    if is_done and page.key not in content["seen"]:
        content["seen"].append(page.key)
    draft.content = content
    draft.expires_at = expiry_after(business_now())
    return filling_of(draft)


def let_go(secret: str) -> None:
    """Forget at once the draft that this secret opens, because its writer left.

    One that was sent stays, and so does one that its writer was sent a link to.
    """
    draft = db.session.scalar(select(Draft).where(Draft.secret_hash == _hashed(secret)).with_for_update(of=Draft))
    if draft is None or draft.submission_id is not None or draft.return_email_sealed is not None:
        return
    draft.expires_at = business_now()
    later(FORGET, draft.id, authority_id=draft.authority_id)


def carry_to(draft: Draft, rule: Then) -> tuple[Draft, str]:
    """Begin the form a rule leads to, with what was said here already; this draft stays as it is.

    Answers to questions of the same key go along, and those the rule names: each only to a question of the same kind,
    since no other could read it. Raises ``NotFound``.
    """
    filling, other = filling_of(draft), live_form(draft.authority_id, rule.form_key or "").definition
    asked_here = {question.key: question for question in filling.definition.questions()}
    carried: dict[str, Any] = {}
    for theirs in other.questions():
        ours = asked_here.get(rule.carry.get(theirs.key, theirs.key))
        if ours is not None and ours.kind == theirs.kind and ours.key in filling.answers:
            carried[theirs.key] = filling.answers[ours.key]
    about = (draft.about_type, draft.about_id) if draft.about_type and draft.about_id else None
    return begin(rule.form_key or "", draft.authority_id, about=about, answers=carried)


def offered(definition: FormDefinition, choices: Choices) -> FormDefinition:
    """The form with the choices that one draft alone offers."""
    return with_lists(
        definition,
        {
            f"{FROM_DRAFT}:{key}": [Choice(value=value, label=label) for value, label in given]
            for key, given in choices.items()
        },
    )


def expiry_after(at: datetime) -> datetime:
    """When a draft last touched at ``at`` is forgotten; business time.

    The last minute of a day in London: who is told a day may come on that day, whatever the hour.
    """
    return london_time(london_day(at) + timedelta(days=settings.draft_days), time(23, 59))


def renew_secret(draft: Draft) -> str:
    """A new secret for the cookie; the browser that held the old one no longer opens the draft."""
    secret = secrets.token_urlsafe(24)
    draft.secret_hash = _hashed(secret)
    return secret


def _hashed(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
