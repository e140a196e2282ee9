"""What every builder is handed, and the names that codes go by.

Holds no figures: each subject counts for itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select

from authorities.procedures import ClockRule, Procedure
from authorities.profile import Profile
from foundation.calendar import HolidayTable
from reports.period import Period

COMPLAINT_PROCEDURES = ("children-statutory", "corporate")
"""Complaints under each have their own clocks and stages, so they are never counted together."""

Grouped = Select[*tuple[Any, ...]]
"""A query whose rows are groups and how many each holds; a dataclass beside it names the columns."""

UNKNOWN = ""
"""The code of whatever was not recorded or left blank."""


@dataclass(frozen=True)
class Counting:
    """One authority's rows over one period, with the profile in force on the last day counted."""

    authority_id: UUID
    period: Period
    profile: Profile
    holidays: HolidayTable

    def procedures(self) -> tuple[Procedure, ...]:
        """The complaint procedures this authority follows, each counted apart."""
        return tuple(p for p in self.profile.procedures if p.key in COMPLAINT_PROCEDURES)

    def label(self, list_name: str, code: str, unknown: str) -> str:
        """The name of a code in one of the profile's lists; `unknown` for a blank."""
        return self.profile.label(list_name, code) if code else unknown

    def in_order(self, list_name: str, found: Iterable[str]) -> tuple[str, ...]:
        """The list's open codes, then older or unlisted ones that were found, blanks last."""
        seen = set(found)
        listed = [code.key for code in self.profile.codes(list_name) if code.is_open or code.key in seen]
        strays = sorted(seen - set(listed) - {UNKNOWN})
        return (*listed, *strays, *([UNKNOWN] if UNKNOWN in seen else []))


def response_clock(procedure: Procedure, stage_number: int) -> ClockRule | None:
    """The rule of the clock that a stage's answer stops, where it counts in working days."""
    if not 1 <= stage_number <= len(procedure.stages):
        return None
    rule = procedure.stages[stage_number - 1].response()
    return rule if rule is not None and rule.unit == "working-days" else None


def stage_name(procedure: Procedure, number: int) -> str:
    """The procedure's name for a stage; its number where the profile has no such stage."""
    if 1 <= number <= len(procedure.stages):
        return procedure.stages[number - 1].name
    return f"Stage {number}"


def day_in_words(day: date) -> str:
    """A day as definitions print it."""
    return f"{day.day} {day:%B %Y}"
