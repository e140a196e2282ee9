"""Procedures as data: the stages a matter goes through and the clocks that run at each.

A clock says what starts it, how long it runs, in which days, and where that is written down.
Nothing here counts a day (see `cases.deadlines`) or knows which case is under which
procedure. A rule of law is only ever written in `profiles/*.yaml`, with its source; one whose
source nobody has read in the original is marked unverified and says so wherever it is shown.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from authorities.act_rules import Act, ActRule, looser_acts
from foundation.calendar import Region
from foundation.frozen_model import FrozenModel

Unit = Literal["working-days", "calendar-days", "months"]

# What a clock counts from. Each is a dated event of the case.
Start = Literal[
    "received",
    "acknowledged",
    "requested",
    "statement-agreed",
    "investigation-report-received",
    "panel-held",
    "panel-report-received",
]

# What a clock is for: the first message back, the answer that ends the stage, or a date kept
# beside them (appointing people, a second way of counting, a panel's steps).
Purpose = Literal["acknowledge", "response", "beside"]


class PauseRule(FrozenModel):
    """Why a clock may stand still. `takes_first_day` leaves the day it stops out of the count too.

    A pause that does not move the limit lengthens the time to the target and never past the limit.
    """

    key: str
    name: str
    moves_limit: bool = True
    takes_first_day: bool = False
    rule: str
    source: str
    is_verified: bool


class ClockRule(FrozenModel):
    """One clock: `target` and `limit` are lengths in `unit` from the day of `starts`.

    `target` is due with no extension; `limit` is the longest an extension may reach, or None
    where the rule allows none. `unless_started` names the clock whose target a forecast
    counts from while the start itself has not happened. `pauses` are the only reasons for which
    it may stand still.
    """

    key: str
    name: str
    purpose: Purpose
    starts: Start
    unit: Unit
    target: int = Field(ge=1)
    limit: int | None = None
    region: Region = "england"
    unless_started: str | None = None
    pauses: tuple[PauseRule, ...] = ()
    rule: str
    source: str
    is_verified: bool

    @model_validator(mode="after")
    def _limit_is_past_target(self) -> Self:
        if self.limit is not None and self.limit <= self.target:
            raise ValueError(f"{self.key}: the limit must be longer than the target")
        return self

    def pause(self, key: str) -> PauseRule | None:
        """The pause with this key, where the rule knows it."""
        return next((pause for pause in self.pauses if pause.key == key), None)


class StageRule(FrozenModel):
    """One stage and its clocks. `plain_name` is what people outside the council call it."""

    key: str
    name: str
    plain_name: str
    clocks: tuple[ClockRule, ...]

    def clock(self, key: str) -> ClockRule:
        """The clock with this key. Raises KeyError."""
        for clock in self.clocks:
            if clock.key == key:
                return clock
        raise KeyError(f"stage {self.key} has no clock {key}")

    def response(self) -> ClockRule | None:
        """The clock that the stage's answer stops, if the procedure sets one."""
        return next((clock for clock in self.clocks if clock.purpose == "response"), None)


class Procedure(FrozenModel):
    """A way of dealing with one kind of matter, stage by stage."""

    key: str
    name: str
    plain_name: str
    summary: str
    stages: tuple[StageRule, ...] = Field(min_length=1)
    acts: tuple[ActRule, ...] = ()

    @model_validator(mode="after")
    def _keys_are_unique_and_known(self) -> Self:
        _refuse_repeats(f"{self.key}: stages", [stage.key for stage in self.stages])
        keys = [clock.key for clock in self.clocks()]
        _refuse_repeats(f"{self.key}: clocks", keys)
        _refuse_repeats(f"{self.key}: acts", [rule.act for rule in self.acts])
        for clock in self.clocks():
            if clock.unless_started is not None and clock.unless_started not in keys:
                raise ValueError(f"{clock.key}: there is no clock {clock.unless_started}")
        for stage in self.stages:
            if sum(clock.purpose == "response" for clock in stage.clocks) > 1:
                raise ValueError(f"{stage.key}: only one clock can be the response clock")
        return self

    def clocks(self) -> Iterator[ClockRule]:
        """Every clock of every stage, in order."""
        for stage in self.stages:
            yield from stage.clocks

    def stage(self, key: str) -> StageRule:
        """The stage with this key. Raises KeyError."""
        for stage in self.stages:
            if stage.key == key:
                return stage
        raise KeyError(f"procedure {self.key} has no stage {key}")

    def act(self, act: Act) -> ActRule | None:
        """What the procedure says of an act; None where it does not know it."""
        return next((rule for rule in self.acts if rule.act == act), None)

    def pauses_of_all(self) -> tuple[PauseRule, ...]:
        """Why every clock of a matter may stand still together: the reasons of acts that stop them."""
        return tuple(
            PauseRule(
                key=reason.key, name=reason.name, rule=rule.rule, source=rule.source, is_verified=rule.is_verified
            )
            for rule in self.acts
            for reason in rule.reasons
            if reason.stops_clocks
        )

    def first_stage(self) -> StageRule:
        """The stage a new case opens on."""
        return self.stages[0]

    def stage_after(self, key: str) -> StageRule | None:
        """The next stage a person may ask for, or None after the last."""
        later = self.stages[self.stages.index(self.stage(key)) + 1 :]
        return later[0] if later else None


