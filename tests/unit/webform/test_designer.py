"""Changing a form as data: each change does what it says and nothing else, and no form is lost on the way."""

from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.conditions import AllOf, AnyOf, Condition, FieldTest, Not, parse_condition
from foundation.errors import Invalid, NotFound
from foundation.unseen import UNSEEN
from foundation.yaml_files import load
from tests.unit.webform.test_definition import form, page, radios, text
from webform.checker import faults_in
from webform.definition import WrittenForm
from webform.designer import advice, pages, questions, words
from webform.designer.comparing import changes_between
from webform.designer.form_file import FileRefused, as_file, read_file
from webform.designer.keys import key_from
from webform.designer.outline import outline_of
from webform.designer.plain_words import condition_words
from webform.designer.rules import Kept, Row, Sheet, condition_of, part_at, sheet_of, with_part
from webform.publishing import STARTER_FORMS

Data = dict[str, Any]

WHO = page("who", radios("who", "parent", "carer", "other"))
MORE = page("more", text("more"), when={"field": "who", "is": "other"})
WHAT = page("what", text("what"), text("when", required="false"), title="What happened")
SMALL = WrittenForm.model_validate(form(WHO, MORE, WHAT)).as_data()
SHIPPED = [WrittenForm.model_validate(load(path)).as_data() for path in sorted(STARTER_FORMS.glob("*.yaml"))]


def faults(data: Data) -> list[str]:
    return [str(fault) for fault in faults_in(WrittenForm.model_validate(data))]


def changes(before: Data, after: Data) -> list[str]:
    return [
        str(change) for change in changes_between(WrittenForm.model_validate(before), WrittenForm.model_validate(after))
    ]


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("What is your child’s name?", "what_is_your_childs_name"),
        ("Où étiez-vous?", "ou_etiez_vous"),
        ("2 things to know", "question_2_things_to_know"),
        ("", "question"),
        ("Тест", "question"),
        ("A very long question that goes on and on for ever", "a_very_long_question_that_goes_on_and_on"),
    ],
)
def test_keys_are_made_from_words(said: str, key: str) -> None:
    assert key_from(said, ()) == key


def test_a_key_is_never_given_twice() -> None:
    assert key_from("Name", {"name", "name_2"}) == "name_3"
    assert key_from("Check", {"check"}, joiner="-") == "check-2"


def test_a_new_page_stands_behind_the_one_it_was_asked_to_and_cannot_be_called_check() -> None:
    data, key = pages.add_page(SMALL, "who", {"title": "Check"}, questions.new_question(SMALL, "text", "Which team?"))

    assert [page["key"] for page in data["pages"]] == ["who", key, "more", "what"]
    assert key == "check-2"
    assert data["pages"][1]["questions"][0]["key"] == "which_team"


def test_changing_the_words_of_a_question_keeps_its_key() -> None:
    data = questions.change_question(SMALL, "what", {"label": "What went wrong?"})

    assert data["pages"][2]["questions"][0] == {
        "key": "what",
        "kind": "text",
        "label": "What went wrong?",
        "missing": "Write something",
    }
    assert changes(SMALL, data) == ["Question “What went wrong?”: question"]


def test_changing_the_words_of_a_choice_keeps_its_code_and_a_new_choice_gets_one() -> None:
    asked = [
        {"value": "parent", "label": "A mother or father"},
        {"label": "A grandparent"},
        {"value": "other", "label": "Other"},
    ]

    data = questions.set_choices(SMALL, "who", asked, removed={"carer"})

    assert [(choice["value"], choice["label"]) for choice in data["pages"][0]["questions"][0]["choices"]] == [
        ("parent", "A mother or father"),
        ("a-grandparent", "A grandparent"),
        ("other", "Other"),
    ]


