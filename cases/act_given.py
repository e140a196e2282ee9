"""What an act needs to be told, and whether what was told is enough.

Pure: values and today in, a refusal by the field out. Whether the act is permitted at all is
``cases.acts_permitted``; what it does is for the operations.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from authorities.act_rules import Act, ActRule
from foundation.day_words import full_day
from foundation.errors import Invalid

Need = Literal["reason", "on", "way", "words", "notes", "review_on", "to", "points", "other", "body", "criteria"]

WAYS: Mapping[str, str] = {
    "call": "By telephone",
    "meeting": "Face to face",
    "letter": "By letter",
    "email": "By email",
    "through-somebody": "Through somebody they named",
}
ADVOCATE: Mapping[str, str] = {
    "took-part": "Their advocate took part, or spoke for them",
    "offered": "They were offered an advocate and wanted none",
}
NEEDS: Mapping[Act, tuple[Need, ...]] = {
    "withdraw": ("on", "way", "notes"),
    "reopen": ("reason", "on", "words"),
    "freeze": ("reason", "on", "words", "review_on"),
    "unfreeze": ("on", "words"),
    "refuse": ("reason", "words", "notes"),
    "straight-on": ("on", "way", "words"),
    "decline-next": ("reason", "words", "notes"),
    "transfer": ("to", "words"),
    "split": ("points", "to", "notes"),
    "merge": ("other", "notes"),
    "refer-early": ("criteria", "on", "way", "words"),
    "limit-contact": ("reason", "words", "review_on"),
    "log-week": ("on", "notes"),
    "end-limit": ("words",),
    "came-from": ("body", "on", "notes"),
    "hand-over": ("reason", "body", "on", "words"),
}
"""What each act is told, in the order it is asked for."""
MAY_BE_BLANK: frozenset[tuple[Act, Need]] = frozenset(
    {
        ("withdraw", "notes"),
        ("reopen", "words"),
        ("unfreeze", "words"),
        ("refuse", "notes"),
        ("decline-next", "notes"),
        ("split", "notes"),
        ("merge", "notes"),
        ("refer-early", "words"),
        ("end-limit", "words"),
        ("came-from", "notes"),
        ("hand-over", "words"),
    }
)
SAID_BY_THE_PERSON: frozenset[Act] = frozenset({"withdraw", "straight-on", "refer-early"})
"""Acts that need the person's own word: a young person's with an advocate beside them, or offered."""
BEFORE_RECEIPT: frozenset[Act] = frozenset({"came-from"})
LONGEST_WITHOUT_REVIEW = timedelta(days=366)
MISSING: Mapping[Need, str] = {
    "reason": "Choose the reason",
    "on": "Enter the day",
    "way": "Choose how they said so",
    "words": "Write what the person is told about why",
    "notes": "Write a note for the file",
    "review_on": "Enter the day it is looked at again",
    "to": "Choose the procedure",
    "points": "Choose at least one point",
    "other": "Enter the reference of the other case",
    "body": "Enter the name of the other council or body",
    "criteria": "Every one of these must be so",
}


@dataclass(frozen=True)
class Given:
    """What an officer says of an act. ``words`` reach the person, ``notes`` stay in the file; blank is left out."""

    on: date | None = None
    reason: str = ""
    way: str = ""
    words: str = ""
    notes: str = ""
    review_on: date | None = None
    to: str = ""
    points: tuple[str, ...] = ()
    other: UUID | None = None
    body: str = ""
    criteria: tuple[str, ...] = ()
    advocate: str = ""
    advocate_words: str = ""

    def details(self) -> dict[str, object]:
        """What is kept in the open: codes, ids and the name of a public body."""
        kept = {
            "way": self.way,
            "to": self.to,
            "points": list(self.points),
            "body": self.body.strip(),
            "criteria": list(self.criteria),
            "advocate": self.advocate,
        }
        return {name: value for name, value in kept.items() if value}


@dataclass(frozen=True)
class About:
    """What of a case the check looks at."""

    stage: str | None
    received_on: date
    is_young_person: bool
    points: frozenset[str]


def check(rule: ActRule, given: Given, about: About, today: date) -> None:
    """Raise ``Invalid``, by its field, for what an act lacks or may not say."""
    for need in NEEDS[rule.act]:
        said = getattr(given, need)
        if not (said.strip() if isinstance(said, str) else said) and (rule.act, need) not in MAY_BE_BLANK:
            raise Invalid(MISSING[need], field=need)
    if rule.reasons:
        _check_reason(rule, given, about.stage)
    if given.to and rule.to and given.to not in rule.to:
        raise Invalid("It cannot go by that procedure", field="to")
    if given.way and given.way not in WAYS:
        raise Invalid(MISSING["way"], field="way")
    if rule.criteria and set(given.criteria) != set(rule.criteria):
        raise Invalid(MISSING["criteria"], field="criteria")
    if not set(given.points) <= about.points or (given.points and set(given.points) == about.points):
        raise Invalid("Leave at least one point here, and choose among the points of this case", field="points")
    _check_days(rule.act, given, about, today)
    if rule.act in SAID_BY_THE_PERSON and about.is_young_person:
        _check_advocate(given)


def _check_reason(rule: ActRule, given: Given, stage: str | None) -> None:
    reason = next((one for one in rule.reasons_at(stage) if one.key == given.reason), None)
    if reason is None:
        raise Invalid("The law gives no such reason at this stage", field="reason")
    if reason.weigh and not given.notes.strip():
        raise Invalid(reason.weigh, field="notes")


def _check_days(act: Act, given: Given, about: About, today: date) -> None:
    if given.on is not None and given.on > today:
        raise Invalid("Enter today or a day in the past", field="on")
    if given.on is not None and act not in BEFORE_RECEIPT and given.on < about.received_on:
        raise Invalid(f"Enter a day from {full_day(about.received_on)}, when it was received", field="on")
    if given.on is not None and act in BEFORE_RECEIPT and given.on >= about.received_on:
        raise Invalid(f"Enter a day before {full_day(about.received_on)}, when we received it", field="on")
    if given.review_on is not None and not today < given.review_on <= today + LONGEST_WITHOUT_REVIEW:
        raise Invalid("Enter a day after today and within a year", field="review_on")


def _check_advocate(given: Given) -> None:
    if given.advocate not in ADVOCATE:
        raise Invalid("Say whether their advocate took part, or that they were offered one", field="advocate")
    if not given.advocate_words.strip():
        raise Invalid("Write which advocate took part, or who offered one", field="advocate_words")
