"""A form as data: pages, questions, branches and wording.

Frozen models that read themselves from YAML or JSON. A ``WrittenForm`` has its shape, and may be half done: the team
works on one. A ``FormDefinition`` also checks itself as it is read: one that exists can be walked to its end, and only
such a one meets the public. ``webform.checker`` says what keeps the first from being the second. Must not touch a
database, a request or WTForms: how a question is drawn and read is ``webform.kinds``.

Pages stand in order. A page is shown when its ``when`` holds for the answers before it. ``then`` rules lead on from
a page: forward to a later page, or to another form (``form:young-people``). Nothing leads backwards.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from foundation.conditions import Condition
from foundation.frozen_model import FrozenModel
from webform.checker import faults_in

Key = str
KindName = Literal[
    "text",
    "long-text",
    "name",
    "email",
    "telephone",
    "address",
    "whole-number",
    "date",
    "date-of-birth",
    "yes-no",
    "radios",
    "long-list",
    "checkboxes",
    "files",
    "add-another",
]
BlockKind = Literal["text", "heading", "list", "inset", "warning", "link"]

FORM_PREFIX = "form:"
_KEY = r"^[a-z][a-z0-9_]{0,43}$"
"""With the number and the field of an entry still a box that ``application.security`` takes."""
_WORDED_KEY = r"^[a-z][a-z0-9-]{0,43}$"


class Block(FrozenModel):
    """One piece of a page's words. Written as plain text, or as one of ``{heading|list|inset|warning|link: ...}``.

    A link leads to an address, to a signpost of the entry form (``signpost:court``), or to another form of the same
    authority (``form:contact-me-now``), which is shown as a button. Text may hold ``{authority}``, ``{phone}``,
    ``{hours}`` and ``{email}``, filled when it is shown.
    """

    kind: BlockKind = "text"
    text: str = ""
    items: tuple[str, ...] = ()
    href: str = ""

    @model_validator(mode="before")
    @classmethod
    def _read_short_form(cls, data: Any) -> Any:
        if isinstance(data, str):
            return {"kind": "text", "text": data}
        if isinstance(data, dict) and len(data) == 1 and "kind" not in data:
            kind, given = next(iter(data.items()))
            if kind == "list":
                return {"kind": kind, "items": given}
            if kind == "link" and isinstance(given, dict):
                return {"kind": kind, **given}
            return {"kind": kind, "text": given}
        return data

    @property
    def form_key(self) -> str | None:
        """The form it leads to, if it leads to one."""
        return self.href.removeprefix(FORM_PREFIX) if self.href.startswith(FORM_PREFIX) else None

    def words(self) -> tuple[str, ...]:
        """Every text in it."""
        return tuple(text for text in (self.text, *self.items) if text)


class Choice(FrozenModel):
    """One answer to choose. ``reveals`` is a single further question, asked when this is chosen.

    ``picture`` is the key of a drawing (``webform.pictures``) shown beside the words, never in their place.
    """

    value: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    label: str
    hint: str = ""
    picture: str = ""
    reveals: "Question | None" = None


class Question(FrozenModel):
    """One question: its ``kind`` says how it is drawn, read and checked (``webform.kinds``).

    ``required_when`` asks for an answer only when it holds for what is known (this page included); without it,
    ``required`` decides. ``missing`` is what a person reads who left a needed answer out. ``choices_from`` names a
    list of the authority's, filled in before its own choices when the form is published (those in ``without`` left
    out), or ``draft``: choices that whoever began the draft gave. ``exclusive`` is the choice that stands alone, like
    "none of these".
    """

    key: Key = Field(pattern=_KEY)
    kind: KindName
    label: str
    short: str = ""
    hint: str = ""
    required: bool = True
    required_when: Condition | None = None
    missing: str = ""
    choices: tuple[Choice, ...] = ()
    choices_from: str = ""
    without: tuple[str, ...] = ()
    exclusive: str = ""
    exclusive_divider: str = "or"
    at_most: int = Field(default=0, ge=0)
    """Longest answer in characters; for add-another the most entries, for files how many. 0 is the kind's own limit."""
    least: int = 0
    greatest: int = 999
    """For whole numbers: the smallest and the largest believed."""
    partial: bool = False
    """For dates: whether a year, or a month and a year, will do."""
    must_be: Literal["", "past", "future"] = ""
    """For dates: not after today, or not before it."""
    fields: tuple["Question", ...] = ()
    item: str = ""
    """For add-another: what one entry is called, like "child"."""

    @property
    def asked(self) -> str:
        """The question as the check page names it."""
        return self.short or self.label

    @property
    def may_be_needed(self) -> bool:
        """Whether some answers make it one that must be answered."""
        return self.required or self.required_when is not None

    def revealed(self) -> tuple["Question", ...]:
        """The further questions its choices reveal."""
        return tuple(choice.reveals for choice in self.choices if choice.reveals is not None)

    def label_of(self, value: str) -> str:
        """The words of a choice; the value itself if it is no choice of this question."""
        return next((choice.label for choice in self.choices if choice.value == value), value)