def test_a_choice_keeps_the_question_it_reveals_when_its_words_change() -> None:
    data, key = questions.add_revealed(SMALL, "who", "other", "text", "Who are you, then?")
    kept = questions.set_choices(data, "who", [{"value": "other", "label": "Somebody else"}])

    assert kept["pages"][0]["questions"][0]["choices"][0]["reveals"]["key"] == key == "who_are_you_then"
    assert "reveals" not in questions.remove_question(kept, key)["pages"][0]["questions"][0]["choices"][0]


def test_pages_move_up_and_down_and_behind_another() -> None:
    def order(data: Data) -> list[str]:
        return [page["key"] for page in data["pages"]]

    assert order(pages.shift_page(SMALL, "what", -1)) == ["who", "what", "more"]
    assert order(pages.shift_page(SMALL, "who", -1)) == ["who", "more", "what"]
    assert order(pages.shift_page(SMALL, "what", 1)) == ["who", "more", "what"]
    assert order(pages.move_page(SMALL, "who", "what")) == ["more", "what", "who"]
    assert order(pages.move_page(SMALL, "what", pages.FIRST)) == ["what", "who", "more"]
    assert order(pages.move_page(SMALL, "what", "what")) == ["who", "more", "what"]


def test_a_page_moved_before_the_answer_its_condition_needs_is_named() -> None:
    moved = pages.move_page(SMALL, "more", pages.FIRST)

    assert "more: a condition asks about who, which is only asked later" in faults(moved)
    assert changes(SMALL, moved) == ["Page “What more?”: moved"]


def test_rules_on_a_removed_question_are_kept_and_named() -> None:
    data = questions.remove_question(SMALL, "who")

    assert data["pages"][1]["when"] == {"field": "who", "is": "other"}
    assert "more: a condition asks about who, which no question asks" in faults(data)
    assert questions.rules_about(SMALL, {"who"}) == [("more", "when it is shown")]


def test_the_only_page_cannot_be_removed() -> None:
    with pytest.raises(Invalid, match="needs a page"):
        pages.remove_page(form(WHO), "who")


def test_what_is_gone_already_is_said_to_be_gone() -> None:
    for change in (
        lambda: pages.remove_page(SMALL, "gone"),
        lambda: questions.change_question(SMALL, "gone", {}),
        lambda: questions.change_question(SMALL, "who.gone", {}),
        lambda: words.change_signpost(SMALL, "gone", {}),
        lambda: pages.remove_way(SMALL, "who", 0),
        lambda: pages.remove_way(SMALL, "who", -1),
    ):
        with pytest.raises(NotFound):
            change()


def test_a_copied_page_has_questions_of_its_own_and_its_rules_ask_about_those() -> None:
    first = form(
        page(
            "who",
            radios("who", "parent", "other"),
            text("name", required_when={"field": "who", "is": "other"}),
            at_least_one={"of": ["who", "name"], "missing": "Say one"},
            then=[{"to": "check", "when": {"not": {"field": "who", "is": "other"}}}],
            title="Who are you",
        ),
        WHAT,
    )

    data, key = pages.copy_page(first, "who")

    copied = data["pages"][1]
    assert (key, [question["key"] for question in copied["questions"]]) == ("who-2", ["who_2", "name_2"])
    assert copied["questions"][1]["required_when"] == {"field": "who_2", "is": "other"}
    assert copied["at_least_one"]["of"] == ["who_2", "name_2"]
    assert copied["then"][0]["when"] == {"not": {"field": "who_2", "is": "other"}}
    assert not faults(data)


def test_another_kind_of_question_drops_what_it_cannot_have() -> None:
    data = questions.change_question(SMALL, "who", {"kind": "long-text"})

    assert "choices" not in data["pages"][0]["questions"][0]
    assert "choices" in questions.change_question(SMALL, "who", {"kind": "checkboxes"})["pages"][0]["questions"][0]


