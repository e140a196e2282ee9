"""Two accounts of how an answer was given: the council's record, and what the complainant says.

Tables of requests for a further stage; whether a way of answering is followed by more of them is
counted in `reports.delivery`.
"""

from __future__ import annotations

from collections import defaultdict

from authorities.procedures import Procedure
from reports.counting import UNKNOWN, Counting
from reports.escalations import EscalationCount, method_name, methods_in_order
from reports.report import Cell, Chart, Column, Population, Share, Table


def said_table(counting: Counting, procedure: Procedure, escalations: tuple[EscalationCount, ...]) -> Table:
    """The council's record against the complainant's account, request by request."""
    tally: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for count in escalations:
        if count.procedure != procedure.key:
            continue
        place = 3 if not count.said else 1 if count.said == count.recorded else 2
        tally[count.recorded][0] += count.number
        tally[count.recorded][place] += count.number
    rows: list[tuple[Cell, ...]] = [
        (method_name(counting, code), *tally[code]) for code in methods_in_order(counting, tally)
    ]
    asked = sum(row[0] for row in tally.values())
    disagreed = sum(row[2] for row in tally.values())
    said = asked - sum(row[3] for row in tally.values())
    return Table(
        f"{procedure.key}-said",
        "What complainants said beside the council's record",
        Population("requests for a further stage in the period", asked),
        (
            Column("method", "By the council's record", "text"),
            Column("asked", "Requests"),
            Column("agreed", "Complainant said the same"),
            Column("disagreed", "Said something else"),
            Column("blank", "Did not say"),
        ),
        tuple(rows),
        (
            "Complainants may say how they were answered when they ask for a further stage, and need not.",
            f"Accounts that differ from the record: {Share(disagreed, said).words} of those who said.",
        ),
    )


def share_table(counting: Counting, procedure: Procedure, escalations: tuple[EscalationCount, ...]) -> Table:
    """The shares councils print: of all who escalated, how many had been answered each way."""
    recorded: dict[str, int] = defaultdict(int)
    said: dict[str, int] = defaultdict(int)
    for count in escalations:
        if count.procedure == procedure.key:
            recorded[count.recorded] += count.number
            said[count.said] += count.number
    asked = sum(recorded.values())
    spoken = asked - said.get(UNKNOWN, 0)
    codes = methods_in_order(counting, {code for code in (*recorded, *said) if code})
    rows: list[tuple[Cell, ...]] = [
        (
            method_name(counting, code),
            recorded.get(code, 0),
            Share(recorded.get(code, 0), asked),
            said.get(code, 0),
            Share(said.get(code, 0), spoken),
        )
        for code in codes
        if asked
    ]
    if asked and recorded.get(UNKNOWN):
        rows.append((method_name(counting, UNKNOWN), recorded[UNKNOWN], Share(recorded[UNKNOWN], asked), None, None))
    return Table(
        f"{procedure.key}-shares",
        "Shares of escalations by way of answering",
        Population("requests for a further stage in the period", asked),
        (
            Column("method", "How they were answered", "text"),
            Column("recorded", "By the council's record"),
            Column("recorded_share", "Share of requests", "share"),
            Column("said", "By complainants' account"),
            Column("said_share", "Share of those who said", "share"),
        ),
        tuple(rows),
        (
            "These shares say how people who asked for a further stage had been answered, not how often "
            "each way of answering was followed by one: the way used most has the largest share.",
            f"{said.get(UNKNOWN, 0):,} of {asked:,} did not say how they were answered.",
        ),
        Chart("bars", "Escalations by way of answering", "method", ("recorded_share", "said_share")),
    )
