"""One authority's profile: who it is, the procedures it follows, its code lists and its services.

A profile is data, published in numbered versions that are never changed; cases keep to the
version they opened under. This module reads and checks profiles and refuses one that would
give people less than current law. It knows no database; publishing is
`authorities.publishing`.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, time
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from authorities.act_rules import ActRule
from authorities.colours import LIGHT, TEXT, contrast
from authorities.logos import Logo, logo_from
from authorities.procedures import (
    ClockChange,
    Procedure,
    apply_change,
    looser_clocks,
)
from foundation import yaml_files
from foundation.frozen_model import FrozenModel

PROFILES = Path(__file__).parent / "profiles"
YEARS = PROFILES / "years"
"""What councils published of one year, laid over their current file: for that year's register and reports."""

_OF_ONE_FILE = ("clocks", "procedures", "lists")

Deeming = Literal["actual-date", "next-working-day"]


class Code(FrozenModel):
    """One entry of a code list: a stable key, the name officers and reports use.

    `plain` is the wording shown to the public where it differs; `group` gathers entries in
    reports; `is_open` false keeps an old entry readable and stops new use.
    """

    key: str
    name: str
    plain: str | None = None
    group: str | None = None
    is_open: bool = True

    @property
    def public_name(self) -> str:
        """What people outside the council read."""
        return self.plain or self.name


class Contact(FrozenModel):
    """How people reach the complaints team. ``freepost`` is an address that needs no stamp, where there is one."""

    phone: str
    email: str
    address: str
    hours: str
    freepost: str = ""


class TeamEntry(FrozenModel):
    """A team that answers for services. Officers and managers are rows, not profile."""

    key: str
    name: str


class ServiceEntry(FrozenModel):
    """A service people complain about, the procedure it usually falls under and its team."""

    key: str
    name: str
    plain: str | None = None
    procedure: str
    team: str

    @property
    def public_name(self) -> str:
        """What people outside the council read."""
        return self.plain or self.name


class ProfileSettings(FrozenModel):
    """What one authority chooses for itself."""

    deemed_receipt: Deeming = "actual-date"
    sign_off_required: bool = False
    formal_findings_in_letters: bool = False
    lado_decision_days: int = Field(default=1, ge=1)
    advocate_referral_days: int = Field(default=1, ge=1)
    call_back_tries: int = Field(default=3, ge=1)
    escalation_days_asked: int = Field(default=20, ge=1)
    quiet_from: time = time(22)
    quiet_until: time = time(8)
    """Between these, London time, nothing is sent to a person that can wait; the same twice means never quiet."""


class Look(FrozenModel):
    """How the authority's pages look. Text on the header is black or white, whichever reads better on its colour.

    Links stand on white, and buttons hold white words: a colour with which these cannot be read is refused.
    """

    header_name: str
    colour: str = Field(default="#0b4f6c", pattern="^#[0-9a-f]{6}$")
    link_colour: str = Field(default="#1a65a6", pattern="^#[0-9a-f]{6}$")
    button_colour: str = Field(default="#0f7a52", pattern="^#[0-9a-f]{6}$")
    logo: Logo | None = None

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        for what, colour in (("links", self.link_colour), ("buttons", self.button_colour)):
            reached = contrast(colour, LIGHT)
            if reached < TEXT:
                raise ValueError(f"{colour} cannot be read for {what}: contrast with white is {reached:.1f}, not 4.5")
        return self


class WayOut(FrozenModel):
    """Where "Exit this page" leads: somewhere ordinary that says nothing of the council, and what people call it."""

    url: str = Field(default="https://www.bbc.co.uk/weather", pattern=r"^https://[a-z0-9.-]+(/[!-~]*)?$")
    name: str = "the BBC Weather page"


