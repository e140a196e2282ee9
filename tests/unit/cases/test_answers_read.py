"""Which answers cases are made from, as whoever changes a form is told."""

from cases.answers_read import USED, answers_read
from webform.publishing import shipped_forms


def test_the_answers_a_case_is_made_from_are_named_with_what_they_are_for() -> None:
    read = answers_read("tell-us")

    assert read["points"] == "the points of complaint"
    assert {"kind", "service", "harm_tick", "email", "phone", "postal_address", "children", "named_people"} <= set(read)
    assert "acting_role" in read, "looked at only where somebody speaks for a child"
    assert answers_read("young-people")["advocate"] == "the offer of an advocate"


def test_nothing_is_read_of_a_form_that_no_case_is_made_from() -> None:
    assert not answers_read("some-other-form")


def test_every_use_that_is_named_is_of_an_answer_that_is_read() -> None:
    read = {key for form_key in shipped_forms() for key in answers_read(form_key)}

    assert set(USED) <= read
