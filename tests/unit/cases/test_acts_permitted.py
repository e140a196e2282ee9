"""For each procedure, state and role: exactly the acts that are permitted. Whatever is not written here is refused.

A line says how a case stands, then what a complaints officer may do. No other role may do any of it: a manager answers,
and the complaints manager or a senior manager approves.
"""

from dataclasses import replace

import pytest

from authorities.procedures import Procedure
from authorities.profile import acts_of_any, current_law
from cases.acts_permitted import Standing, permitted, refuse_approver, rule_of_permitted
from cases.lifecycle import COMPLAINTS_MANAGER, MANAGER, OFFICER, PERSON, SENIOR, SYSTEM
from foundation.errors import Conflict, NotAllowed

LAW = current_law()

STATUTORY = """
to-confirm at 1          : came-from close correct-receipt hand-over merge pause refuse split withdraw
to-confirm at 1, paused  : came-from close correct-receipt hand-over merge refuse resume split withdraw
open at 1                : came-from close correct-receipt freeze hand-over limit-contact merge pause refuse split
                           straight-on target-day transfer withdraw
open at 1, paused        : came-from close correct-receipt freeze hand-over limit-contact merge refuse resume split
                           straight-on target-day transfer withdraw
frozen at 1              : close correct-receipt hand-over limit-contact refuse unfreeze withdraw
answered at 1            : close correct-receipt limit-contact withdraw
open at 2                : close correct-receipt decline-next freeze hand-over limit-contact target-day withdraw
frozen at 2              : close correct-receipt hand-over limit-contact unfreeze withdraw
answered at 2            : close correct-receipt limit-contact refer-early withdraw
open at 3                : close correct-receipt decline-next freeze hand-over limit-contact target-day withdraw
answered at 3            : close correct-receipt limit-contact withdraw
closed at 1              : limit-contact reopen
closed at 3              : limit-contact reopen
open at 1, held          : close correct-receipt freeze pause target-day withdraw
to-confirm at 1, held    : close correct-receipt pause withdraw
frozen at 1, held        : close correct-receipt unfreeze withdraw
closed at 1, held        :
open at 1, sending       : close correct-receipt limit-contact pause target-day withdraw
open at 2, sending       : close correct-receipt limit-contact target-day withdraw
open at 1, call owed     : came-from close correct-receipt freeze limit-contact pause split straight-on target-day
                           transfer withdraw
open at 1, one point     : came-from close correct-receipt freeze hand-over limit-contact merge pause refuse
                           straight-on target-day transfer withdraw
open at 3, limited       : close correct-receipt decline-next end-limit freeze hand-over log-week target-day withdraw
closed at 1, limited     : end-limit log-week reopen
"""

CORPORATE = """
to-confirm at 1          : came-from close correct-receipt hand-over merge refuse split withdraw
open at 1                : came-from close correct-receipt freeze hand-over limit-contact merge refuse split
                           straight-on target-day transfer withdraw
frozen at 1              : close correct-receipt hand-over limit-contact refuse unfreeze withdraw
answered at 1            : close correct-receipt limit-contact withdraw
open at 2                : close correct-receipt decline-next freeze hand-over limit-contact target-day withdraw
frozen at 2              : close correct-receipt hand-over limit-contact unfreeze withdraw
answered at 2            : close correct-receipt limit-contact withdraw
closed at 2              : limit-contact reopen
"""

DATA_REQUEST = """
to-confirm at 1          : came-from close correct-receipt hand-over merge pause refuse split withdraw
to-confirm at 1, paused  : came-from close correct-receipt hand-over merge refuse resume split withdraw
open at 1                : came-from close correct-receipt hand-over merge pause refuse split target-day transfer
                           withdraw
open at 1, paused        : came-from close correct-receipt hand-over merge refuse resume split target-day transfer
                           withdraw
answered at 1            : close correct-receipt withdraw
closed at 1              : reopen
"""

NEVER_PAUSED = """
to-confirm at 1          : came-from close correct-receipt hand-over merge refuse split withdraw
open at 1                : came-from close correct-receipt hand-over merge refuse split target-day transfer
                           withdraw
answered at 1            : close correct-receipt withdraw
closed at 1              : reopen
"""

NEVER_REFUSED = """
to-confirm at 1          : came-from close correct-receipt hand-over merge split withdraw
open at 1                : came-from close correct-receipt hand-over merge split target-day transfer withdraw
answered at 1            : close correct-receipt withdraw
closed at 1              : reopen
"""

NEVER_MOVED = """
to-confirm at 1          : came-from close correct-receipt hand-over merge split withdraw
open at 1                : came-from close correct-receipt hand-over merge split target-day withdraw
answered at 1            : close correct-receipt withdraw
closed at 1              : reopen
"""

TABLES = {
    "children-statutory": STATUTORY,
    "corporate": CORPORATE,
    "subject-access": DATA_REQUEST,
    "rectification-erasure": NEVER_PAUSED,
    "freedom-of-information": DATA_REQUEST,
    "data-protection-complaint": NEVER_REFUSED,
    "member-enquiry": NEVER_REFUSED,
    "comment": NEVER_REFUSED,
    "compliment": NEVER_MOVED,
    "call-back": NEVER_MOVED,
    "ombudsman-enquiry": NEVER_MOVED,
}


