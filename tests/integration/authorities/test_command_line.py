"""The shapes that people's own scripts rely on."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from authorities.models import Authority, Membership, Officer
from foundation.database import db
from foundation.errors import NotFound
from foundation.links import read_token

Clock = dict[str, str | None]


def run(app: Flask, *words: str) -> str:
    """Run a command of `flask`; what it printed."""
    result = app.test_cli_runner().invoke(args=list(words))
    assert result.exit_code == 0, result.output
    return result.stdout


def refusal(app: Flask, *words: str) -> str:
    """Run a command that is refused; what it said."""
    result = app.test_cli_runner().invoke(args=list(words))
    assert result.exit_code != 0
    return result.stderr


def deadlines(app: Flask, procedure: str, received: str, *more: str) -> dict[str, Clock]:
    """The clocks `flask deadlines` prints, by key."""
    printed = run(app, "deadlines", "--procedure", procedure, "--received", received, *more, "--json")
    return {clock["key"]: clock for clock in json.loads(printed)["clocks"]}


def test_deadlines_prints_the_shape_that_stays(app: Flask, island: Authority) -> None:
    printed = json.loads(
        run(
            app,
            "deadlines",
            "--procedure",
            "children-statutory",
            "--received",
            "2026-11-20",
            "--json",
        )
    )
    assert list(printed) == ["procedure", "authority", "profile_version", "received_on", "clocks"]
    assert printed["procedure"] == "children-statutory"
    assert printed["authority"] == "isle-of-wight"
    assert printed["received_on"] == "2026-11-20"
    for clock in printed["clocks"]:
        assert list(clock) == ["key", "starts_on", "target_on", "limit_on", "rule", "source"]


@pytest.mark.parametrize(
    ("procedure", "key", "target", "limit"),
    [
        ("children-statutory", "acknowledge", "2026-11-23", None),
        ("children-statutory", "stage-1", "2026-12-04", "2026-12-18"),
        ("children-statutory", "stage-2", "2026-12-29", "2027-02-24"),
        ("children-statutory", "stage-3", "2027-02-03", None),
        ("corporate", "acknowledge", "2026-11-27", None),
        ("corporate", "stage-1", "2026-12-04", "2026-12-18"),
        ("call-back", "call-back", "2026-11-24", None),
        ("subject-access", "response", "2026-12-21", "2027-02-22"),
        ("freedom-of-information", "response", "2026-12-21", None),
        ("data-protection-complaint", "acknowledge", "2026-12-21", None),
    ],
)
def test_deadlines_from_a_friday_in_november(
    app: Flask, island: Authority, procedure: str, key: str, target: str, limit: str | None
) -> None:
    clock = deadlines(app, procedure, "2026-11-20")[key]
    assert (clock["target_on"], clock["limit_on"]) == (target, limit)


def test_the_acknowledgement_starts_the_corporate_first_stage(app: Flask, island: Authority) -> None:
    clocks = deadlines(app, "corporate", "2026-11-20", "--acknowledged", "2026-11-27")
    assert clocks["stage-1"]["starts_on"] == "2026-11-27"
    assert clocks["stage-1"]["target_on"] == "2026-12-11"


def test_deadlines_can_be_asked_for_another_authority(app: Flask, island: Authority) -> None:
    clocks = deadlines(app, "member-enquiry", "2026-11-20", "--authority", "blackpool")
    assert clocks["response"]["target_on"] == "2026-11-27"


def test_an_unverified_rule_says_so(app: Flask, island: Authority) -> None:
    source = deadlines(app, "children-statutory", "2026-11-20")["stage-1"]["source"]
    assert source is not None
    assert source.endswith("(unverified)")


def test_without_json_deadlines_are_explained_in_words(app: Flask, island: Authority) -> None:
    printed = run(app, "deadlines", "--procedure", "corporate", "--received", "2026-11-20")
    assert "stage-1: Friday 4 December 2026" in printed
    assert "An extension may reach Friday 18 December 2026." in printed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--procedure", "corporate", "--received", "2028-12-20"], "holiday table"),
        (["--procedure", "nonsense", "--received", "2026-11-20"], "has no procedure nonsense"),
        (["--procedure", "corporate", "--received", "20 November"], "20 November"),
        (
            ["--procedure", "corporate", "--received", "2026-11-20", "--authority", "atlantis"],
            "no such authority",
        ),
        (
            [
                "--procedure",
                "corporate",
                "--received",
                "2026-11-20",
                "--acknowledged",
                "2026-11-19",
            ],
            "before it was received",
        ),
    ],
)
def test_deadlines_refuses_loudly(app: Flask, island: Authority, words: list[str], said: str) -> None:
    assert said in refusal(app, "deadlines", *words, "--json")


def test_authorities_are_listed_with_the_default_first(app: Flask, island: Authority) -> None:
    printed = json.loads(run(app, "authorities", "list", "--json"))
    assert [(item["key"], item["open"]) for item in printed] == [
        ("isle-of-wight", True),
        ("blackpool", False),
        ("cheshire-west", False),
        ("doncaster", False),
        ("east-riding", False),
        ("hampshire", False),
    ]
    assert list(printed[0]) == ["key", "name", "procedures", "versions", "open"]
    assert "children-statutory" in printed[0]["procedures"]
    assert printed[0]["versions"][0]["number"] == 1


def test_an_officer_is_added_from_the_command_line(app: Flask, island: Authority) -> None:
    said = run(
        app,
        "officers",
        "add",
        "--email",
        "first@council.example",
        "--name",
        "First Invented",
        "--role",
        "administrator",
    )
    assert "administrator of Isle of Wight Council" in said
    officer = db.session.scalar(select(Officer).where(Officer.email == "first@council.example"))
    assert officer is not None
    held = db.session.scalar(select(Membership.role).where(Membership.officer_id == officer.id))
    assert held == "administrator"


def test_a_link_is_printed_for_a_known_officer_only(app: Flask, council: object) -> None:
    link = run(app, "officers", "sign-in-link", "officer@redress.example").split()[0]
    assert link.startswith("http://localhost/sign-in/link/")
    token = link.rsplit("/", 1)[1]
    assert read_token(token, "sign-in")
    with pytest.raises(NotFound):
        read_token(token, "another-purpose")
    assert "No officer" in refusal(app, "officers", "sign-in-link", "stranger@redress.example")


def test_a_day_in_a_published_year_is_counted_as_the_council_counted_then(app: Flask, island: Authority) -> None:
    words = ["--procedure", "children-statutory", "--received", "2014-09-01", "--authority", "blackpool", "--json"]
    printed = json.loads(run(app, "deadlines", *words))
    first = next(clock for clock in printed["clocks"] if clock["key"] == "stage-1")
    assert (first["target_on"], first["limit_on"]) == ("2014-09-22", None)
    assert printed["profile_version"] == 2


def test_what_blackpool_receives_today_is_counted_on_current_law(app: Flask, island: Authority) -> None:
    words = ["--procedure", "children-statutory", "--received", "2026-11-20", "--authority", "blackpool", "--json"]
    printed = json.loads(run(app, "deadlines", *words))
    first = next(clock for clock in printed["clocks"] if clock["key"] == "stage-1")
    assert (first["target_on"], first["limit_on"]) == ("2026-12-04", "2026-12-18")
