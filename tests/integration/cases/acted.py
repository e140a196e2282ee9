"""Acts of casework as tests do them: by an officer, on the day it is, with what each needs and no more."""

from typing import Any

from authorities.act_rules import Act
from authorities.permissions import Grant, Role, Viewer
from cases.act_given import NEEDS, Given
from cases.acting import approve, ask_or_do
from cases.models import Case, CaseAct
from foundation.clock import business_now, london_day
from tests.factories import Council

USUAL: dict[str, Any] = {"way": "call", "words": "Because of what you told us.", "notes": "Written down."}


def do(council: Council, case: Case, act: Act, **given: Any) -> CaseAct:
    """Have Ola, an officer, do an act; it may wait for an approval."""
    needed = {"on": london_day(business_now())} | USUAL
    said = {need: needed[need] for need in NEEDS[act] if need in needed}
    return ask_or_do(case, act, council.officer().id, Given(**said | given))


def do_approved(council: Council, case: Case, act: Act, **given: Any) -> CaseAct:
    """Have Ola ask for an act and the complaints manager approve it."""
    row = do(council, case, act, **given)
    approve(case, row, complaints_manager(council))
    return row


def complaints_manager(council: Council) -> Viewer:
    """Whoever stands as complaints manager."""
    officer = council.officer("complaints.manager")
    grant = Grant(council.authority.id, Role.COMPLAINTS_OFFICER)
    return Viewer(officer.id, officer.name, (grant,))
