"""What five councils published of one year: its clocks as dates counted by hand, and its lists."""

from datetime import date
from pathlib import Path

import pytest

from authorities.profile import PROFILES, YEARS, Profile, current_law, read_profile, refuse_looser
from authorities.publishing import shipped_profiles
from cases.deadlines import procedure_clocks
from foundation import yaml_files
from tests.unit.foundation.holiday_tables import TABLE

FILES = {path.stem: path for path in YEARS.glob("*.yaml")}


def of_year(stem: str) -> Profile:
    return read_profile(FILES[stem])


DUE = [
    # a year's file, procedure, received, clock, target, limit; no bank holiday lies in between but where said
    ("isle-of-wight_2022-23", "children-statutory", date(2022, 10, 20), "acknowledge", date(2022, 10, 21), None),
    (
        "isle-of-wight_2022-23",
        "children-statutory",
        date(2022, 10, 20),
        "stage-1",
        date(2022, 11, 3),
        date(2022, 11, 17),
    ),
    # the funeral of the Queen, Monday 19 September 2022
    ("isle-of-wight_2022-23", "children-statutory", date(2022, 9, 8), "stage-1", date(2022, 9, 23), date(2022, 10, 7)),
    ("isle-of-wight_2022-23", "corporate", date(2022, 10, 20), "stage-2-draft", date(2022, 11, 3), None),
    ("isle-of-wight_2022-23", "corporate", date(2022, 10, 20), "stage-2", date(2022, 11, 17), None),
    ("doncaster_2017-18", "children-statutory", date(2017, 9, 4), "stage-1", date(2017, 9, 18), date(2017, 10, 2)),
    ("cheshire-west_2017-18", "children-statutory", date(2017, 9, 4), "stage-1", date(2017, 9, 18), date(2017, 10, 2)),
    # thirty days to the panel, and twenty for the Director from the panel itself
    ("cheshire-west_2017-18", "children-statutory", date(2017, 9, 4), "stage-3", date(2017, 11, 13), None),
    ("east-riding_2016-17", "corporate", date(2016, 9, 5), "stage-1", date(2016, 9, 19), date(2016, 10, 3)),
    ("east-riding_2016-17", "corporate", date(2016, 9, 5), "stage-2", date(2016, 9, 19), None),
    # forty days end on Saturday 15 October 2016
    ("east-riding_2016-17", "subject-access", date(2016, 9, 5), "response", date(2016, 10, 17), None),
    ("blackpool_2014-15", "children-statutory", date(2014, 9, 1), "stage-1", date(2014, 9, 22), None),
    ("blackpool_2014-15", "corporate", date(2014, 9, 1), "stage-1", date(2014, 9, 22), None),
    ("blackpool_2014-15", "comment", date(2014, 9, 1), "response", date(2014, 9, 22), None),
    ("blackpool_2014-15", "member-enquiry", date(2014, 9, 1), "response", date(2014, 9, 8), None),
    ("blackpool_2014-15", "ombudsman-enquiry", date(2014, 9, 1), "response", date(2014, 9, 8), None),
]


@pytest.mark.parametrize(("stem", "procedure", "received", "clock", "target", "limit"), DUE)
def test_a_clock_of_that_year_falls_due(
    stem: str, procedure: str, received: date, clock: str, target: date, limit: date | None
) -> None:
    counted = procedure_clocks(of_year(stem).procedure(procedure), received, received, TABLE)
    found = next(dates for dates in counted if dates.key == clock)
    assert (found.target_on, found.limit_on) == (target, limit)


def test_five_councils_have_the_year_they_published() -> None:
    spans = {(of_year(stem).key, of_year(stem).valid_from, of_year(stem).valid_to) for stem in FILES}
    assert spans == {
        ("isle-of-wight", date(2022, 4, 1), date(2023, 3, 31)),
        ("doncaster", date(2017, 4, 1), date(2018, 3, 31)),
        ("cheshire-west", date(2017, 4, 1), date(2018, 3, 31)),
        ("east-riding", date(2016, 4, 1), date(2017, 3, 31)),
        ("blackpool", date(2014, 4, 1), date(2015, 3, 31)),
    }


@pytest.mark.parametrize("stem", FILES)
def test_a_past_year_is_never_current_law(stem: str) -> None:
    assert of_year(stem).law == "historic"


def test_blackpools_fifteen_days_would_be_refused_as_current_law() -> None:
    today = of_year("blackpool_2014-15").model_copy(update={"law": "current"})
    with pytest.raises(ValueError, match="looser than current law"):
        refuse_looser(today, current_law())


def test_no_number_bounded_blackpools_extensions() -> None:
    stage = of_year("blackpool_2014-15").procedure("children-statutory").first_stage()
    assert stage.clock("stage-1").limit is None


def test_a_past_year_keeps_who_the_council_is_and_takes_its_own_lists() -> None:
    year = of_year("east-riding_2016-17")
    current = read_profile(PROFILES / "east-riding.yaml")
    assert (year.name, year.contact) == (current.name, current.contact)
    assert {code.name for code in year.lists.natures} >= {
        "Departmental decisions",
        "Staff attitude/Employee behaviour",
        "Poor quality of service",
        "Service provision",
    }


def test_a_past_year_does_not_take_the_clocks_of_today() -> None:
    year = of_year("east-riding_2016-17")
    assert [clock.key for clock in year.procedure("corporate").clocks()] == ["stage-1", "stage-2"]


@pytest.mark.parametrize(
    ("stem", "list_name", "published"),
    [
        ("isle-of-wight_2022-23", "natures", 39),
        ("isle-of-wight_2022-23", "outcomes_sought", 42),
        ("isle-of-wight_2022-23", "complainants", 20),
        ("isle-of-wight_2022-23", "representation_types", 22),
        ("doncaster_2017-18", "natures", 10),
        ("cheshire-west_2017-18", "natures", 10),
        ("cheshire-west_2017-18", "complainants", 7),
        ("blackpool_2014-15", "natures", 13),
    ],
)
def test_a_list_holds_every_value_the_report_prints(stem: str, list_name: str, published: int) -> None:
    assert len(of_year(stem).codes(list_name)) >= published


def test_councils_are_made_from_what_they_are_today_before_their_past_years() -> None:
    files = shipped_profiles()
    firsts: dict[str, Path] = {}
    for path in files:
        firsts.setdefault(yaml_files.load(path)["key"], path)
    assert all(path.parent == PROFILES for path in firsts.values())
    assert len(files) == 6 + 5
