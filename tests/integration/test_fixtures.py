"""The fixtures themselves: what one test writes, no other sees."""

import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text

from foundation.database import transaction
from foundation.encryption import new_data_key
from tests.servers import CHECKOUT, schema_digest

COUNT = text("SELECT count(*) FROM data_key")


def keep_a_row() -> None:
    with transaction():
        new_data_key("case")


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_commits_is_gone_in_the_next(database: SQLAlchemy, turn: int) -> None:
    assert database.session.execute(COUNT).scalar() == 0
    keep_a_row()
    database.session.rollback()
    assert database.session.execute(COUNT).scalar() == 1


@pytest.mark.parametrize("turn", [1, 2])
def test_a_real_commit_is_seen_by_other_connections_and_gone_in_the_next_test(
    app: Flask, real_database: SQLAlchemy, turn: int
) -> None:
    keep_a_row()

    def count_elsewhere() -> int | None:
        with app.app_context(), real_database.engine.connect() as connection:
            return connection.execute(COUNT).scalar()

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(count_elsewhere).result() == 1


def test_no_test_can_reach_the_network() -> None:
    with socket.socket() as line, pytest.raises(AssertionError, match="reached out"):
        line.connect(("192.0.2.1", 80))


@pytest.mark.parametrize("turn", [1, 2])
def test_what_is_shipped_is_there_and_what_a_test_adds_to_it_is_gone(shipped: SQLAlchemy, turn: int) -> None:
    assert shipped.session.execute(COUNT).scalar() == 0
    assert shipped.session.execute(text("SELECT count(*) FROM authority")).scalar_one() >= 6
    keep_a_row()


@pytest.mark.parametrize("seed", ["1", "2"])
def test_every_process_knows_the_same_schema_by_the_same_name(seed: str) -> None:
    asked = "import application.factory\nfrom tests.servers import schema_digest\nprint(schema_digest())"
    told = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=CHECKOUT,
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == schema_digest()