def lines_of(table: str) -> list[tuple[str, str]]:
    """How a case stands, and the acts; a line that begins with spaces goes on with the one above."""
    whole = table.strip().replace("\n  ", " ")
    return [(stands.strip(), acts) for stands, _, acts in (line.partition(":") for line in whole.splitlines())]


ROWS = [(procedure, *line) for procedure, table in TABLES.items() for line in lines_of(table)]


def standing(procedure: Procedure | None, stands: str) -> Standing:
    """``open at 2, limited`` as a decision sees it."""
    words, *signs = stands.split(", ")
    state, _, number = words.partition(" at ")
    stages = procedure.stages if procedure else ()
    place = int(number) - 1
    return Standing(
        rules={rule.act: rule for rule in (procedure.acts if procedure else acts_of_any())},
        state=state,
        stage=stages[place].key if stages else None,
        number=int(number),
        is_answered=state == "answered",
        has_next=place + 1 < len(stages),
        is_held="held" in signs,
        is_sending="sending" in signs,
        owes_call="call owed" in signs,
        points=1 if "one point" in signs else 2,
        is_limited="limited" in signs,
        is_paused="paused" in signs,
        has_pauses=bool(stages) and any(clock.pauses for clock in stages[place].clocks),
    )


@pytest.mark.parametrize(("procedure", "stands", "acts"), ROWS)
def test_an_officer_may_do_exactly_these(procedure: str, stands: str, acts: str) -> None:
    assert sorted(permitted(standing(LAW[procedure], stands), OFFICER)) == acts.split()


@pytest.mark.parametrize("role", [MANAGER, SENIOR, COMPLAINTS_MANAGER, PERSON, SYSTEM])
def test_nobody_else_may_do_any(role: str) -> None:
    assert not [row for row in ROWS if permitted(standing(LAW[row[0]], row[1]), role)]


def test_every_procedure_has_its_table() -> None:
    assert TABLES.keys() == LAW.keys()


def test_before_a_procedure_is_known_only_what_holds_for_any_matter_may_be_done() -> None:
    assert sorted(permitted(standing(None, "to-confirm at 0"), OFFICER)) == [
        "came-from",
        "close",
        "correct-receipt",
        "hand-over",
        "merge",
        "split",
        "withdraw",
    ]


@pytest.mark.parametrize(
    ("stands", "act", "why"),
    [
        ("closed at 1", "withdraw", "is closed"),
        ("open at 1", "refer-early", "is open"),
        ("answered at 1", "refer-early", "has not been answered"),
        ("open at 1", "decline-next", "asked for a further stage"),
        ("open at 2", "straight-on", "no first stage"),
        ("open at 1, held", "refuse", "possible harm"),
        ("open at 1", "log-week", "is not limited"),
        ("open at 1, sending", "transfer", "on its way"),
        ("open at 1, call owed", "refuse", "waiting for a call"),
        ("open at 1, one point", "split", "only one point"),
    ],
)
def test_what_is_not_permitted_is_refused_in_words(stands: str, act: str, why: str) -> None:
    with pytest.raises(Conflict, match=why):
        rule_of_permitted(act, standing(LAW["children-statutory"], stands), OFFICER)  # type: ignore[arg-type]


def test_a_complaint_about_data_can_never_be_refused() -> None:
    with pytest.raises(Conflict, match="does not allow"):
        rule_of_permitted("refuse", standing(LAW["data-protection-complaint"], "open at 1"), OFFICER)


def test_a_manager_may_not_withdraw_what_a_person_told_us() -> None:
    with pytest.raises(NotAllowed):
        rule_of_permitted("withdraw", standing(LAW["corporate"], "open at 1"), MANAGER)


@pytest.mark.parametrize(
    ("procedure", "acts"),
    [
        ("children-statutory", "decline-next limit-contact refer-early refuse"),
        ("corporate", "decline-next limit-contact refuse"),
        ("subject-access", "refuse"),
        ("freedom-of-information", "refuse"),
        ("member-enquiry", ""),
    ],
)
def test_a_manager_approves_exactly_these(procedure: str, acts: str) -> None:
    assert sorted(rule.act for rule in LAW[procedure].acts if rule.needs_approval) == acts.split()


@pytest.mark.parametrize("role", [OFFICER, MANAGER, PERSON, SYSTEM])
def test_only_the_complaints_manager_or_a_senior_manager_approves(role: str) -> None:
    with pytest.raises(NotAllowed):
        refuse_approver(role, asked_it=False)


@pytest.mark.parametrize("role", [COMPLAINTS_MANAGER, SENIOR])
def test_nobody_approves_what_they_asked_for(role: str) -> None:
    refuse_approver(role, asked_it=False)
    with pytest.raises(NotAllowed, match="somebody else"):
        refuse_approver(role, asked_it=True)


def test_what_waits_for_approval_is_not_asked_for_twice() -> None:
    waits = replace(standing(LAW["corporate"], "open at 1"), waiting=frozenset({"refuse"}))
    assert "refuse" not in permitted(waits, OFFICER)