class ClockChange(FrozenModel):
    """How one authority's clock differs from current law: shorter, or one the law does not set.

    Either `clock` names the one that is changed, with what is different about it, or `adds` is a whole
    clock that the law's stage does not have. `has_limit` false says that no number bounded an extension.
    """

    procedure: str
    stage: str
    clock: str | None = None
    starts: Start | None = None
    unless_started: str | None = None
    target: int | None = None
    limit: int | None = None
    has_limit: bool = True
    adds: ClockRule | None = None
    rule: str | None = None
    source: str | None = None

    @model_validator(mode="after")
    def _changes_or_adds(self) -> Self:
        if (self.clock is None) == (self.adds is None):
            raise ValueError("name the clock that is changed, or give the clock that is added")
        if self.clock is not None and not (self.source and self.rule):
            raise ValueError(f"{self.clock}: a changed clock needs its own rule and source")
        return self


def apply_change(procedure: Procedure, change: ClockChange) -> Procedure:
    """The procedure with one clock changed or added.

    Raises ValueError when the stage or clock does not exist.
    """
    try:
        stage = procedure.stage(change.stage)
        clocks = _changed_clocks(stage, change)
    except KeyError as error:
        raise ValueError(str(error.args[0])) from None
    changed = StageRule(**{**dict(stage), "clocks": clocks})
    stages = tuple(changed if s.key == stage.key else s for s in procedure.stages)
    return Procedure(**{**dict(procedure), "stages": stages})


def looser_clocks(own: Procedure, law: Procedure) -> list[str]:
    """Where an authority's procedure gives people less than current law does, in plain words.

    Shorter is allowed, longer is not; so is an added clock, a missing one is not. Its acts may be fewer, never more.
    Empty means that the authority keeps to the law.
    """
    mine = {clock.key: clock for clock in own.clocks()}
    faults = [
        f"{own.key} has no stage {stage.key}"
        for stage in law.stages
        if stage.key not in {own_stage.key for own_stage in own.stages}
    ]
    for legal in law.clocks():
        clock = mine.get(legal.key)
        if clock is None:
            faults.append(f"{own.key} has no clock {legal.key}")
        else:
            faults += [f"{own.key} {fault}" for fault in _looser(clock, legal)]
    return faults + [f"{own.key} {fault}" for fault in looser_acts(own.acts, law.acts)]


def _looser(clock: ClockRule, legal: ClockRule) -> list[str]:
    if (clock.unit, clock.starts, clock.region, clock.purpose) != (
        legal.unit,
        legal.starts,
        legal.region,
        legal.purpose,
    ):
        return [f"{clock.key} is not counted as the law counts it"]
    faults = []
    if clock.target > legal.target:
        faults.append(f"{clock.key} allows {clock.target} {clock.unit} where the law allows {legal.target}")
    if (clock.limit or clock.target) > (legal.limit or legal.target):
        faults.append(f"{clock.key} may be extended further than the law allows")
    lawful = {pause.key: pause for pause in legal.pauses}
    for pause in clock.pauses:
        if pause.key not in lawful or pause.moves_limit > lawful[pause.key].moves_limit:
            faults.append(f"{clock.key} may be paused where the law does not allow it: {pause.name}")
    return faults


def _changed_clocks(stage: StageRule, change: ClockChange) -> tuple[ClockRule, ...]:
    if change.adds is not None:
        return (*stage.clocks, change.adds)
    assert change.clock is not None  # the model allows one or the other  # noqa: S101
    old = stage.clock(change.clock)
    new = ClockRule(
        **{
            **dict(old),
            "starts": change.starts or old.starts,
            "unless_started": change.unless_started or old.unless_started,
            "target": change.target or old.target,
            "limit": (change.limit or old.limit) if change.has_limit else None,
            "rule": change.rule,
            "source": change.source,
            "is_verified": True,
        }
    )
    return tuple(new if clock.key == old.key else clock for clock in stage.clocks)


def _refuse_repeats(what: str, keys: list[str]) -> None:
    repeated = [key for key, times in Counter(keys).items() if times > 1]
    if repeated:
        raise ValueError(f"{what} are named twice: {', '.join(repeated)}")
