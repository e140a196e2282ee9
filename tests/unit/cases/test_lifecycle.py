"""The permitted set, exactly: whatever is not written here is refused."""

import pytest

from cases.lifecycle import (
    CASE_MOVES,
    STAGE_MOVES,
    Moves,
    case_state_after,
    stage_state_after,
)
from foundation.errors import Conflict, NotAllowed

CASES = """
answered close complaints-officer closed
answered correct-receipt complaints-officer answered
answered end-limit complaints-officer answered
answered limit-contact complaints-officer answered
answered log-week complaints-officer answered
answered refer-early complaints-officer closed
answered request-next-stage complaints-officer open
answered request-next-stage person open
answered withdraw complaints-officer closed
closed become-complaint complaints-officer to-confirm
closed become-complaint person to-confirm
closed end-limit complaints-officer closed
closed limit-contact complaints-officer closed
closed log-week complaints-officer closed
closed reopen complaints-officer open
closed reopen-answered complaints-officer answered
closed reopen-to-confirm complaints-officer to-confirm
closed request-next-stage complaints-officer open
closed request-next-stage person open
frozen close complaints-officer closed
frozen correct-receipt complaints-officer frozen
frozen end-limit complaints-officer frozen
frozen hand-over complaints-officer closed
frozen limit-contact complaints-officer frozen
frozen log-week complaints-officer frozen
frozen refuse complaints-officer closed
frozen unfreeze complaints-officer open
frozen withdraw complaints-officer closed
open answer complaints-officer answered
open answer responding-manager answered
open answer senior-manager answered
open become-complaint complaints-officer to-confirm
open become-complaint person to-confirm
open become-complaint system to-confirm
open came-from complaints-officer open
open close complaints-officer closed
open correct-receipt complaints-officer open
open decline-next complaints-officer closed
open end-limit complaints-officer open
open freeze complaints-officer frozen
open hand-over complaints-officer closed
open limit-contact complaints-officer open
open log-week complaints-officer open
open merge complaints-officer closed
open pause complaints-officer open
open refuse complaints-officer closed
open request-next-stage complaints-officer open
open request-next-stage person open
open resume complaints-officer open
open split complaints-officer open
open straight-on complaints-officer open
open target-day complaints-officer open
open transfer complaints-officer open
open withdraw complaints-officer closed
to-confirm become-complaint complaints-officer to-confirm
to-confirm become-complaint person to-confirm
to-confirm become-complaint system to-confirm
to-confirm came-from complaints-officer to-confirm
to-confirm close complaints-officer closed
to-confirm confirm complaints-officer open
to-confirm correct-receipt complaints-officer to-confirm
to-confirm hand-over complaints-officer closed
to-confirm merge complaints-officer closed
to-confirm pause complaints-officer to-confirm
to-confirm refuse complaints-officer closed
to-confirm resume complaints-officer to-confirm
to-confirm split complaints-officer to-confirm
to-confirm withdraw complaints-officer closed
"""

STAGES = """
answered close complaints-officer closed
answered close system closed
answered pass-on complaints-officer closed
answered pass-on person closed
closed pass-on complaints-officer closed
closed pass-on person closed
closed reopen complaints-officer open
closed reopen-answered complaints-officer answered
closed reopen-to-confirm complaints-officer proposed
open answer complaints-officer answered
open answer responding-manager answered
open answer senior-manager answered
open close complaints-officer closed
open close person closed
open close system closed
open give-to-signer complaints-officer with-signer
open give-to-signer responding-manager with-signer
open pass-on complaints-officer closed
open pass-on person closed
proposed close complaints-officer closed
proposed close system closed
proposed open complaints-officer open
with-signer answer complaints-officer answered
with-signer answer senior-manager answered
with-signer close complaints-officer closed
with-signer pass-on complaints-officer closed
with-signer pass-on person closed
with-signer return complaints-officer open
with-signer return senior-manager open
"""


def _rows(text: str) -> set[tuple[str, ...]]:
    return {tuple(line.split()) for line in text.strip().splitlines()}


def permitted(moves: Moves) -> set[tuple[str, ...]]:
    """Every (state, act, role, new state) in a table."""
    return {(state, act, role, move.to) for (state, act), move in moves.items() for role in move.roles}


def test_a_case_permits_exactly_these_acts() -> None:
    assert permitted(CASE_MOVES) == _rows(CASES)


def test_a_stage_permits_exactly_these_acts() -> None:
    assert permitted(STAGE_MOVES) == _rows(STAGES)


def test_an_act_that_does_not_follow_is_refused_with_the_state() -> None:
    with pytest.raises(Conflict, match="to confirm"):
        case_state_after("to-confirm", "answer", "responding-manager")


def test_a_manager_may_not_confirm() -> None:
    with pytest.raises(NotAllowed, match="responding manager"):
        case_state_after("to-confirm", "confirm", "responding-manager")


def test_a_closed_case_still_takes_a_request_for_the_next_stage() -> None:
    assert case_state_after("closed", "request-next-stage", "person") == "open"


def test_only_the_signer_or_the_team_sends_what_waits_for_a_signature() -> None:
    with pytest.raises(NotAllowed):
        stage_state_after("with-signer", "answer", "responding-manager")
