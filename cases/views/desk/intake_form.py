"""The one dense form of intake: what came by telephone, letter, email or in person."""

from datetime import date, datetime, time

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
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from authorities.models import Authority
from authorities.profile import Profile
from cases.intake import ChildGiven, Intake, NamedGiven, PersonGiven, PointGiven
from cases.same_people import Sought
from cases.views.desk.sending_once import SentOnce
from foundation.clock import business_now, london_day, london_time
from foundation.day_field import DayField
from foundation.day_words import full_day
from foundation.holidays import current_table

MOST_LETTERS = 20_000
LONGEST = Length(max=MOST_LETTERS, message="Write no more than 20,000 letters here")
SHORT = Length(max=300, message="Write no more than 300 letters here")
ADDRESS = Regexp(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message="Enter an email address like name@example.com")
NOON = time(12)
KINDS = (
    ("complaint", "A complaint"),
    ("compliment", "A compliment"),
    ("comment", "An idea or a comment"),
    ("data-see", "Asks to see data we hold"),
    ("data-correct", "Asks to correct or delete data"),
    ("data-protection-complaint", "A data protection complaint"),
    ("member-enquiry", "From an MP or a councillor"),
    ("something-else", "Something else"),
)
DATA_RIGHTS = {"data-see": "see", "data-correct": "correct"}
"""Requests about data are one kind for the rules, told apart by the right that is used."""

ADJUSTMENTS = (
    ("large-print", "Large print"),
    ("easy-read", "Easy read"),
    ("braille", "Braille"),
    ("audio", "Letters as sound"),
    ("bsl", "A British Sign Language interpreter"),
    ("text-relay", "Calls by text, or Relay UK"),
    ("interpreter", "An interpreter for another language"),
    ("more-time", "More time to talk or to read"),
    ("somebody-with-me", "Somebody with them when we talk"),
)
SAFE_TIMES = (
    ("weekday-morning", "Weekday mornings"),
    ("weekday-lunchtime", "Weekday lunchtimes"),
    ("weekday-afternoon", "Weekday afternoons"),
    ("any-time", "Any time"),
)


class ChildRow(Form):
    """A child; all may be left out."""

    name = StringField("Child's name", [SHORT])
    date_of_birth = StringField("Date of birth", [SHORT], description="As far as it is known, like 2015-06-14")
    relationship = StringField("What they are to the child", [SHORT])


class NamedRow(Form):
    """Somebody it is about."""

    name = StringField("Name of somebody it is about", [SHORT])
    job = StringField("Job", [SHORT])
    team = StringField("Team", [SHORT])


class PointRow(Form):
    """One point of complaint."""

    what = TextAreaField("Point, in their words", [LONGEST])
    when = StringField("When it happened", [SHORT])


