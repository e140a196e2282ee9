"""The same person or child in two cases: proposed while an officer types, and beside a case that has come in.

Reads only, and only cases the officer may open: by the keyed hashes that search goes by, each hit held against the
words themselves. Must not link anything: that is an officer's to say (``cases.linking``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import or_, select

from authorities.permissions import Viewer
from cases.access import seen_by
from cases.lists import not_named
from cases.models import Case
from cases.searching import email_hashes, exact_hashes, telephone_hashes
from foundation.database import db
from foundation.folding import folded_words
from foundation.words import SHORTEST_PREFIX, query_hashes

MOST = 10
LOOKED_AT = 60
"""The newest cases that are held against what was typed: a common name has many more."""


@dataclass(frozen=True)
class Sought:
    """What is known of the people so far; ``children`` are pairs of a name and a date of birth as typed."""

    name: str = ""
    email: str = ""
    phone: str = ""
    children: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Alike:
    """A case, and what in it is the same: words for an officer."""

    case: Case
    what: tuple[str, ...]


@dataclass(frozen=True)
class _Fact:
    label: str
    hashes: frozenset[int]
    words: tuple[str, ...] = field(default=())
    """For a name: its folded words, of which the last may be half typed."""


def alike(viewer: Viewer, sought: Sought, besides: Sequence[UUID] = ()) -> list[Alike]:
    """Cases with the same person or child, those with most in common first; at most ten."""
    facts = [fact for fact in _facts(sought) if fact.hashes]
    if not facts:
        return []
    query = (
        select(Case)
        .where(Case.authority_id.in_(seen_by(viewer)), not_named(viewer.officer_id), Case.id.not_in(besides))
        .where(or_(*(Case.search.contains(sorted(fact.hashes)) for fact in facts)))
        .order_by(Case.received_at.desc())
        .limit(LOOKED_AT)
    )
    found = [Alike(case, tuple(_same(case, facts))) for case in db.session.scalars(query)]
    ranked = sorted((one for one in found if one.what), key=lambda one: len(one.what), reverse=True)
    return ranked[:MOST]


def sought_in(case: Case) -> Sought:
    """What a case itself knows of its people."""
    person = case.complainant
    return Sought(
        name=person.name or "",
        email=person.email or "",
        phone=person.phone or "",
        children=tuple((child.name or "", child.date_of_birth or "") for child in case.children),
    )


def _facts(sought: Sought) -> Iterator[_Fact]:
    yield _Fact("email", frozenset(email_hashes(sought.email)))
    yield _Fact("telephone", frozenset(telephone_hashes(sought.phone)))
    yield _name("name", sought.name)
    for name, date_of_birth in sought.children:
        yield _name("child's name", name)
        yield _Fact("child's date of birth", frozenset(exact_hashes(date_of_birth)))


def _name(label: str, name: str) -> _Fact:
    """Beginnings of words are kept from three letters up, so shorter ones wait until the words are held together."""
    words = folded_words(name)
    sought = " ".join(word for word in words if len(word) >= SHORTEST_PREFIX)
    if not sought and len(words) > 1:
        sought = name
    return _Fact(label, frozenset(query_hashes(sought)), words)


def _same(case: Case, facts: Sequence[_Fact]) -> Iterator[str]:
    kept = frozenset(case.search)
    for label in dict.fromkeys(fact.label for fact in facts):
        if any(fact.hashes <= kept and _is_so(case, fact) for fact in facts if fact.label == label):
            yield label


def _is_so(case: Case, fact: _Fact) -> bool:
    """Search finds a name whoever bears it; this holds the person's against the person's, a child's against theirs."""
    if not fact.words:
        return True
    names = [case.complainant.name] if fact.label == "name" else [child.name for child in case.children]
    return any(_begins(folded_words(name or ""), fact.words) for name in names)


def _begins(words: tuple[str, ...], typed: tuple[str, ...]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in typed)