class StandingFacts(FrozenModel):
    """What the pages that stand at the foot say of this authority; the defaults are true of any.

    The accessibility statement needs the days and what is not accessible (Public Sector Bodies (Websites and Mobile
    Applications) (No. 2) Accessibility Regulations 2018, regulation 8).
    """

    statement_prepared_on: date = date(2026, 11, 25)
    statement_reviewed_on: date = date(2026, 11, 25)
    not_accessible: tuple[str, ...] = (
        "Letters and copies made as PDF files have no tags for screen readers. The same words are always on a page or "
        "in an email.",
    )
    answer_about_access_within: str = "10 working days"
    data_protection_officer: str | None = None
    """How the data protection officer is reached; the complaints team where nobody is named."""
    kept_for: str = "We have a list that says how long we keep each thing. You can ask us for it."
    privacy_notice: str | None = Field(default=None, pattern=r"^https://[a-z0-9.-]+(/[!-~]*)?$")
    """The address of the council's own whole privacy notice."""


class CodeLists(FrozenModel):
    """Every list officers and forms choose from. Keys are stable; names are the authority's."""

    representation_types: tuple[Code, ...]
    channels: tuple[Code, ...]
    points_of_receipt: tuple[Code, ...]
    complainants: tuple[Code, ...]
    natures: tuple[Code, ...]
    outcomes_sought: tuple[Code, ...]
    outcomes: tuple[Code, ...]
    findings: tuple[Code, ...]
    remedies: tuple[Code, ...]
    response_methods: tuple[Code, ...]
    escalation_reasons: tuple[Code, ...]
    extension_reasons: tuple[Code, ...]
    late_reasons: tuple[Code, ...]
    refusal_reasons: tuple[Code, ...]

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Self:
        for name, codes in self:
            _refuse_repeats(name, [code.key for code in codes])
        return self


LIST_NAMES = frozenset(CodeLists.model_fields)
"""What the code lists of every profile are called."""


class Profile(FrozenModel):
    """A whole profile, as it is published. `law` says whether new cases may open on it."""

    key: str = Field(pattern="^[a-z]+(-[a-z]+)*$")
    name: str
    short_name: str
    law: Literal["current", "historic"] = "current"
    valid_from: date
    valid_to: date | None = None
    source: str
    contact: Contact
    look: Look
    way_out: WayOut = WayOut()
    standing: StandingFacts = StandingFacts()
    settings: ProfileSettings = ProfileSettings()
    teams: tuple[TeamEntry, ...]
    services: tuple[ServiceEntry, ...]
    lists: CodeLists
    procedures: tuple[Procedure, ...]

    @model_validator(mode="after")
    def _parts_fit_together(self) -> Self:
        _refuse_repeats("services", [service.key for service in self.services])
        _refuse_repeats("teams", [team.key for team in self.teams])
        _refuse_repeats("procedures", [procedure.key for procedure in self.procedures])
        procedures = {procedure.key for procedure in self.procedures}
        teams = {team.key for team in self.teams}
        for service in self.services:
            if service.procedure not in procedures:
                raise ValueError(f"{service.key}: there is no procedure {service.procedure}")
            if service.team not in teams:
                raise ValueError(f"{service.key}: there is no team {service.team}")
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("the profile ends before it begins")
        return self

    def procedure(self, key: str) -> Procedure:
        """The procedure with this key. Raises KeyError."""
        for procedure in self.procedures:
            if procedure.key == key:
                return procedure
        raise KeyError(f"{self.key} has no procedure {key}")

    def service(self, key: str) -> ServiceEntry:
        """The service with this key. Raises KeyError."""
        for service in self.services:
            if service.key == key:
                return service
        raise KeyError(f"{self.key} has no service {key}")

    def codes(self, list_name: str) -> tuple[Code, ...]:
        """A code list by its name, as in `CodeLists`. Raises KeyError."""
        if list_name not in LIST_NAMES:
            raise KeyError(f"there is no code list {list_name}")
        codes: tuple[Code, ...] = getattr(self.lists, list_name)
        return codes

    def label(self, list_name: str, key: str) -> str:
        """The officer's name for a code; the key itself when the list no longer holds it."""
        return next((code.name for code in self.codes(list_name) if code.key == key), key)


