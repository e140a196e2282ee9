"""The rows of casework. What is counted is a dated column in the open; words are sealed."""

from cases.models.acts import CaseAct
from cases.models.answering import (
    Action,
    AdvocateReferral,
    Answer,
    ContactAttempt,
    EscalationRequest,
    ExtensionRequest,
)
from cases.models.arriving import CaseLink, IncomingEmail, UnfinishedIntake
from cases.models.case import Case, CaseClock, ClockEvent, Finding, Point, Stage
from cases.models.changes import ChangeRequest
from cases.models.information import InformationRequest, InformationTry
from cases.models.people import Child, NamedPerson, Person
from cases.models.work import (
    Allocation,
    CallBack,
    HarmDecision,
    Look,
    Note,
    Triage,
    WorkItem,
)

__all__ = [
    "Action",
    "AdvocateReferral",
    "Allocation",
    "Answer",
    "CallBack",
    "Case",
    "CaseAct",
    "CaseClock",
    "CaseLink",
    "ChangeRequest",
    "Child",
    "ClockEvent",
    "ContactAttempt",
    "EscalationRequest",
    "ExtensionRequest",
    "Finding",
    "HarmDecision",
    "IncomingEmail",
    "InformationRequest",
    "InformationTry",
    "Look",
    "NamedPerson",
    "Note",
    "Person",
    "Point",
    "Stage",
    "Triage",
    "UnfinishedIntake",
    "WorkItem",
]
