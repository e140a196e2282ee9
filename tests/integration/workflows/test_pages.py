"""The officers' pages about flows, and the commands."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from authorities.models import Authority, Membership, Officer
from authorities.permissions import Role
from authorities.publishing import default_authority, seed_authorities
from authorities.sessions import begin_session
from foundation.clock import business_now
from foundation.database import new_id
from foundation.events import publish
from tests.pages import StrictClient
from tests.parcels import PARCELS, flow, jammed, make_stamps, stamps
from workflows.models import StepRun, WorkflowRun
from workflows.publishing import publish_workflow
from workflows.transport import drain


@pytest.fixture
def authority(database: SQLAlchemy) -> Iterator[UUID]:
    make_stamps()
    seed_authorities()
    yield default_authority().id
    PARCELS.known.clear()


def sign_in(client: StrictClient, database: SQLAlchemy, authority: UUID, role: Role) -> Officer:
    officer = Officer(email=f"{role.value}@parcels.example", name="Petra Parcel", is_active=True)
    database.session.add(officer)
    database.session.flush()
    database.session.add(Membership(officer_id=officer.id, authority_id=authority, role=role.value))
    database.session.flush()
    client.set_cookie("redress-officer", begin_session(officer))
    return officer


def receive(authority: UUID) -> UUID:
    parcel_id = new_id()
    publish("parcel.received", stream=("parcel", parcel_id), authority_id=authority)
    return parcel_id


def page(client: StrictClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_an_officer_reads_a_flow_and_its_runs(client: StrictClient, database: SQLAlchemy, authority: UUID) -> None:
    version = publish_workflow(flow({"do": "stamp", "with": {"wording": "welcome"}}), authority)
    receive(authority)
    drain()
    sign_in(client, database, authority, Role.COMPLAINTS_OFFICER)
    assert "Parcels" in page(client, "/workflows")
    shown = page(client, f"/workflows/flows/{version.id}")
    assert "Send welcome to sender" in shown
    assert "It starts when: parcel received." in shown
    run_id = database.session.scalars(select(WorkflowRun.id)).one()
    assert "wording: welcome" in page(client, f"/workflows/runs/{run_id}")


def test_a_failed_run_is_tried_again_from_its_page(client: StrictClient, database: SQLAlchemy, authority: UUID) -> None:
    publish_workflow(flow({"do": "jam"}), authority)
    parcel_id = receive(authority)
    with jammed(parcel_id):
        drain(until=business_now() + timedelta(hours=1))
    sign_in(client, database, authority, Role.COMPLAINTS_OFFICER)
    assert "1 run has failed" in page(client, "/workflows")
    assert "Parcels" in page(client, "/workflows/failed")
    run_id = database.session.scalars(select(WorkflowRun.id)).one()
    assert "The machine is jammed." in page(client, f"/workflows/runs/{run_id}")
    client.send_form(f"/workflows/runs/{run_id}", {}, to=f"/workflows/runs/{run_id}/retry")
    drain()
    assert stamps() == ["through the machine"]
    assert "Try again" not in page(client, f"/workflows/runs/{run_id}")


def test_a_run_under_way_is_cancelled_from_its_page(
    client: StrictClient, database: SQLAlchemy, authority: UUID
) -> None:
    publish_workflow(flow({"wait": {"event": "parcel.opened"}}, {"do": "stamp"}), authority)
    parcel_id = receive(authority)
    drain()
    sign_in(client, database, authority, Role.ADMINISTRATOR)
    run_id = database.session.scalars(select(WorkflowRun.id)).one()
    client.send_form(f"/workflows/runs/{run_id}", {}, to=f"/workflows/runs/{run_id}/cancel")
    publish("parcel.opened", stream=("parcel", parcel_id), authority_id=authority)
    drain()
    assert stamps() == []
    assert "Cancelled by Petra Parcel." in page(client, f"/workflows/runs/{run_id}")


def test_a_question_is_answered_by_whoever_holds_the_role(
    client: StrictClient, database: SQLAlchemy, authority: UUID
) -> None:
    ask = {"role": "complaints-officer", "ask": "Shall it go?"}
    publish_workflow(flow({"approve": ask}, {"do": "stamp"}), authority)
    receive(authority)
    drain()
    run_id = database.session.scalars(select(WorkflowRun.id)).one()
    question = database.session.scalars(select(StepRun.id)).one()
    path = f"/workflows/runs/{run_id}"
    sign_in(client, database, authority, Role.ADMINISTRATOR)
    refused = client.send_form(path, {}, to=f"/workflows/questions/{question}/yes")
    assert refused.status_code == 404
    sign_in(client, database, authority, Role.COMPLAINTS_OFFICER)
    assert "Shall it go?" in page(client, path)
    client.send_form(path, {}, to=f"/workflows/questions/{question}/yes")
    drain()
    assert stamps() == ["hello"]


def test_another_authoritys_flows_are_not_there(client: StrictClient, database: SQLAlchemy, authority: UUID) -> None:
    version = publish_workflow(flow({"do": "stamp"}), authority)
    receive(authority)
    drain()
    other = Authority(key="other-office", name="Another Office", is_open=True)
    database.session.add(other)
    database.session.flush()
    sign_in(client, database, other.id, Role.COMPLAINTS_OFFICER)
    assert "Parcels" not in page(client, "/workflows")
    assert client.get(f"/workflows/flows/{version.id}").status_code == 404
    run_id = database.session.scalars(select(WorkflowRun.id)).one()
    assert client.get(f"/workflows/runs/{run_id}").status_code == 404


def test_a_flow_goes_out_as_a_file_and_comes_back_the_same(
    app: Flask, database: SQLAlchemy, authority: UUID, tmp_path: Path
) -> None:
    publish_workflow(flow({"do": "stamp"}, {"wait": {"event": "parcel.opened"}}), authority)
    database.session.commit()
    runner = app.test_cli_runner()
    exported = runner.invoke(args=["workflows", "export", "parcels"])
    path = tmp_path / "parcels.yaml"
    path.write_text(exported.output)
    assert runner.invoke(args=["workflows", "check", str(path)]).exit_code == 0
    assert runner.invoke(args=["workflows", "publish", str(path)]).output == "parcels: version 1 is in force.\n"
    path.write_text(exported.output.replace("do: stamp", "do: sing"))
    wrong = runner.invoke(args=["workflows", "check", str(path)])
    assert wrong.exit_code == 1
    assert "there is no action 'sing'" in wrong.output


def test_a_rehearsal_lists_everything_and_does_nothing(app: Flask, database: SQLAlchemy, authority: UUID) -> None:
    rung = {"key": "manager", "wait": {"clock": "response", "from": "target", "days": 1}, "do": "stamp"}
    publish_workflow(flow({"ladder": {"rungs": [{**rung, "with": {"who": "manager", "wording": "chase"}}]}}), authority)
    database.session.commit()
    asked = ["workflows", "rehearse", "parcels", "--about", "parcel", "--received", "2026-03-26", "--json"]
    said = app.test_cli_runner().invoke(args=asked)
    assert json.loads(said.output) == {
        "workflow": "parcels",
        "version": 1,
        "steps": [
            {
                "at": "2026-04-10T09:00:00+01:00",
                "working_day": 11,
                "step": "1.manager",
                "does": "Send chase to manager",
                "to": "manager",
            }
        ],
    }
    assert stamps() == []


def test_runs_and_failures_are_listed_and_retried_from_the_command_line(
    app: Flask, database: SQLAlchemy, authority: UUID
) -> None:
    publish_workflow(flow({"do": "jam"}), authority)
    parcel_id = receive(authority)
    with jammed(parcel_id):
        drain(until=business_now() + timedelta(hours=1))
    database.session.commit()
    runner = app.test_cli_runner()
    listed = json.loads(runner.invoke(args=["workflows", "failed", "--json"]).output)
    assert [(row["workflow"], row["state"]) for row in listed] == [("parcels", "failed")]
    assert runner.invoke(args=["workflows", "retry", "--all"]).output == "1 will be tried again.\n"
    drain()
    assert json.loads(runner.invoke(args=["workflows", "runs", "--json"]).output)[0]["state"] == "done"
    assert "parcels (version 1)" in runner.invoke(args=["workflows", "list"]).output
