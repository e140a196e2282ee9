"""A form in words for the team: its kinds of question, its conditions, its ways on, its pieces of text."""

from collections.abc import Mapping

from foundation.conditions import AllOf, AnyOf, Condition, FieldTest, Not
from webform.checker import CHECK
from webform.definition import Block, Page, Question, Then, WrittenForm

KIND_WORDS: Mapping[str, str] = {
    "text": "One line of words",
    "long-text": "Several lines of words",
    "name": "A name",
    "email": "An email address",
    "telephone": "A telephone number",
    "address": "A postal address",
    "whole-number": "A number",
    "date": "A date",
    "date-of-birth": "A date of birth",
    "yes-no": "Yes or no",
    "radios": "One of several choices",
    "long-list": "One of a long list, searched by typing",
    "checkboxes": "Any of several choices",
    "files": "Files",
    "add-another": "A group that can be added again",
}
BLOCK_WORDS: Mapping[str, str] = {
    "text": "Paragraph",
    "heading": "Heading",
    "list": "List",
    "inset": "Set apart",
    "warning": "Warning",
    "link": "Link",
}
IS_SO: Mapping[str, str] = {
    "is": "is",
    "is_one_of": "is one of",
    "includes": "includes",
    "is_answered": "is answered",
    "is_at_least": "is at least",
    "is_at_most": "is at most",
    "mentions": "mentions",
}
IS_NOT_SO: Mapping[str, str] = {
    "is": "is not",
    "is_one_of": "is none of",
    "includes": "does not include",
    "is_answered": "is not answered",
    "is_at_least": "is not at least",
    "is_at_most": "is not at most",
    "mentions": "does not mention",
}


def kind_words(kind: str) -> str:
    """A kind of question as the team calls it."""
    return KIND_WORDS.get(kind, kind.replace("-", " ").capitalize())


def asked_words(question: Question) -> str:
    """A question as the team knows it: its short name or its words; its key where it has none yet."""
    return question.asked.strip() or question.key


def page_title(page: Page, form: WrittenForm) -> str:
    """What a page is called: its title, its signpost's, its first question; its key where it has no words yet."""
    signpost = form.signpost(page.signpost) if page.signpost else None
    asked = next((question.label for question in page.questions), "")
    return page.title or (signpost.title if signpost else "") or asked or page.key


def condition_words(condition: Condition, form: WrittenForm) -> str:
    """A condition as one sentence part; groups within it stand in brackets."""
    if isinstance(condition, FieldTest):
        return words_of_test(condition, form)
    if isinstance(condition, Not):
        if isinstance(condition.part, FieldTest):
            return words_of_test(condition.part, form, is_so=False)
        return f"not ({condition_words(condition.part, form)})"
    if isinstance(condition, AllOf | AnyOf):
        joiner = " and " if isinstance(condition, AllOf) else " or "
        return joiner.join(_in_brackets(part, form) for part in condition.parts)
    raise TypeError(f"no words for {condition!r}")


def words_of_test(test: FieldTest, form: WrittenForm, *, is_so: bool = True) -> str:
    """One test, with the question's and the choices' own words."""
    question = next((question for question in form.questions() if question.key == test.field), None)
    asked = f"“{asked_words(question) if question else test.field}”"
    if test.test == "is_answered":
        return f"{asked} {(IS_SO if is_so is bool(test.wanted) else IS_NOT_SO)['is_answered']}"
    wanted = test.to_data()[test.test]
    values = [str(value) for value in wanted] if isinstance(wanted, list) else [str(wanted)]
    said = " or ".join(f"“{value_words(question, value)}”" for value in values)
    return f"{asked} {(IS_SO if is_so else IS_NOT_SO)[test.test]} {said}"


def value_words(question: Question | None, value: str) -> str:
    """An answer's own words, where it is one of a question's choices."""
    if question is None:
        return value
    if question.kind == "yes-no" and value in ("yes", "no"):
        return value.capitalize()
    return question.label_of(value)


def way_words(rule: Then, form: WrittenForm) -> str:
    """Where a rule leads, and when."""
    where = f"goes to {target_words(rule.to, form)}"
    when = f", when {condition_words(rule.when, form)}" if rule.when is not None else ""
    carried = "".join(f"; takes “{ours}” along as “{theirs}”" for theirs, ours in rule.carry.items())
    return where + when + carried


def target_words(to: str, form: WrittenForm) -> str:
    """The page, the check page or the other form that a rule leads to."""
    if to == CHECK:
        return "check your answers"
    if to.startswith("form:"):
        return f"the form “{to.removeprefix('form:')}”"
    page = form.page(to)
    return f"“{page_title(page, form)}”" if page else f"“{to}” (there is no such page)"


def block_words(block: Block) -> str:
    """One piece of text, with what kind it is unless it is a plain paragraph."""
    said = "; ".join(block.items) if block.kind == "list" else block.text
    to = f" → {block.href}" if block.href else ""
    return f"{said}{to}" if block.kind == "text" else f"{BLOCK_WORDS[block.kind]}: {said}{to}"


def _in_brackets(part: Condition, form: WrittenForm) -> str:
    words = condition_words(part, form)
    return f"({words})" if isinstance(part, AllOf | AnyOf) else words
