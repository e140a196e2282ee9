"""`flask holidays`, for whoever keeps the table."""

import json
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from foundation.holiday_file import SHIPPED_TABLE
from foundation.holidays import current_table, current_version, seed_holidays


@pytest.fixture(autouse=True)
def _shipped_table(database: SQLAlchemy) -> None:
    seed_holidays()


def test_the_table_in_use_is_listed(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["holidays", "list", "--json"])
    printed = json.loads(result.stdout)
    assert (printed["version"], printed["last"]) == (1, "2028-12-31")
    assert {"on": "2026-06-15", "name": "World Cup bank holiday", "kept_in": ["scotland"]} in printed["days"]


def test_a_proclaimed_day_is_added(app: Flask) -> None:
    words = ["holidays", "add", "--on", "2027-02-10", "--name", "A day proclaimed", "--source", "Proclamation"]
    result = app.test_cli_runner().invoke(args=words)
    assert result.exit_code == 0, result.output
    assert current_table().england[date(2027, 2, 10)] == "A day proclaimed"


def test_adding_a_day_already_listed_makes_no_working_day_anywhere(app: Flask) -> None:
    for where in ("scotland", "england-and-wales"):
        words = ["holidays", "add", "--on", "2026-12-25", "--name", "Christmas Day", "--kept-in", where]
        result = app.test_cli_runner().invoke(args=[*words, "--source", "Proclamation"])
        assert result.exit_code == 0, result.output
        [listed] = [day for day in current_version().days if day.on == date(2026, 12, 25)]
        assert sorted(listed.kept_in) == ["england-and-wales", "northern-ireland", "scotland"]
        assert current_table().england[date(2026, 12, 25)] == "Christmas Day"


def test_a_day_of_scotland_alone_may_become_one_of_england_too(app: Flask) -> None:
    words = ["holidays", "add", "--on", "2026-06-15", "--name", "World Cup bank holiday", "--source", "Proclamation"]
    assert app.test_cli_runner().invoke(args=words).exit_code == 0
    assert date(2026, 6, 15) in current_table().england


def test_a_day_beyond_the_table_is_refused_in_plain_words(app: Flask) -> None:
    words = ["holidays", "add", "--on", "2031-01-01", "--name", "New Year's Day", "--source", "Proclamation"]
    result = app.test_cli_runner().invoke(args=words)
    assert result.exit_code != 0
    assert "2031-01-01 is outside 2012-01-01 to 2028-12-31" in result.stderr


def test_a_longer_table_is_published_from_a_file(app: Flask, tmp_path: Path) -> None:
    longer = SHIPPED_TABLE.read_text().replace("last: 2028-12-31", "last: 2029-01-31")
    longer += '  - {on: 2029-01-01, name: "New Year\'s Day", kept_in: [england-and-wales]}\n'
    file = tmp_path / "longer.yaml"
    file.write_text(longer)
    result = app.test_cli_runner().invoke(args=["holidays", "publish", str(file)])
    assert result.exit_code == 0, result.output
    assert current_table().last == date(2029, 1, 31)


def test_a_table_with_a_year_left_out_is_refused(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "gap.yaml"
    file.write_text(SHIPPED_TABLE.read_text().replace("last: 2028-12-31", "last: 2029-12-31"))
    result = app.test_cli_runner().invoke(args=["holidays", "publish", str(file)])
    assert result.exit_code != 0
    assert "no holidays are listed for [2029]" in result.stderr
