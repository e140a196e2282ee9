"""Why complainants asked for a further stage, by how the stage before had been answered.

Counts the coded reasons. What people wrote in their own words stays on their cases.
"""

from __future__ import annotations

from collections import Counter

from authorities.procedures import Procedure
from reports.counting import UNKNOWN, Counting, stage_name
from reports.escalations import EscalationCount, count_escalations, method_name, methods_in_order
from reports.report import Cell, Chart, Column, Population, Section, Share, Table


def build(counting: Counting) -> tuple[Section, ...]:
    """A section for each procedure: every reason, then reasons by way of answering."""
    counts = count_escalations(counting)
    return tuple(
        Section(procedure.key, procedure.name, _tables(counting, procedure, counts))
        for procedure in counting.procedures()
    )


def _tables(counting: Counting, procedure: Procedure, counts: tuple[EscalationCount, ...]) -> tuple[Table, ...]:
    mine = tuple(count for count in counts if count.procedure == procedure.key)
    return (_reasons(counting, procedure, mine), _by_method(counting, procedure, mine))


def _reasons(counting: Counting, procedure: Procedure, counts: tuple[EscalationCount, ...]) -> Table:
    tally = _tally(counts)
    asked = sum(tally.values())
    given = asked - tally[UNKNOWN]
    worded = sum(count.with_words for count in counts)
    stages = sorted({count.from_stage for count in counts})
    by_stage = {number: _tally(tuple(count for count in counts if count.from_stage == number)) for number in stages}
    rows: list[tuple[Cell, ...]] = [
        (
            _reason(counting, code),
            *(by_stage[number][code] for number in stages),
            tally[code],
            Share(tally[code], given) if code else None,
        )
        for code in counting.in_order("escalation_reasons", tally)
        if asked
    ]
    return Table(
        f"{procedure.key}-reasons",
        "Main reasons for asking for a further stage",
        Population("requests for a further stage in the period", asked),
        (
            Column("reason", "Main reason", "text"),
            *(Column(f"stage-{number}", f"After {stage_name(procedure, number)}") for number in stages),
            Column("number", "Requests"),
            Column("share", "Share of reasons given", "share"),
        ),
        tuple(rows),
        (
            f"{tally[UNKNOWN]:,} of {asked:,} gave no main reason. Nobody has to, so shares are of the "
            f"{given:,} who did.",
            f"{worded:,} of {asked:,} also wrote in their own words. Those words are on the cases and are "
            "not printed here, because they can tell who wrote them.",
        ),
        Chart("bars", "Main reasons for asking for a further stage", "reason", ("number",)),
    )


def _by_method(counting: Counting, procedure: Procedure, counts: tuple[EscalationCount, ...]) -> Table:
    tally = _tally(counts)
    asked = sum(tally.values())
    methods = methods_in_order(counting, {count.recorded for count in counts})
    by_method = {method: _tally(tuple(count for count in counts if count.recorded == method)) for method in methods}
    rows: list[tuple[Cell, ...]] = [
        (_reason(counting, code), *(by_method[method][code] for method in methods), tally[code])
        for code in counting.in_order("escalation_reasons", tally)
        if tally[code]
    ]
    if asked:
        rows.append(("All", *(by_method[method].total() for method in methods), asked))
    return Table(
        f"{procedure.key}-reasons-by-method",
        "Main reasons by the way of answering",
        Population("requests for a further stage in the period", asked),
        (
            Column("reason", "Main reason", "text"),
            *(Column(method or "not-recorded", method_name(counting, method)) for method in methods),
            Column("all", "All"),
        ),
        tuple(rows),
        (
            "The way of answering is the council's own record of the answer that came before the request. "
            "Reasons that nobody gave are left out of this table.",
        ),
    )


def _tally(counts: tuple[EscalationCount, ...]) -> Counter[str]:
    tally: Counter[str] = Counter()
    for count in counts:
        tally[count.reason] += count.number
    return tally


def _reason(counting: Counting, code: str) -> str:
    return counting.label("escalation_reasons", code, "No reason given")
