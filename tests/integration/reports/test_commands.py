"""`flask reports`: the list, and a report in a file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from foundation.database import db
from foundation.holidays import seed_holidays
from tests.integration.reports.rows import Council

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def council() -> Council:
    seed_holidays()
    made = Council()
    db.session.commit()
    return made


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["reports", *arguments])
    return result.exit_code, result.output


def test_the_list_names_every_report_and_its_formats(app: Flask) -> None:
    code, output = run(app, "list", "--json")
    listed = json.loads(output)
    assert code == 0
    assert [known["name"] for known in listed] == ["delivery", "escalation-reasons", "timeliness", "volumes"]
    assert listed[0]["formats"] == ["html", "pdf", "csv", "json"]


def test_a_report_is_written_to_a_file(app: Flask, council: Council, tmp_path: Path) -> None:
    council.stage(date(2022, 6, 1), date(2022, 6, 15), "letter")
    db.session.commit()
    file = tmp_path / "delivery.json"
    code, output = run(
        app, "build", "delivery", "--authority", council.authority.key, "--year", "2022/23", "--format", "json",
        "--output", str(file),
    )  # fmt: skip
    assert (code, output) == (0, "")
    content = json.loads(file.read_text())
    assert (content["report"], content["period"]) == ("delivery", "2022/23")
    rates = content["sections"][0]["tables"][0]
    assert rates["population"]["count"] == 1
    assert ["Email or letter only", 1, 0, "too few to compare", "too few to compare"] in rates["rows"]


@pytest.mark.parametrize("extension", ["html", "pdf", "csv", "json"])
@pytest.mark.parametrize("name", ["delivery", "escalation-reasons", "timeliness", "volumes"])
def test_every_report_is_made_in_every_format(
    app: Flask, council: Council, tmp_path: Path, name: str, extension: str
) -> None:
    file = tmp_path / "report"
    code, _ = run(
        app, "build", name, "--authority", council.authority.key, "--from", "2022-04-01", "--to", "2022-06-30",
        "--format", extension, "--output", str(file),
    )  # fmt: skip
    assert code == 0
    assert file.stat().st_size > 100


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing", "--year", "2022/23"), "There is no report called nothing."),
        (("delivery", "--year", "2022/24"), "Enter a financial year, like 2022/23."),
        (("delivery", "--year", "2022/23", "--format", "doc"), "Reports are not made as doc."),
        (("delivery",), "Give --year, or both --from and --to."),
        (("delivery", "--year", "2022/23", "--output", "/nowhere/at/all"), "could not be written"),
    ],
)
def test_what_cannot_be_built_is_said_in_one_line(
    app: Flask, council: Council, arguments: tuple[str, ...], said: str
) -> None:
    code, output = run(app, "build", *arguments, "--authority", council.authority.key)
    assert code != 0
    assert said in output
    assert "Traceback" not in output
