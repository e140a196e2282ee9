"""The one form of the manager's page, drawn for the points of one answer, and its way to and from a draft."""

from collections.abc import Sequence
from typing import Any

from wtforms import (
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from authorities.models import Officer
from authorities.profile import Profile
from cases.answer_draft import LONGEST_WORDS, AnswerDraft, DraftAction, Fault, PointAnswer
from cases.models import Point
from foundation.day_field import DayField

SOMEBODY_ELSE = ""
LONGEST_JOB = 200


class PointForm(Form):
    """One point: what was found and why."""

    finding = RadioField("What we found", validate_choice=False)
    reasons = TextAreaField("Our answer and reasons", description="The person reads this. Write to them, as “you”.")


class ActionForm(Form):
    """One thing that will be done."""

    what = TextAreaField("What will be done")
    owner_id = SelectField("Who will see to it", validate_choice=False)
    owner_job = StringField("Or whose job it is", description="For example, “the team manager for fostering”")
    due_on = DayField("Done by", what="the date it will be done by", example="27 3 2027")


class AnswerForm(Form):
    """The whole page. ``edition`` is the edition of the draft that it was drawn from."""

    edition = HiddenField()
    try_how = RadioField(
        "How did you try?",
        choices=[
            SelectChoice("call", "Telephone"),
            SelectChoice("video", "Video"),
            SelectChoice("meeting", "Meeting"),
        ],
        validate_choice=False,
    )
    try_notes = TextAreaField("What was said", description="Kept on the case. It does not go into the letter.")
    points = FieldList(FormField(PointForm))
    apology = TextAreaField(
        "Our apology",
        description="Needed where we agree with any of it. Say what we are sorry for, in your own words.",
    )
    remedies = SelectMultipleField("What puts it right", validate_choice=False)
    remedy = TextAreaField("What we will do to put it right", description="The person reads this.")
    actions = FieldList(FormField(ActionForm))
    method = RadioField("How are you answering?", validate_choice=False)
    spoken_on = DayField(
        "When did you speak with them?",
        description="Needed if you telephoned or met. For example, 27 3 2027",
        what="the date you spoke with them",
        example="27 3 2027",
    )

    def offer(self, profile: Profile, owners: Sequence[Officer]) -> None:
        """Give the choices of the authority and the officers who may own an action."""
        findings = [SelectChoice(code.key, code.name) for code in profile.lists.findings if code.is_open]
        for entry in self.points.entries:
            entry.form.finding.choices = findings
        named = [SelectChoice(str(officer.id), _named(officer)) for officer in owners]
        for entry in self.actions.entries:
            entry.form.owner_id.choices = [SelectChoice(SOMEBODY_ELSE, "Somebody else"), *named]
        self.remedies.choices = [
            SelectChoice(code.key, code.name) for code in profile.lists.remedies if code.is_open and code.key != "none"
        ]
        self.method.choices = [
            SelectChoice(code.key, code.name) for code in profile.lists.response_methods if code.is_open
        ]

    def to_draft(self, points: Sequence[Point]) -> AnswerDraft:
        """What was typed, as a draft. Codes that are not offered become blank; words beyond reason are cut."""
        answers = {
            str(point.id): PointAnswer(
                finding=_offered(entry.form.finding), reasons=_words(entry.form.reasons, LONGEST_WORDS)
            )
            for point, entry in zip(points, self.points.entries, strict=False)
        }
        actions = (
            DraftAction(
                what=_words(entry.form.what, LONGEST_WORDS),
                owner_id=_offered(entry.form.owner_id),
                owner_job=_words(entry.form.owner_job, LONGEST_JOB),
                due_on=entry.form.due_on.data,
            )
            for entry in self.actions.entries
        )
        offered = {choice.value for choice in self.remedies.choices}
        return AnswerDraft(
            points=answers,
            apology=_words(self.apology, LONGEST_WORDS),
            remedies=tuple(code for code in self.remedies.data or () if code in offered),
            remedy=_words(self.remedy, LONGEST_WORDS),
            actions=tuple(action for action in actions if not action.is_blank),
            method=_offered(self.method),
            spoken_on=self.spoken_on.data,
            try_notes=_words(self.try_notes, LONGEST_WORDS),
        )

    def show(self, faults: Sequence[Fault]) -> None:
        """Put each fault beside its field."""
        for fault in faults:
            self._at(fault.field).errors = (fault.words,)

    def unreadable_days(self) -> tuple[Fault, ...]:
        """The dates that were typed and could not be read."""
        days = [self.spoken_on, *(entry.form.due_on for entry in self.actions.entries)]
        return tuple(Fault(day.name, str(day.process_errors[0])) for day in days if day.process_errors)

    def _at(self, name: str) -> Field:
        """The field that a fault names: ``apology``, ``points-0-reasons``."""
        group, _, rest = name.partition("-")
        place, _, part = rest.partition("-")
        found: Field = self[group].entries[int(place)].form[part] if part else self[name]
        return found


def form_for_draft(draft: AnswerDraft, points: Sequence[Point], edition: int) -> AnswerForm:
    """The form filled from a draft, with one blank action at the end."""
    actions = [action.model_dump() for action in draft.actions]
    return AnswerForm(
        data={
            "edition": str(edition),
            "try_how": "call",
            "try_notes": draft.try_notes,
            "points": [draft.answer_to(point.id).model_dump() for point in points],
            "apology": draft.apology,
            "remedies": list(draft.remedies),
            "remedy": draft.remedy,
            "actions": [*actions, {}],
            "method": draft.method,
            "spoken_on": draft.spoken_on,
        }
    )


def form_as_typed(typed: Any, points: Sequence[Point]) -> AnswerForm:
    """The form as it was sent, with a place for every point and at least one action."""
    form = AnswerForm(typed)
    while len(form.points.entries) < len(points):
        form.points.append_entry()
    if not form.actions.entries:
        form.actions.append_entry()
    return form


def _named(officer: Officer) -> str:
    return f"{officer.name}, {officer.job}" if officer.job else officer.name


def _words(field: Field, longest: int) -> str:
    return str(field.data or "").replace("\r\n", "\n").strip()[:longest]


def _offered(field: SelectField) -> str:
    value = str(field.data or "")
    return value if value in {str(choice.value) for choice in field.choices or ()} else ""
