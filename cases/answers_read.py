"""Which answers of a form a case is made from, for whoever changes the form.

Found by reading: each reader is given answers that note what is looked up, once blank and once with each choice of
each question, so that this stays true whatever the readers become.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from cases.reading import FORMS, read_answers
from foundation.clock import now
from webform.definition import WrittenForm
from webform.publishing import shipped_forms

USED: Mapping[str, str] = {
    "kind": "what kind of case it becomes",
    "who_are_you": "who the person is, and the rules that propose a procedure",
    "acting_role": "who somebody is who speaks for a child",
    "acting_consent": "whether the child agrees",
    "child_involved": "whether a child is involved",
    "children": "the children it is about",
    "named_people": "whom it is about, so that nobody answers about themselves",
    "about_named": "whether it is about one person or team",
    "points": "the points of complaint",
    "what_happened": "the points of complaint",
    "service": "the service, and so who answers",
    "harm_tick": "the rule on possible harm, which keeps a case closed to the service",
    "not_safe": "the rule on somebody who is not safe now",
    "advocate": "the offer of an advocate",
    "call_choice": "whether we ring, take the complaint, or both",
    "outcome_sought": "what would put it right",
    "name": "the person’s name",
    "first_name": "the young person’s name",
    "email": "how we write to the person",
    "phone": "the number we ring",
    "postal_address": "where letters go",
    "safe_notes": "how to reach the person safely",
    "adjustments": "what helps the person, in every letter and call",
    "language": "the language of letters and calls",
}
"""What an answer is for, where its key does not say it to everybody."""

ANY_OTHER = "the case that is opened from it"


class _Noting(dict[str, Any]):
    """Answers that note each key that is looked up."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        super().__init__(given)
        self.looked_up: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.looked_up.add(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        self.looked_up.add(key)
        return super().__getitem__(key)


@cache
def answers_read(form_key: str) -> Mapping[str, str]:
    """The key of each question whose answer a case is made from → what it is for; nothing for other forms."""
    if form_key not in FORMS:
        return MappingProxyType({})
    looked_up: set[str] = set()
    for answers in _ways_to_answer(shipped_forms().get(form_key)):
        noting = _Noting(answers)
        read_answers(form_key, noting, now())
        looked_up |= noting.looked_up
    return MappingProxyType({key: USED.get(key, ANY_OTHER) for key in sorted(looked_up)})


def _ways_to_answer(form: WrittenForm | None) -> list[dict[str, Any]]:
    ways: list[dict[str, Any]] = [{}]
    for question in form.questions() if form is not None else ():
        for choice in question.choices:
            ways.append({question.key: [choice.value] if question.kind == "checkboxes" else choice.value})
    return ways
