"""A flow's whole life on an invented subject, listed without doing anything."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from foundation.conditions import Value
from workflows.definition import parse_definition
from workflows.flow import compile_flow
from workflows.rehearsal import rehearse
from workflows.subjects import Anchor


class EasterCase:
    """Received on Thursday 26 March 2026; Good Friday and Easter Monday are days off; ten days to answer."""

    began_at = datetime(2026, 3, 26, 10, tzinfo=UTC)
    values: Mapping[str, Value] = {"answered_by": "manager"}
    off = (date(2026, 4, 3), date(2026, 4, 6))

    def _after(self, day: date, count: int) -> date:
        while count:
            day += timedelta(days=1)
            count -= day.weekday() < 5 and day not in self.off
        return day

    def moment(self, clock: str, anchor: Anchor, days: int, at: time) -> datetime | None:
        base = {"start": 0, "target": 10, "limit": 20}[anchor]
        day = self._after(date(2026, 3, 26), base + days)
        return datetime.combine(day, at, tzinfo=UTC)

    def next_nine(self, now: datetime) -> datetime:
        day = now.date()
        if now.time() >= time(9) or day.weekday() > 4 or day in self.off:
            day = self._after(day, 1)
        return datetime.combine(day, time(9), tzinfo=UTC)

    def working_day(self, at: datetime) -> int | None:
        day, count = date(2026, 3, 26), 0
        while day < at.date():
            day = self._after(day, 1)
            count += 1
        return count or None


def rehearsed(*steps: dict[str, Any]) -> list[tuple[date, int | None, str, dict[str, Any]]]:
    data = {"key": "chase", "name": "Chase", "trigger": "stage.confirmed", "steps": list(steps)}
    happenings = rehearse(compile_flow(parse_definition(data)), EasterCase())
    return [(each.at.date(), each.working_day, each.step, each.inputs) for each in happenings]


def a_rung(key: str, anchor: str, days: int) -> dict[str, Any]:
    return {
        "key": key,
        "wait": {"clock": "response", "from": anchor, "days": days},
        "do": "chase",
        "with": {"who": key},
    }


def test_day_eleven_is_counted_across_easter() -> None:
    ladder = {"key": "ladder", "ladder": {"rungs": [a_rung("reminder", "start", 9), a_rung("manager", "target", 1)]}}
    assert rehearsed({"do": "tell", "with": {"to": "complainant"}}, ladder) == [
        (date(2026, 3, 26), None, "1", {"to": "complainant"}),
        (date(2026, 4, 10), 9, "ladder.reminder", {"who": "reminder"}),
        (date(2026, 4, 14), 11, "ladder.manager", {"who": "manager"}),
    ]


def test_approvals_are_given_and_an_event_that_must_come_ends_the_list() -> None:
    ask = {"role": "complaints-officer", "ask": "Send it?"}
    steps = rehearsed({"approve": ask}, {"do": "tell"}, {"wait": {"event": "call.made"}}, {"do": "never"})
    assert [(step, inputs) for _, _, step, inputs in steps] == [("1", ask), ("2", {}), ("3", {"event": "call.made"})]


def test_an_awaited_event_never_comes_and_its_time_runs_out() -> None:
    steps = rehearsed({"wait": {"event": "call.made", "for": {"working_days": 2}}}, {"do": "chase"})
    assert steps == [(date(2026, 3, 30), 2, "2", {})]
