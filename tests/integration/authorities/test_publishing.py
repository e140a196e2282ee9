"""Profiles published as versions, and which of them applies."""

from datetime import date
from uuid import uuid4

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from authorities.models import Authority, ProfileVersion, Service, Team
from authorities.profile import PROFILES, Profile, read_profile
from authorities.publishing import (
    authority_by_key,
    current_profile,
    current_version,
    default_authority,
    procedure_for,
    profile_in_force,
    publish_profile,
    seed_authorities,
    versions,
)
from foundation.database import db
from foundation.errors import Invalid, NotFound, Unavailable


def published(profile: Profile, **changes: object) -> Profile:
    """A copy of a profile with parts changed."""
    return Profile.model_validate(profile.model_dump(mode="json") | changes)


def test_six_authorities_are_shipped_and_only_the_default_is_open(island: Authority) -> None:
    known = {item.key: item.is_open for item in db.session.scalars(select(Authority))}
    assert known == {
        "isle-of-wight": True,
        "hampshire": False,
        "doncaster": False,
        "cheshire-west": False,
        "east-riding": False,
        "blackpool": False,
    }
    assert island.key == "isle-of-wight"


def test_seeding_again_changes_nothing(island: Authority) -> None:
    before = db.session.scalar(select(func.count()).select_from(ProfileVersion))
    island.is_open = False
    seed_authorities()
    assert db.session.scalar(select(func.count()).select_from(ProfileVersion)) == before
    assert not authority_by_key("isle-of-wight").is_open


def test_services_are_made_with_their_teams(island: Authority) -> None:
    fostering = db.session.scalar(select(Service).where(Service.authority_id == island.id, Service.key == "fostering"))
    assert fostering is not None
    assert fostering.team is not None
    assert fostering.team.key == "isle-of-wight-fostering-and-adoption"


def test_a_team_that_was_renamed_keeps_its_name_when_a_profile_is_published(
    island: Authority,
) -> None:
    team = db.session.scalar(select(Team).where(Team.key == "isle-of-wight-sen"))
    assert team is not None
    team.name = "Inclusion"
    publish_profile(island, current_profile(island.id))
    assert team.name == "Inclusion"


def test_a_version_once_published_still_says_what_it_said(island: Authority) -> None:
    first = current_version(island.id)
    changed = published(current_profile(island.id), name="Another name")
    second = publish_profile(island, changed)
    assert (first.number, second.number) == (1, 3)  # its published year is the second
    assert current_profile(island.id).name == "Another name"
    assert procedure_for(first.id, "corporate").name == "Corporate complaint"


def test_a_day_in_a_historic_version_finds_it_and_any_other_day_finds_current_law(
    island: Authority,
) -> None:
    historic = published(current_profile(island.id), law="historic", valid_from="2022-04-01", valid_to="2023-03-31")
    publish_profile(island, historic)
    assert profile_in_force(island.id, date(2022, 10, 3))[1].law == "historic"
    assert profile_in_force(island.id, date(2023, 10, 3))[1].law == "current"
    assert profile_in_force(island.id, date(2026, 10, 3))[1].law == "current"


def test_new_cases_never_open_on_a_historic_version(island: Authority) -> None:
    historic = published(current_profile(island.id), law="historic", valid_from="2022-04-01", valid_to="2023-03-31")
    publish_profile(island, historic)
    assert current_version(island.id).number == 1


def test_an_authority_with_history_alone_takes_no_cases(database: SQLAlchemy) -> None:
    historic = published(read_profile(PROFILES / "blackpool.yaml"), law="historic", valid_to="2027-03-31")
    authority = Authority(key="blackpool", name="Blackpool Council")
    db.session.add(authority)
    db.session.flush()
    publish_profile(authority, historic)
    with pytest.raises(Unavailable, match="no profile on current law"):
        current_version(authority.id)


def test_a_profile_looser_than_the_law_cannot_be_published(island: Authority) -> None:
    content = current_profile(island.id).model_dump(mode="json")
    first_stage = content["procedures"][0]["stages"][0]
    first_stage["clocks"][1]["target"] = 15
    with pytest.raises(Invalid, match="looser than current law"):
        publish_profile(island, Profile.model_validate(content))


def test_a_profile_cannot_be_published_for_another_authority(island: Authority) -> None:
    with pytest.raises(Invalid, match="not of isle-of-wight"):
        publish_profile(island, read_profile(PROFILES / "blackpool.yaml"))


def test_a_current_profile_may_not_drop_a_stage(island: Authority) -> None:
    content = current_profile(island.id).model_dump(mode="json")
    content["procedures"][0]["stages"].pop()
    with pytest.raises(Invalid, match="has no stage stage-3"):
        publish_profile(island, Profile.model_validate(content))


def test_what_is_not_there_is_not_found(island: Authority) -> None:
    with pytest.raises(NotFound):
        authority_by_key("atlantis")
    with pytest.raises(NotFound):
        procedure_for(current_version(island.id).id, "trial-by-ordeal")
    with pytest.raises(NotFound):
        procedure_for(uuid4(), "corporate")


def test_versions_are_numbered_in_the_order_they_were_published(island: Authority) -> None:
    publish_profile(island, current_profile(island.id))
    assert [version.number for version in versions(island.id)] == [1, 2, 3]
    assert default_authority().id == island.id
