"""Profiles: the six that ship, and what is refused on reading."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from authorities.profile import PROFILES, Profile, current_law, read_profile, refuse_looser
from foundation import yaml_files
from tests.unit.authorities.profiles import shipped

AUTHORITIES = (
    "isle-of-wight",
    "hampshire",
    "doncaster",
    "cheshire-west",
    "east-riding",
    "blackpool",
)


def written(tmp_path: Path, **changes: Any) -> Path:
    """A copy of Blackpool's file with parts replaced."""
    data = yaml_files.load(PROFILES / "blackpool.yaml") | changes
    path = tmp_path / "blackpool.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    return path


def longer_first_stage(target: int) -> list[dict[str, object]]:
    """A changed statutory first stage."""
    return [
        {
            "procedure": "children-statutory",
            "stage": "stage-1",
            "clock": "stage-1",
            "target": target,
            "rule": "Our own.",
            "source": "Annual report 2014/15",
        }
    ]


@pytest.mark.parametrize("key", AUTHORITIES)
def test_every_shipped_profile_reads_and_keeps_to_the_law(key: str) -> None:
    profile = shipped(key)
    assert profile.key == key
    refuse_looser(profile, current_law())


@pytest.mark.parametrize("key", AUTHORITIES)
def test_every_shipped_profile_survives_being_stored(key: str) -> None:
    profile = shipped(key)
    assert Profile.model_validate(profile.model_dump(mode="json")) == profile


@pytest.mark.parametrize("key", AUTHORITIES)
def test_shipped_contact_lines_lead_to_nobody(key: str) -> None:
    contact = shipped(key).contact
    assert contact.phone.startswith("01632 960")  # numbers Ofcom keeps for fiction
    assert contact.email.endswith(".example")


def test_the_isle_of_wight_acknowledges_a_statutory_complaint_in_one_day() -> None:
    stage = shipped().procedure("children-statutory").first_stage()
    assert stage.clock("acknowledge").target == 1


def test_the_isle_of_wight_has_its_eighteen_services() -> None:
    services = {service.key: service.procedure for service in shipped().services}
    assert len(services) == 18
    assert services["children-looked-after"] == "children-statutory"
    assert services["sen"] == "corporate"


def test_blackpools_enquiries_are_stricter_than_the_rest() -> None:
    enquiry = shipped("blackpool").procedure("member-enquiry").first_stage()
    assert enquiry.clock("response").target == 5


def test_a_code_shows_its_plain_words_to_the_public_and_its_name_to_officers() -> None:
    profile = shipped()
    apology = next(code for code in profile.codes("outcomes_sought") if code.key == "apology")
    assert apology.public_name == "An apology"
    assert profile.label("outcomes_sought", "apology") == "Apology"
    assert profile.label("outcomes_sought", "long-gone") == "long-gone"
    with pytest.raises(KeyError):
        profile.codes("no_such_list")


def test_fifteen_days_at_the_first_stage_are_refused_today(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="looser than current law"):
        read_profile(written(tmp_path, clocks=longer_first_stage(15)))


def test_the_same_fifteen_days_may_stand_as_history(tmp_path: Path) -> None:
    path = written(tmp_path, law="historic", valid_to="2027-03-31", clocks=longer_first_stage(15))
    stage = read_profile(path).procedure("children-statutory").first_stage()
    assert stage.clock("stage-1").target == 15


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"procedures": ["children-statutory", "nonsense"]}, "there is no procedure nonsense"),
        ({"procedures": ["children-statutory"], "clocks": []}, "education: there is no procedure"),
        ({"teams": [{"key": "education", "name": "Education"}]}, "there is no team"),
        ({"valid_to": "2020-01-01"}, "ends before it begins"),
        ({"key": "Black Pool"}, "key"),
        ({"surprise": "yes"}, "surprise"),
    ],
)
def test_a_profile_whose_parts_do_not_fit_is_refused(tmp_path: Path, changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read_profile(written(tmp_path, **changes))


def test_a_list_that_names_a_code_twice_is_refused(tmp_path: Path) -> None:
    twice = [{"key": "upheld", "name": "Upheld"}, {"key": "upheld", "name": "Agreed"}]
    with pytest.raises(ValueError, match="findings: named twice: upheld"):
        read_profile(written(tmp_path, lists={"findings": twice}))