def test_fields_of_a_group_are_added_moved_and_removed() -> None:
    data, path = questions.add_question(SMALL, "what", "add-another", "Children")
    for label in ("Name", "Age"):
        data, _ = questions.add_field(data, path, "text", label)
    data = questions.shift_question(data, "children.age", -1)
    data, copied = questions.copy_question(data, "children.name")

    group = questions.change_question(data, "children.age", {"hint": "In years"})["pages"][2]["questions"][2]
    assert [field["key"] for field in group["fields"]] == ["age", "name", "name_2"]
    assert copied == "children.name_2"
    assert group["fields"][0]["hint"] == "In years"
    assert len(questions.remove_question(data, "children.age")["pages"][2]["questions"][2]["fields"]) == 2


def test_a_rule_on_where_a_page_leads_is_added_changed_moved_and_removed() -> None:
    one = pages.set_way(SMALL, "who", None, {"to": "what", "when": {"field": "who", "is": "parent"}})
    two = pages.set_way(one, "who", None, {"to": "check"})
    turned = pages.shift_way(two, "who", 1, -1)

    assert [rule["to"] for rule in turned["pages"][0]["then"]] == ["check", "what"]
    assert pages.set_way(turned, "who", 1, {"when": None})["pages"][0]["then"][1] == {"to": "what"}
    assert "then" not in pages.remove_way(one, "who", 0)["pages"][0]


def test_words_around_the_questions_and_signposts_change() -> None:
    data, key = words.add_signpost(SMALL, "If it is about a court")
    data = words.change_signpost(data, key, {"body": [{"kind": "text", "text": "Ask the court."}]})
    data = words.change_words(data, "start", {"title": "Tell us", "body": [{"kind": "inset", "text": "It is safe."}]})

    assert not faults(data)
    assert changes(SMALL, data) == ["Start page: added", "Signpost “If it is about a court”: added"]
    assert words.change_words(words.remove_signpost(data, key), "start", None) == SMALL


ANSWERS = st.builds(
    lambda field, test, value: parse_condition(
        {"field": field, test: [value, "b"] if test in ("is_one_of", "mentions") else value}
    ),
    st.sampled_from(["who", "what", "gone"]),
    st.sampled_from(["is", "is_one_of", "includes", "mentions"]),
    st.sampled_from(["parent", "a"]),
) | st.builds(lambda field, given: FieldTest(field, "is_answered", given), st.just("who"), st.booleans())


