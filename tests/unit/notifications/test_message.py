"""The life of a message, by the table."""

import pytest

from foundation.errors import Conflict
from notifications.message import (
    ALLOW,
    FATES,
    NEXT,
    LinkTo,
    after_losing_sight,
    cancel,
    hold,
    link_from_json,
    may_reach,
    next_fate,
    outcome_of_reply,
    strictest,
)

PERMITTED = {
    ("waiting", "held-back", "held"),
    ("waiting", "called-off", "cancelled"),
    ("waiting", "began", "handing-over"),
    ("waiting", "went-to-print", "to-print"),
    ("waiting", "refused", "failed"),
    ("held", "released", "waiting"),
    ("held", "called-off", "cancelled"),
    ("handing-over", "accepted", "sent"),
    ("handing-over", "put-off", "waiting"),
    ("handing-over", "refused", "failed"),
    ("handing-over", "lost-sight", "uncertain"),
    ("uncertain", "asked-again", "waiting"),
    ("failed", "asked-again", "waiting"),
    ("to-print", "was-posted", "posted"),
    ("to-print", "called-off", "cancelled"),
    ("to-print", "sent-elsewhere", "waiting"),
}


def test_these_and_no_other_changes_of_fate_are_permitted() -> None:
    assert {(before, happening, after) for (before, happening), after in NEXT.items()} == PERMITTED


def test_every_fate_can_be_come_to() -> None:
    assert {after for _, _, after in PERMITTED} == set(FATES)


@pytest.mark.parametrize("settled", ["sent", "cancelled", "posted"])
def test_a_settled_message_never_begins_again(settled: str) -> None:
    with pytest.raises(Conflict, match=f"A message that is {settled} cannot be began"):
        next_fate(settled, "began")


def test_an_acknowledgement_out_of_sight_goes_again_and_a_chaser_does_not() -> None:
    assert after_losing_sight("at-least-once") == "send-again"
    assert after_losing_sight("at-most-once") == "leave-uncertain"


def test_calling_off_outweighs_keeping_back_and_that_outweighs_going_on() -> None:
    held, called_off = hold("restricted"), cancel("answered already")
    assert strictest([]) == ALLOW
    assert strictest([ALLOW, held]) == held
    assert strictest([held, called_off, ALLOW]) == called_off


@pytest.mark.parametrize(
    ("code", "kind"), [(250, "accepted"), (421, "put-off"), (451, "put-off"), (550, "refused"), (354, "put-off")]
)
def test_a_mail_servers_reply_says_done_try_again_or_never(code: int, kind: str) -> None:
    assert outcome_of_reply(code).kind == kind


def test_a_copy_outside_production_reaches_only_its_list() -> None:
    allowed = ("tester@council.example", "@team.example")
    assert may_reach("Tester@council.example", is_production=False, is_local_server=False, allowed=allowed)
    assert may_reach("anyone@TEAM.example", is_production=False, is_local_server=False, allowed=allowed)
    assert not may_reach("mother@home.example", is_production=False, is_local_server=True, allowed=allowed)
    assert not may_reach("x@notteam.example", is_production=False, is_local_server=False, allowed=allowed)


def test_without_a_list_only_a_server_on_the_same_machine_is_used() -> None:
    assert may_reach("mother@home.example", is_production=False, is_local_server=True, allowed=None)
    assert not may_reach("mother@home.example", is_production=False, is_local_server=False, allowed=None)
    assert may_reach("mother@home.example", is_production=True, is_local_server=False, allowed=None)


def test_a_plain_link_survives_its_row() -> None:
    assert link_from_json(LinkTo("/desk/cases/R7KD-2M").as_json()) == LinkTo("/desk/cases/R7KD-2M")
