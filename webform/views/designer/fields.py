"""The forms of the designer's pages."""

from collections.abc import Collection, Iterable

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Regexp

from webform.designer.plain_words import kind_words
from webform.kinds import KINDS
from webform.views.designer.rows import SHORT, BlockRow, ChoiceRow

NUMBER = Regexp(r"^\s*[0-9]{0,6}\s*$", message="Enter a whole number, or leave it blank")
NOTE = Length(max=1_000, message="Write no more than 1,000 characters here")
NONE = ""
NEW = "new-"
"""What the boxes of something to add begin with, beside the boxes of what is there."""

NEEDED, OPTIONAL = "needed", "blank"
OF_WORDS, OF_SIGNPOST = "words", "signpost:"

Choices = Iterable[tuple[str, str]]


def options(choices: Choices) -> list[SelectChoice]:
    """Choices for a select or for boxes to tick."""
    return [SelectChoice(value, label) for value, label in choices]


def kind_options(left_out: Collection[str] = ()) -> list[SelectChoice]:
    """The kinds of question, as the team calls them."""
    return options((kind, kind_words(kind)) for kind in KINDS if kind not in left_out)


class WordsForm(Form):
    """The words of a start, check or sent page, or of a signpost."""

    title = StringField("Title", [SHORT])
    blocks = FieldList(FormField(BlockRow))
    button = StringField("Words on the button", [SHORT])


class PageForm(WordsForm):
    """A page's own words."""

    section = StringField("Heading for its answers on the check page", [SHORT])
    signpost = SelectField("Shows the signpost", validate_choice=False)
    at_least_one = SelectMultipleField("One of these must be answered", validate_choice=False)
    at_least_missing = StringField("What to say when none of them is", [SHORT])


class NewPageForm(Form):
    """A page to add."""

    words = StringField("Its question, or its title", [DataRequired("Write the question or the title"), SHORT])
    holds = SelectField("What is on it", validate_choice=False)
    after = SelectField("Stands after", validate_choice=False)


class NewQuestionForm(Form):
    """A question, a field or what a choice asks, to add."""

    label = StringField("Question", [DataRequired("Write the question"), SHORT])
    kind = SelectField("Kind")


class QuestionForm(Form):
    """A question as it stands. Which boxes are shown hangs on its kind."""

    label = StringField("Question", [SHORT])
    hint = TextAreaField("Hint", [SHORT])
    short = StringField("Short name, for the check page and for officers", [SHORT])
    kind = SelectField("Kind", validate_choice=False)
    required = RadioField(
        "Must it be answered?",
        choices=options([(NEEDED, "It must be answered"), (OPTIONAL, "It may be left blank")]),
        validate_choice=False,
    )
    missing = StringField("What to say when it is left out", [SHORT])
    at_most = StringField("At most", [NUMBER])
    least = StringField("Smallest number", [NUMBER])
    greatest = StringField("Largest number", [NUMBER])
    partial = BooleanField("A year alone, or a month and a year, will do")
    must_be = SelectField(
        "The day must be",
        choices=options([(NONE, "Any day"), ("past", "Not after today"), ("future", "Not before today")]),
        validate_choice=False,
    )
    item = StringField("One of them is called", [SHORT])
    choices = FieldList(FormField(ChoiceRow))
    choices_from = SelectField("Choices from a list of the council’s", validate_choice=False)
    without = SelectMultipleField("Leave out of that list", validate_choice=False)
    exclusive = SelectField("The choice that stands alone", validate_choice=False)
    exclusive_divider = StringField("Word before it", [SHORT])


class SignpostForm(Form):
    """A signpost to add."""

    title = StringField("Title of the signpost", [DataRequired("Write a title"), SHORT])


class PublishForm(Form):
    """What changed and why."""

    note = TextAreaField("What changed, and why", [DataRequired("Write what changed and why"), NOTE])


class NameForm(Form):
    """What the form is called."""

    name = StringField("Name of the form", [DataRequired("Write a name for the form"), SHORT])