class AtLeastOne(FrozenModel):
    """Of several questions on a page, one must be answered; ``missing`` says so at the first of them."""

    of: tuple[Key, ...] = Field(min_length=2)
    missing: str = ""


class Then(FrozenModel):
    """Where to go on after a page, when ``when`` holds (always, without one).

    ``to`` is the key of a later page, ``check``, or ``form:<key>``. ``carry`` gives the other form answers already
    given here: its question → ours. Questions with the same key carry over of themselves.
    """

    to: str
    when: Condition | None = None
    carry: dict[Key, Key] = Field(default_factory=dict)

    @property
    def form_key(self) -> str | None:
        """The other form it leads to, if it leads to one."""
        return self.to.removeprefix(FORM_PREFIX) if self.to.startswith(FORM_PREFIX) else None


class Signpost(FrozenModel):
    """Where to go with what this form is not for. It explains and never turns anybody away."""

    key: str = Field(pattern=_WORDED_KEY)
    title: str = ""
    body: tuple[Block, ...] = ()
    button: str = "Carry on and tell us"


class Page(FrozenModel):
    """One page: some questions, or only words. ``signpost`` shows that signpost's words."""

    key: str = Field(pattern=_WORDED_KEY)
    title: str = ""
    section: str = ""
    body: tuple[Block, ...] = ()
    signpost: str = ""
    questions: tuple[Question, ...] = ()
    at_least_one: AtLeastOne | None = None
    when: Condition | None = None
    then: tuple[Then, ...] = ()
    button: str = "Continue"

    def all_questions(self) -> Iterator[Question]:
        """Its questions with those that choices reveal, each after the one that reveals it."""
        for question in self.questions:
            yield question
            yield from question.revealed()


class Start(FrozenModel):
    """The words before the first question."""

    title: str = ""
    body: tuple[Block, ...] = ()
    button: str = "Start now"


class CheckWords(FrozenModel):
    """The words around the answers before they are sent; ``button`` names the act."""

    title: str = "Check your answers before you send them"
    body: tuple[Block, ...] = ()
    button: str = "Send"


class SentWords(FrozenModel):
    """The words of the confirmation; the lines on what happens next come from whoever takes the submission."""

    title: str = "We have what you sent"
    body: tuple[Block, ...] = ()


class WrittenForm(FrozenModel):
    """A whole form as it is written, whether or not it can be walked yet.

    ``audience`` is who it speaks to. ``known`` names values that whoever begins a draft gives, for conditions to ask
    about; nobody is asked for them.
    """

    key: str = Field(pattern=_WORDED_KEY)
    name: str = Field(min_length=1)
    audience: Literal["public", "young-person"] = "public"
    known: tuple[Key, ...] = ()
    start: Start | None = None
    pages: tuple[Page, ...] = Field(min_length=1)
    signposts: tuple[Signpost, ...] = ()
    check: CheckWords = CheckWords()
    sent: SentWords = SentWords()

    def page(self, key: str) -> Page | None:
        """The page with this key."""
        return next((page for page in self.pages if page.key == key), None)

    def signpost(self, key: str) -> Signpost | None:
        """The signpost with this key."""
        return next((signpost for signpost in self.signposts if signpost.key == key), None)

    def questions(self) -> Iterator[Question]:
        """Every question of every page, revealed ones included."""
        for page in self.pages:
            yield from page.all_questions()

    def blocks(self) -> Iterator[Block]:
        """Every piece of words on its pages."""
        starts = (self.start,) if self.start is not None else ()
        bodies = [part.body for part in (*starts, *self.pages, *self.signposts, self.check, self.sent)]
        return chain.from_iterable(bodies)

    def other_forms(self) -> frozenset[str]:
        """The forms it leads to, by an answer or by a link."""
        by_answers = {rule.form_key for page in self.pages for rule in page.then if rule.form_key}
        return frozenset(by_answers | {block.form_key for block in self.blocks() if block.form_key})

    def as_data(self) -> dict[str, Any]:
        """The same form as plain data, without what goes without saying; reading it gives an equal one."""
        return self.model_dump(mode="json", exclude_defaults=True)


class FormDefinition(WrittenForm):
    """A form fit for the public. Reading one that cannot be walked raises ``ValueError`` naming every wrong place."""

    @model_validator(mode="after")
    def _can_be_walked(self) -> Self:
        faults = faults_in(self)
        if faults:
            raise ValueError("; ".join(str(fault) for fault in faults))
        return self
