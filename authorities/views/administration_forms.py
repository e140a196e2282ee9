"""The forms of the administration pages."""

import re
from collections.abc import Sequence
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Regexp

from authorities.models import Authority, Officer, Team
from authorities.permissions import Role

NOBODY = ""
Choices = Sequence[SelectChoice]


class OfficerForm(FlaskForm):
    """Somebody who works here."""

    name = StringField(
        "Name", [InputRequired("Enter the officer's name"), Length(max=200, message="Enter a shorter name")]
    )
    email = StringField(
        "Work email address",
        [
            InputRequired("Enter an email address, like name@council.example"),
            Length(max=254, message="Enter a shorter email address"),
            Regexp(
                r"^\s*[^@\s]+@[^@\s]+\s*$",
                message="Enter an email address, like name@council.example",
            ),
        ],
    )
    job = StringField("Job (optional)", [Length(max=200, message="Enter a shorter job title")])
    is_active = BooleanField(
        "Works here", description="Untick when they leave: they are signed out and get no more requests."
    )


class RoleForm(FlaskForm):
    """One role for one authority, in one team or all."""

    role = SelectField("Role", choices=[SelectChoice(role.value, role.label) for role in Role])
    authority = SelectField("For")
    team = SelectField("In")

    def offer(self, authorities: Sequence[Authority], teams: Sequence[Team]) -> None:
        """Offer these authorities and teams."""
        self.authority.choices = [SelectChoice(str(known.id), known.name) for known in authorities]
        self.team.choices = [
            SelectChoice(NOBODY, "All teams"),
            *(SelectChoice(str(team.id), team.name) for team in teams),
        ]


class TeamForm(FlaskForm):
    """A team and its line of management."""

    name = StringField(
        "Name of the team",
        [InputRequired("Enter the name of the team"), Length(max=200, message="Enter a shorter name")],
    )
    manager_id = SelectField("Manager, who answers")
    service_manager_id = SelectField("Service manager")
    head_of_service_id = SelectField("Head of service")

    def offer(self, officers: Choices) -> None:
        """Offer these people for each place."""
        for place in (self.manager_id, self.service_manager_id, self.head_of_service_id):
            place.choices = [SelectChoice(NOBODY, "Nobody"), *officers]


class AuthorityForm(FlaskForm):
    """Who leads for an authority, and whether it takes new messages."""

    complaints_manager_id = SelectField("Complaints manager")
    stage_two_lead_id = SelectField("Stage 2 lead")
    harm_lead_id = SelectField("Takes the LADO decision")
    host = StringField(
        "Host name of its own",
        [Regexp(r"^([a-z0-9-]+\.)+[a-z]{2,}$|^$", message="Enter a host name like complaints.council.example")],
        filters=[lambda typed: (typed or "").strip().lower()],
        description="Its start page is the first one there. Leave it blank if it has none.",
    )
    is_open = BooleanField("Open to the public", description="Its form can be found and used.")

    def offer(self, officers: Choices) -> None:
        """Offer these people for each lead."""
        for lead in (self.complaints_manager_id, self.stage_two_lead_id, self.harm_lead_id):
            lead.choices = [SelectChoice(NOBODY, "Nobody"), *officers]


def people(officers: Sequence[Officer]) -> Choices:
    """The officers at work, as choices."""
    return [
        SelectChoice(str(officer.id), f"{officer.name}, {officer.job}" if officer.job else officer.name)
        for officer in officers
        if officer.is_active
    ]


def chosen(field: SelectField) -> UUID | None:
    """The id chosen, or None for nobody."""
    return UUID(field.data) if field.data and field.data != str(None) else None


def team_key(name: str) -> str:
    """A key made from a team's name: lower case, words joined by hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", name.lower()))
