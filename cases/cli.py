"""``flask cases``: one case as JSON, and how its days were counted."""

import json
from datetime import date, datetime
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy import select

from authorities.models import Authority
from cases.clocks import clocks_of, explain_stage
from cases.models import Case, CaseClock, Stage
from foundation.database import db
from foundation.events import history
from foundation.references import tidy_reference

cases_cli = AppGroup("cases", help="Look at one case.")


@cases_cli.command("show")
@click.argument("reference")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
def show(reference: str, as_json: bool) -> None:
    """Show a case with its stages, clocks and events: codes and days, nobody's words."""
    told = _as_data(_case(reference))
    click.echo(json.dumps(told, indent=2) if as_json else _as_lines(told))


@cases_cli.command("explain")
@click.argument("reference")
def explain(reference: str) -> None:
    """Say how each day of a case was counted."""
    case = _case(reference)
    for stage in _stages(case):
        for dates, told in explain_stage(case, stage):
            click.echo(f"{dates.clock.name}: {dates.due_on.isoformat()}")
            for sentence in told.sentences:
                click.echo(f"  {sentence}")
            for day in told.days:
                click.echo(f"  {day.on.isoformat()}  {day.note}")
            click.echo(f"  {told.source}\n")


def _case(reference: str) -> Case:
    case = db.session.scalar(select(Case).where(Case.reference == tidy_reference(reference)))
    if case is None:
        raise click.ClickException(f"There is no case {reference}.")
    return case


def _stages(case: Case) -> list[Stage]:
    return list(db.session.scalars(select(Stage).where(Stage.case_id == case.id).order_by(Stage.number)))


def _as_data(case: Case) -> dict[str, Any]:
    return {
        "reference": case.reference,
        "authority": db.session.get_one(Authority, case.authority_id).key,
        "kind": case.kind,
        "procedure": case.procedure,
        "state": case.state,
        "channel": case.channel,
        "received_on": case.received_on.isoformat(),
        "stages": [_stage_data(stage) for stage in _stages(case)],
        "events": [
            {"sequence": event.sequence, "name": event.name, "at": _iso(event.at), "actor": event.actor}
            for event in history(case.id)
        ],
    }


def _stage_data(stage: Stage) -> dict[str, Any]:
    return {
        "number": stage.number,
        "key": stage.key,
        "procedure": stage.procedure,
        "state": stage.state,
        "requested_on": _iso(stage.requested_on),
        "due_on": _iso(stage.due_on),
        "answered_on": _iso(stage.answered_on),
        "clocks": [_clock_data(clock) for clock in clocks_of(stage.id)],
    }


def _clock_data(clock: CaseClock) -> dict[str, Any]:
    days = ("starts_on", "target_on", "limit_on", "extended_to", "stopped_on")
    return {"key": clock.key, **{day: _iso(getattr(clock, day)) for day in days}}


def _iso(at: date | datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _as_lines(told: dict[str, Any]) -> str:
    lines = [f"{told['reference']}  {told['kind']}  {told['procedure'] or '-'}  {told['state']}"]
    for stage in told["stages"]:
        lines.append(f"  {stage['key']}: {stage['state']}, due {stage['due_on'] or '-'}")
        lines += [f"    {clock['key']}: {clock['starts_on']} to {clock['target_on']}" for clock in stage["clocks"]]
    lines += [f"  {event['at']}  {event['name']}" for event in told["events"]]
    return "\n".join(lines)