class IntakeForm(SentOnce):
    """Everything an officer may be told; only how and when it came, and the gist or a point, are needed."""

    authority = SelectField("Authority", [InputRequired("Choose the authority")])
    kind = RadioField(
        "What is it?",
        [InputRequired("Choose what it is")],
        choices=[SelectChoice(key, label) for key, label in KINDS],
    )
    channel = SelectField("How it came", [InputRequired("Choose how it came")])
    point_of_receipt = SelectField("Who received it first", [Optional()])
    received_on = DayField(
        "Day it first reached the council",
        [InputRequired("Enter the day it first reached the council")],
        what="the day it first reached the council",
        example="20 11 2026",
    )
    gist = TextAreaField("The gist", [LONGEST], description="One or two lines, for the list")
    points = FieldList(FormField(PointRow), min_entries=1)
    service = SelectField("Service", [Optional()])
    outcome_words = TextAreaField("What would put it right", [LONGEST])
    name = StringField("Their name", [SHORT])
    relationship = SelectField("Who they are", [InputRequired("Choose who they are")])
    is_young = BooleanField("They are a child, young person or care leaver")
    age = StringField("Their age", [SHORT])
    email = StringField("Email", [Optional(), SHORT, ADDRESS])
    phone = StringField("Telephone", [SHORT])
    postal_address = TextAreaField("Address", [LONGEST])
    contact_through = StringField("Through somebody", [SHORT], description="Who, and how to reach them")
    talk_how = RadioField(
        "How they would like to speak with us",
        [Optional()],
        choices=[
            SelectChoice("call", "Call"),
            SelectChoice("video", "Video"),
            SelectChoice("meeting", "Meeting"),
            SelectChoice("writing-only", "In writing only"),
        ],
    )
    safe_times = SelectMultipleField(
        "When it is safe to ring", choices=[SelectChoice(key, label) for key, label in SAFE_TIMES]
    )
    may_leave_message = BooleanField("We may leave a message")
    may_write = BooleanField("We may write to this address")
    preferred_channel = RadioField(
        "How we write to them",
        [Optional()],
        choices=[SelectChoice("email", "Email"), SelectChoice("letter", "Letter")],
    )
    wants_no_answer = BooleanField("They want no answer")
    safe_notes = StringField("Anything else to keep them safe", [SHORT])
    adjustments = SelectMultipleField(
        "Adjustments they need", choices=[SelectChoice(key, label) for key, label in ADJUSTMENTS]
    )
    adjustments_words = StringField("More about what helps them", [SHORT])
    language = StringField("Language", [SHORT])
    call_choice = RadioField(
        "Do they want a call?",
        [InputRequired("Choose whether they want a call")],
        choices=[
            SelectChoice("take-complaint", "No, take the complaint"),
            SelectChoice("call-me", "A call instead of a complaint"),
            SelectChoice("both", "Both"),
        ],
        default="take-complaint",
    )
    wants_advocate = BooleanField("They want an advocate")
    child_involved = RadioField(
        "Is a child or young person involved?",
        [InputRequired("Choose whether a child is involved")],
        choices=[
            SelectChoice("yes", "Yes"),
            SelectChoice("no", "No"),
            SelectChoice("not-sure", "Not known"),
        ],
    )
    children = FieldList(FormField(ChildRow), min_entries=1)
    named_people = FieldList(FormField(NamedRow), min_entries=1)
    link = SelectMultipleField("Belongs with", validate_choice=False)
    may_be_harmed = BooleanField("A worker or carer may have harmed a child")

    def offer(self, authorities: list[Authority], profile: Profile) -> None:
        """Fill the lists from the authorities the officer works for and the profile of the one shown."""
        self.authority.choices = [SelectChoice(found.key, found.name) for found in authorities]
        self.channel.choices = _listed(profile, "channels", "Choose how it came", leaving_out="e-form")
        self.point_of_receipt.choices = _listed(profile, "points_of_receipt", "Not known")
        self.relationship.choices = _listed(profile, "complainants", "Choose who they are")
        self.service.choices = [
            SelectChoice("", "Not known"),
            *(SelectChoice(found.key, found.name) for found in profile.services),
        ]

    def sought(self) -> Sought:
        """What the screen knows of people so far, to find them in other cases."""
        return Sought(
            name=_said(self.name.data),
            email=_said(self.email.data),
            phone=_said(self.phone.data),
            children=tuple((_said(row["name"]), _said(row["date_of_birth"])) for row in self.children.data),
        )

    def validate_received_on(self, field: DayField) -> None:
        """Nothing is received tomorrow, nor before any day that could be counted from."""
        if field.data is not None and field.data > london_day(business_now()):
            raise ValidationError("The day it reached the council must be today or in the past")
        if field.data is not None and field.data < (first := current_table().first):
            raise ValidationError(f"The day it reached the council must be {full_day(first)} or later")

    def validate_gist(self, field: TextAreaField) -> None:
        """Something must be written, here or as a point."""
        if not (field.data or "").strip() and not self.points_given():
            raise ValidationError("Write the gist, or at least one point")

    def points_given(self) -> tuple[PointGiven, ...]:
        """The points that say something."""
        return tuple(
            PointGiven(_said(row["what"]), _said(row["when"]) or None) for row in self.points.data if _said(row["what"])
        )

    def intake(self, sent_at: datetime | None = None) -> Intake:
        """The whole as ``cases.opening`` takes it. Only for a form that has passed its checks.

        ``sent_at`` is when an email was sent: it says the hour, where the day is the one that was typed.
        """
        return Intake(
            received_at=moment_of(self.received_on.data, sent_at),
            channel=self.channel.data,
            kind=self._kind(),
            person=self._person(),
            point_of_receipt=self.point_of_receipt.data or None,
            call_choice=self.call_choice.data if self.kind.data == "complaint" else None,
            child_involved=self.child_involved.data,
            children=tuple(
                ChildGiven(_said(row["name"]), _said(row["date_of_birth"]) or None, _said(row["relationship"]) or None)
                for row in self.children.data
                if _said(row["name"])
            ),
            named_people=tuple(
                NamedGiven(_said(row["name"]), _said(row["job"]) or None, _said(row["team"]) or None)
                for row in self.named_people.data
                if _said(row["name"])
            ),
            points=self.points_given(),
            service=self.service.data or None,
            outcome_words=_said(self.outcome_words.data) or None,
            gist=_said(self.gist.data) or None,
            wants_advocate=self.wants_advocate.data,
            triage_values=(
                ("harm_tick", ("child-may-have-been-hurt",) if self.may_be_harmed.data else ()),
                ("data_right", DATA_RIGHTS.get(self.kind.data)),
            ),
        )

    def _kind(self) -> str:
        chosen = str(self.kind.data)
        if chosen in DATA_RIGHTS:
            return "data-request"
        return "call-back" if chosen == "complaint" and self.call_choice.data == "call-me" else chosen

    def _person(self) -> PersonGiven:
        return PersonGiven(
            name=_said(self.name.data) or None,
            relationship=self.relationship.data,
            is_young=self.is_young.data,
            age=_said(self.age.data) or None,
            email=_said(self.email.data) or None,
            phone=_said(self.phone.data) or None,
            postal_address=_said(self.postal_address.data) or None,
            contact_through=_said(self.contact_through.data) or None,
            talk_how=self.talk_how.data or None,
            safe_times=tuple(self.safe_times.data or ()),
            may_leave_message=self.may_leave_message.data,
            may_write=self.may_write.data,
            preferred_channel=self.preferred_channel.data or None,
            wants_no_answer=self.wants_no_answer.data,
            safe_notes=_said(self.safe_notes.data) or None,
            adjustments=tuple(self.adjustments.data or ()),
            adjustments_words=_said(self.adjustments_words.data) or None,
            language=_said(self.language.data) or None,
        )


def moment_of(day: date | None, sent_at: datetime | None = None) -> datetime:
    """The moment something came: its day is typed, its hour an email's or now's where they are of that day."""
    for moment in (sent_at, business_now()):
        if moment is not None and day in (None, london_day(moment)):
            return moment
    assert day is not None  # noqa: S101
    return london_time(day, NOON)


def _listed(profile: Profile, name: str, ask: str, leaving_out: str = "") -> list[SelectChoice]:
    codes = (SelectChoice(code.key, code.name) for code in profile.codes(name) if code.key != leaving_out)
    return [SelectChoice("", ask), *codes]


def _said(typed: str | None) -> str:
    return (typed or "").strip()
