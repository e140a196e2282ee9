"""Nobody answers about themselves: who a case names may not open it, answer it or be chased about it.

Names that people give are matched to officers by folded words; an officer may correct a match. The
list of who may be asked instead is the caller's: this module only says who may not.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select

from authorities.models import Officer
from cases.actors import by_officer
from cases.models import Case, NamedPerson
from cases.saying import say
from foundation.database import db
from foundation.errors import NotAllowed
from foundation.folding import folded_words

TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr"})
NAMED = "You are named in this case, so you cannot open, answer or be asked about it."


def match_officers(names: Sequence[str]) -> dict[str, UUID]:
    """The officer each name most likely means; names that fit nobody, or several, are left out."""
    if not names:
        return {}
    officers = [
        (row.id, frozenset(folded_words(row.name)))
        for row in db.session.execute(select(Officer.id, Officer.name).where(Officer.is_active))
    ]
    found: dict[str, UUID] = {}
    for name in names:
        fitting = _fitting(frozenset(folded_words(name)) - TITLES, officers)
        if len(fitting) == 1:
            found[name] = fitting[0]
    return found


def named_officer_ids(case_id: UUID) -> frozenset[UUID]:
    """The officers whom the case is about, as far as they are known."""
    rows = db.session.scalars(
        select(NamedPerson.officer_id).where(NamedPerson.case_id == case_id, NamedPerson.officer_id.is_not(None))
    )
    return frozenset(row for row in rows if row is not None)


def is_named(officer_id: UUID, case_id: UUID) -> bool:
    """Whether the case is about this officer."""
    return officer_id in named_officer_ids(case_id)


def refuse_if_named(officer_id: UUID, case_id: UUID) -> None:
    """Raise ``NotAllowed`` when the case is about this officer."""
    if is_named(officer_id, case_id):
        raise NotAllowed(NAMED)


def first_free(candidates: Iterable[Officer | None], named: frozenset[UUID]) -> Officer | None:
    """The first candidate whom the case does not name, or None."""
    return next((one for one in candidates if one is not None and one.id not in named), None)


def name_officer(case: Case, officer: Officer, actor: str) -> None:
    """Record that the case is about an officer, once. Publishes ``conflict.recorded``."""
    if is_named(officer.id, case.id):
        return
    db.session.add(
        NamedPerson(
            data_key=case.data_key,
            authority_id=case.authority_id,
            case_id=case.id,
            officer_id=officer.id,
            name=officer.name,
            job=officer.job,
        )
    )
    _recorded(case, officer.id, actor)


def match_by_hand(case: Case, named: NamedPerson, officer_id: UUID | None, by_id: UUID) -> None:
    """Have an officer say whom a name means, or that it is nobody who works here."""
    named.officer_id = officer_id
    if officer_id is not None:
        _recorded(case, officer_id, by_officer(by_id))


def _recorded(case: Case, officer_id: UUID, actor: str) -> None:
    db.session.flush()
    say(case, "conflict.recorded", {"officer_id": str(officer_id)}, actor)


def _fitting(given: frozenset[str], officers: Sequence[tuple[UUID, frozenset[str]]]) -> list[UUID]:
    """Officers with the same words; failing that, with all of them among others (a lone first name too)."""
    if not given:
        return []
    same = [officer_id for officer_id, words in officers if words == given]
    return same or [
        officer_id for officer_id, words in officers if given <= words or (len(words) > 1 and words <= given)
    ]