@cache
def current_law() -> Mapping[str, Procedure]:
    """The procedures of current law, by key."""
    data = yaml_files.load(PROFILES / "current_law.yaml")
    procedures = [Procedure.model_validate(item | {"acts": _acts_of(item["key"])}) for item in data["procedures"]]
    return MappingProxyType({procedure.key: procedure for procedure in procedures})


@cache
def acts_of_any() -> tuple[ActRule, ...]:
    """The acts that need no procedure: what may be done before one is chosen."""
    return tuple(ActRule.model_validate(item) for item in _lawful_acts()["any"])


def _acts_of(procedure: str) -> tuple[ActRule, ...]:
    """The acts of any matter, and those of one procedure."""
    own = _lawful_acts()["procedures"].get(procedure, [])
    return (*acts_of_any(), *(ActRule.model_validate(item) for item in own))


@cache
def _lawful_acts() -> Mapping[str, Any]:
    return MappingProxyType(yaml_files.load(PROFILES / "lawful_acts.yaml"))


@cache
def _shared_lists() -> Mapping[str, Any]:
    lists: dict[str, Any] = yaml_files.load(PROFILES / "shared_lists.yaml")["lists"]
    return MappingProxyType(lists)


def read_profile(path: Path) -> Profile:
    """Read one authority's file, laid over current law and the shared lists.

    The file may leave out `lists` and `settings`; under `procedures` it names those of current
    law that it follows (all when absent) or writes out one of its own, and under `clocks` what
    differs. A file of `YEARS` leaves out whatever is as in the authority's current one.
    Raises ValueError (pydantic's included) naming what is wrong, and refuses a profile of
    current law that is looser than it.
    """
    data: dict[str, Any] = yaml_files.load(path)
    if logo := data.get("look", {}).get("logo"):
        data["look"]["logo"] = logo_from(path.parent / str(logo["file"]), str(logo["alt"]))
    if path.parent == YEARS:
        today = yaml_files.load(PROFILES / f"{data['key']}.yaml")
        data = {name: value for name, value in today.items() if name not in _OF_ONE_FILE} | data
    law = current_law()
    changes = [ClockChange.model_validate(item) for item in data.pop("clocks", [])]
    given = data.pop("procedures", list(law))
    procedures = dict(_law_or_own(law, entry) for entry in given)
    for change in changes:
        procedures[change.procedure] = apply_change(_known(procedures, change.procedure), change)
    lists = {**_shared_lists(), **data.pop("lists", {})}
    profile = Profile.model_validate(data | {"lists": lists, "procedures": procedures.values()})
    refuse_looser(profile, law)
    return profile


def refuse_looser(profile: Profile, law: Mapping[str, Procedure]) -> None:
    """Raise ValueError when a profile new cases may open on gives less than current law."""
    if profile.law == "historic":
        return
    faults = [
        fault
        for procedure in profile.procedures
        if procedure.key in law
        for fault in looser_clocks(procedure, law[procedure.key])
    ]
    if faults:
        raise ValueError(f"{profile.key} is looser than current law: " + "; ".join(faults))


def _law_or_own(law: Mapping[str, Procedure], entry: Any) -> tuple[str, Procedure]:
    """A procedure of current law by its key, or one that the file writes out."""
    procedure = _known(law, entry) if isinstance(entry, str) else Procedure.model_validate(entry)
    return procedure.key, procedure


def _known(procedures: Mapping[str, Procedure], key: str) -> Procedure:
    if key not in procedures:
        raise ValueError(f"there is no procedure {key}")
    return procedures[key]


def _refuse_repeats(what: str, keys: list[str]) -> None:
    repeated = [key for key, times in Counter(keys).items() if times > 1]
    if repeated:
        raise ValueError(f"{what}: named twice: {', '.join(repeated)}")