def deeper(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.builds(Not, inner) | st.builds(AllOf, parts) | st.builds(AnyOf, parts)


CONDITIONS: st.SearchStrategy[Condition] = st.recursive(ANSWERS, deeper, max_leaves=8)
VALUES = st.fixed_dictionaries(
    {
        "who": st.sampled_from([None, "parent", "a", "b", ("parent",), ("a", "b")]),
        "what": st.sampled_from([None, "parent", "a b", ("b",)]),
    }
)


@given(CONDITIONS, st.lists(VALUES, min_size=1))
def test_any_condition_opened_as_rows_and_saved_means_the_same(condition: Condition, values: list[Data]) -> None:
    saved = condition_of(sheet_of(condition), condition)

    assert saved is not None
    assert [saved.holds(given) for given in values] == [condition.holds(given) for given in values]


@given(CONDITIONS, st.data(), st.lists(VALUES, min_size=1))
def test_a_group_within_a_condition_is_opened_and_saved_in_its_place(
    condition: Condition, data: st.DataObject, values: list[Data]
) -> None:
    kept = [row.number for row in sheet_of(condition).rows if isinstance(row, Kept)]
    if not kept:
        return
    path = (data.draw(st.sampled_from(kept)),)
    part = part_at(condition, path)

    saved = with_part(condition, path, condition_of(sheet_of(part), part))

    assert saved is not None
    assert [saved.holds(given) for given in values] == [condition.holds(given) for given in values]


def test_a_condition_is_shown_in_the_words_of_questions_and_choices() -> None:
    condition = parse_condition(
        {
            "all": [
                {"any": [{"field": "who", "is": "parent"}, {"field": "what", "mentions": ["hit", "hurt me"]}]},
                {"not": {"field": "when", "is_answered": "true"}},
                {"field": "who", "is_one_of": ["parent", "other"]},
            ]
        }
    )

    assert condition_words(condition, WrittenForm.model_validate(SMALL)) == (
        "(“Which who?” is “Parent” or “What what?” mentions “hit” or “hurt me”) and “What when?” is not answered"
        " and “Which who?” is one of “Parent” or “Other”"
    )


def test_rows_that_stand_together_can_be_turned_round_and_added_to() -> None:
    was = parse_condition(
        {
            "any": [
                {"field": "who", "is": "parent"},
                {"all": [{"field": "what", "is": "x"}, {"field": "when", "is": "y"}]},
            ]
        }
    )

    sheet = sheet_of(was)

    assert sheet == Sheet("any", (Row("who", "is", ("parent",)), Kept(1)))
    turned = condition_of(Sheet("none", (*sheet.rows, Row("who", "is", ("carer", "other"), is_so=False))), was)
    assert turned is not None
    assert turned.to_data() == {
        "not": {
            "any": [
                {"field": "who", "is": "parent"},
                {"all": [{"field": "what", "is": "x"}, {"field": "when", "is": "y"}]},
                {"not": {"field": "who", "is_one_of": ["carer", "other"]}},
            ]
        }
    }
    assert with_part(was, (1,), None) == parse_condition({"field": "who", "is": "parent"})
    added = with_part(
        parse_condition({"field": "who", "is": "parent"}), (1,), parse_condition({"field": "what", "is": "x"})
    )
    assert added == parse_condition({"all": [{"field": "who", "is": "parent"}, {"field": "what", "is": "x"}]})


class Edited:
    """A form before and after changes; too long to be printed."""

    def __init__(self, before: Data, after: Data) -> None:
        self.before, self.after = before, after

    def __repr__(self) -> str:
        return "a form before and after"


@st.composite
def edited(draw: st.DrawFn) -> Edited:
    """A shipped form, and the same after some changes by an officer."""
    start = data = draw(st.sampled_from([*SHIPPED, SMALL]))
    said = st.text(st.characters(codec="utf-8", exclude_characters="{}"), max_size=30).map(partial(UNSEEN.sub, ""))
    for _ in range(draw(st.integers(1, 4))):
        page_key = draw(st.sampled_from([page["key"] for page in data["pages"]]))
        asked = [question["key"] for page in data["pages"] for question in page.get("questions", [])]
        question = draw(st.sampled_from(asked)) if asked else None
        act = draw(st.integers(0, 9))
        if act == 0:
            data, _ = pages.add_page(data, page_key, {"title": draw(said)})
        elif act == 1:
            data = pages.shift_page(data, page_key, draw(st.integers(-2, 2)))
        elif act == 2:
            data, _ = pages.copy_page(data, page_key)
        elif act == 3 and len(data["pages"]) > 1:
            data = pages.remove_page(data, page_key)
        elif act == 4:
            data, _ = questions.add_question(data, page_key, draw(st.sampled_from(["text", "radios"])), draw(said))
        elif act == 5 and question:
            data = questions.change_question(data, question, {"label": draw(said), "hint": draw(said)})
        elif act == 6 and question:
            data = questions.remove_question(data, question)
        elif act == 7:
            data = pages.set_when(data, page_key, draw(CONDITIONS))
        elif act == 8:
            data = words.change_words(data, "sent", {"body": [{"kind": "heading", "text": draw(said)}]})
        elif question:
            data = questions.move_question(data, question, page_key)
    return Edited(start, data)


@settings(max_examples=40)
@given(edited())
def test_any_change_leaves_a_form_that_reads_the_same_again(form: Edited) -> None:
    data = form.after

    assert WrittenForm.model_validate(data).as_data() == data
    assert len({page["key"] for page in data["pages"]}) == len(data["pages"])
    assert not [fault for fault in faults(data) if "have this key" in fault]
    outline = outline_of(WrittenForm.model_validate(data))
    assert [page.key for page in outline] == [page["key"] for page in data["pages"]]


@settings(max_examples=40)
@given(edited())
def test_a_form_sent_out_as_a_file_comes_back_the_same(form: Edited) -> None:
    written = WrittenForm.model_validate(form.after)
    if faults_in(written):
        with pytest.raises(FileRefused) as refused:
            read_file(as_file(written), written.key)
        assert refused.value.faults == [str(fault) for fault in faults_in(written)]
    else:
        assert read_file(as_file(written), written.key).as_data() == written.as_data()


@settings(max_examples=40)
@given(edited())
def test_whatever_differs_between_two_forms_is_told(form: Edited) -> None:
    assert bool(changes(form.before, form.after)) is (form.before != form.after)


@pytest.mark.parametrize("data", SHIPPED, ids=lambda data: str(data["key"]))
def test_every_shipped_form_comes_back_the_same_from_its_file(data: Data) -> None:
    assert read_file(as_file(WrittenForm.model_validate(data)), data["key"]).as_data() == data


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("key: [", "cannot be read"),
        ("just words", "holds no form"),
        ("key: a\nkey: b", "written twice"),
        ("a: &x [1]\nb: *x", "by reference"),
        ("[" * 2000, "The file"),
        (
            "key: try-out\nname: Try\npages:\n- key: who\n  questions:\n"
            "  - {key: Bad Key, kind: text, label: Who?, colour: red}\n",
            "pages › who › questions › Bad Key › colour: a form has nothing called this",
        ),
        ("key: try-out\npages: []", "name: this is needed"),
        ("key: other\nname: Try\npages:\n- {key: who}\n", "key: this is the form other, not try-out"),
        ("key: try-out\nname: Try\npages:\n- {key: who, title: Who}\n", "who: there is nothing on this page"),
    ],
)
def test_a_file_that_is_no_form_is_refused_and_each_fault_has_its_place(text: str, faults: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_file(text, "try-out")
    assert faults in "\n".join(refused.value.faults)


def test_words_that_are_hard_to_read_are_told_with_their_age() -> None:
    hard = "Notwithstanding prioritisation, representations necessitate comprehensive consideration by administrators."
    data = questions.change_question(SMALL, "what", {"hint": hard})

    found = list(advice.hard_words(WrittenForm.model_validate(data)))

    assert [(fault.part, fault.place) for fault in found] == [("question", "what")]
    assert "reads at age" in found[0].text
    assert not list(advice.hard_words(WrittenForm.model_validate(SMALL)))


def test_answers_that_are_read_and_would_be_lost_are_told_with_what_they_are_for() -> None:
    live = WrittenForm.model_validate(SMALL)
    lost = WrittenForm.model_validate(questions.remove_question(SMALL, "what"))
    narrower = WrittenForm.model_validate(questions.set_choices(SMALL, "who", [], removed={"carer"}))
    other_kind = WrittenForm.model_validate(questions.change_question(SMALL, "what", {"kind": "email"}))
    read = {"what": "the points of complaint", "who": "the procedure"}

    def told(draft: WrittenForm) -> list[str]:
        return [str(fault) for fault in advice.lost_answers(live, draft, read)]

    assert told(lost) == [
        "form: “What what?” (what) is no longer asked. Without it there is nothing for: the points of complaint"
    ]
    assert len(told(narrower)) == 3
    assert told(narrower)[1] == "who: “Carer” can no longer be chosen. The answer is read for: the procedure"
    assert told(other_kind) == [
        "what: it is another kind of question now. Its answer is read for: the points of complaint"
    ]
    assert not told(live)
    assert not list(advice.lost_answers(live, lost, {}))
