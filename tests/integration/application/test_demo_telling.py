"""The stories that are told in few words go through the public form, and one click confirms each."""

import pytest
from flask_sqlalchemy import SQLAlchemy

from application.demo.council import Council
from application.demo.script import Story, read_script
from application.demo.telling import case_told, tell
from authorities.invented_officers import seed_invented_officers
from authorities.publishing import default_authority
from cases.confirming import confirm
from foundation.database import transaction
from tests.factories import time_is

KINDS = {
    "compliment": "compliment",
    "comment": "comment",
    "member-enquiry": "member-enquiry",
    "see": "data-request",
    "complain": "data-protection-complaint",
}
"""What a story's choice is counted as; by the right asked for, where one is."""
SHORT = [story for story in read_script().stories if (story.right or story.kind) in KINDS]


@pytest.mark.parametrize("story", SHORT, ids=lambda story: story.name)
def test_a_story_is_told_by_the_form_and_confirmed(shipped: SQLAlchemy, story: Story) -> None:
    time_is("2027-12-02", 21, 40)
    authority = default_authority()
    council = Council(authority, seed_invented_officers(authority))
    with transaction():
        told_id = tell(council, story, read_script().matters[story.matter], 7)
    case = case_told(told_id)
    with transaction():
        confirm(case, council.officer("officer").id)
    assert (case.kind, case.state) == (KINDS[story.right or story.kind], "open")


def test_the_demonstration_shows_every_kind() -> None:
    assert {story.right or story.kind for story in SHORT} == set(KINDS)
