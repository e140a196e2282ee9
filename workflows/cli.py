"""``flask workflows …``: flows and runs for those who run Redress, and the two processes that do the work."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import click
import yaml
from flask import Flask
from flask.cli import AppGroup, ScriptInfo

from authorities.models import Authority
from authorities.publishing import authority_by_key, default_authority
from foundation.database import transaction
from foundation.errors import Invalid, RedressError
from workflows import engine
from workflows.actions import describe, filled_in
from workflows.definition import definition_data
from workflows.history import failed_runs, recent_runs
from workflows.models import WorkflowRun
from workflows.publishing import check_flow, current_version, current_versions, flow_of, publish_workflow, read_flow
from workflows.rehearsal import rehearse
from workflows.subjects import subject_for
from workflows.transport import run_relay, run_worker

LONDON = ZoneInfo("Europe/London")

commands = AppGroup("workflows", help="Flows, their runs, and the processes that do the work.")

authority_option = click.option("--authority", "authority_key", help="The authority's key, else the default one.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
a_file = click.Path(exists=True, dir_okay=False, path_type=Path)
a_day = click.DateTime(formats=["%Y-%m-%d"])


@commands.command("list")
@authority_option
@json_option
def list_flows(authority_key: str | None, as_json: bool) -> None:
    """The flows in force."""
    rows = [
        {"workflow": version.key, "version": version.number, "name": version.name, "trigger": version.trigger}
        for version in current_versions(_authority(authority_key).id)
    ]
    _show(rows, as_json, "{workflow} (version {version}): {name}. Starts on {trigger}.")


@commands.command()
@click.argument("files", nargs=-1, required=True, type=a_file)
def check(files: tuple[Path, ...]) -> None:
    """Say what stands in the way of publishing each of FILES."""
    problems = [f"{path.name}: {problem}" for path in files for problem in _problems(path)]
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise SystemExit(1)
    click.echo(f"{len(files)} checked; nothing is wrong.")


@commands.command()
@click.argument("files", nargs=-1, required=True, type=a_file)
@authority_option
def publish(files: tuple[Path, ...], authority_key: str | None) -> None:
    """Publish FILES; new runs begin on them at once, all of them or none."""
    try:
        with transaction():
            authority_id = _authority(authority_key).id
            versions = [publish_workflow(read_flow(path), authority_id) for path in files]
    except RedressError as error:
        raise click.ClickException(error.message) from None
    for version in versions:
        click.echo(f"{version.key}: version {version.number} is in force.")


@commands.command()
@click.argument("key")
@authority_option
def export(key: str, authority_key: str | None) -> None:
    """Print the flow KEY in force as YAML, which ``publish`` takes back."""
    version = _found(key, authority_key)
    data = definition_data(flow_of(version).definition)
    click.echo(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), nl=False)


@commands.command("rehearse")
@click.argument("key")
@click.option("--received", required=True, type=a_day, help="The day the invented case is received, like 2026-12-03.")
@click.option("--about", default="case", help="What the flow runs on.")
@authority_option
@json_option
def rehearse_flow(key: str, received: datetime, about: str, authority_key: str | None, as_json: bool) -> None:
    """List everything KEY would do for a case received that day, and when. Does nothing."""
    version = _found(key, authority_key)
    try:
        invented = subject_for(about).invented(received.date(), version.authority_id)
        happenings = rehearse(flow_of(version), invented)
    except RedressError as error:
        raise click.ClickException(error.message) from None
    steps = [
        {
            "at": happening.at.astimezone(LONDON).isoformat(),
            "working_day": happening.working_day,
            "step": happening.step,
            "does": describe(happening.action, happening.inputs),
            "to": _whom(filled_in(happening.action, happening.inputs)),
        }
        for happening in happenings
    ]
    if as_json:
        click.echo(json.dumps({"workflow": version.key, "version": version.number, "steps": steps}, indent=2))
        return
    click.echo(f"{version.name} (version {version.number}), for a case received on {_in_full(received.date())}:")
    _show(steps, False, "{at}  working day {working_day}  {does}")


@commands.command()
@click.option("--state", help="Only runs in this state: running, waiting, done, cancelled, failed.")
@click.option("--limit", default=50, show_default=True)
@json_option
def runs(state: str | None, limit: int, as_json: bool) -> None:
    """The newest runs."""
    _show([_run_row(run) for run in recent_runs(state=state, limit=limit)], as_json, RUN_LINE)


@commands.command()
@json_option
def failed(as_json: bool) -> None:
    """Runs that failed and wait for a person."""
    _show([_run_row(run) for run in failed_runs()], as_json, RUN_LINE)


@commands.command()
@click.argument("run_ids", nargs=-1, type=click.UUID)
@click.option("--all", "all_of_them", is_flag=True, help="Every run that failed.")
def retry(run_ids: tuple[UUID, ...], all_of_them: bool) -> None:
    """Go on with failed runs from the step that failed."""
    chosen = tuple(run.id for run in failed_runs()) if all_of_them else run_ids
    if not chosen and not all_of_them:
        raise click.UsageError("Name a run, or say --all.")
    try:
        with transaction():
            for run_id in chosen:
                engine.resume(run_id)
    except RedressError as error:
        raise click.ClickException(error.message) from None
    click.echo(f"{len(chosen)} will be tried again.")


@commands.command(with_appcontext=False)
@click.pass_context
def relay(context: click.Context) -> None:
    """Hand out what is due, until stopped. Two of them do no harm."""
    run_relay(_app(context))


@commands.command(with_appcontext=False)
@click.option("--burst", is_flag=True, help="Stop when nothing is queued.")
@click.pass_context
def work(context: click.Context, burst: bool) -> None:
    """Do what is handed out, until stopped. Run as many as there is work for."""
    run_worker(_app(context), burst=burst)


RUN_LINE = "{run}  {workflow} version {version}  {about}  {state}  {reason}"


def _run_row(run: WorkflowRun) -> dict[str, Any]:
    return {
        "run": str(run.id),
        "workflow": run.version.key,
        "version": run.version.number,
        "about": f"{run.subject_type} {run.subject_id}",
        "state": run.state,
        "reason": run.reason,
        "started_at": run.started_at.isoformat(),
        "wake_at": run.wake_at.isoformat() if run.wake_at else None,
    }


def _app(context: click.Context) -> Flask:
    return context.ensure_object(ScriptInfo).load_app()


def _problems(path: Path) -> list[str]:
    try:
        return check_flow(read_flow(path))
    except Invalid as error:
        return error.message.removeprefix(f"{path.name}: ").splitlines()


def _authority(key: str | None) -> Authority:
    try:
        return authority_by_key(key) if key else default_authority()
    except RedressError as error:
        raise click.ClickException(error.message) from None


def _found(key: str, authority_key: str | None) -> Any:
    try:
        return current_version(key, _authority(authority_key).id)
    except RedressError as error:
        raise click.ClickException(error.message) from None


def _whom(inputs: dict[str, Any]) -> str:
    """Whom a step is for, as the flow names them."""
    return str(inputs.get("who") or inputs.get("to") or inputs.get("role") or "")


def _in_full(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def _show(rows: list[dict[str, Any]], as_json: bool, line: str) -> None:
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        click.echo(line.format_map(row))
