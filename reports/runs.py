"""Builds one report for one authority and period, from the rows as they stand."""

from __future__ import annotations

from authorities.models import Authority
from authorities.publishing import profile_in_force
from foundation.holidays import current_table
from foundation.settings import settings
from reports.catalogue import Entry
from reports.counting import Counting
from reports.period import Period
from reports.report import Report


def build_report(entry: Entry, authority: Authority, period: Period) -> Report:
    """Count, under the names and stages of the profile in force on the last day counted.

    In the demonstration every figure is marked as invented. Raises Unavailable when the period
    runs beyond the table of holidays.
    """
    _, profile = profile_in_force(authority.id, period.counted_to)
    counting = Counting(authority.id, period, profile, current_table())
    return Report(
        name=entry.name,
        title=entry.title,
        authority=authority.key,
        authority_name=authority.name,
        period=period,
        sections=entry.build(counting),
        is_invented=settings.is_demo,
    )
