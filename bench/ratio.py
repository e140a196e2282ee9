"""One line of the table, and how a pair of timings becomes a ratio."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

ROUNDS = 3


@dataclass(frozen=True)
class Ratio:
    """Ours against the bare work, both medians of alternating rounds.

    ``is_rate``: more is better and ``bound`` is the least ratio allowed; otherwise the values are
    seconds and ``bound`` is the most. ``bound`` None: shown for information.
    """

    what: str
    ours: float
    bare: float
    unit: str
    kind: Literal["rate", "time"]
    bound: float | None

    @property
    def value(self) -> float:
        return self.ours / self.bare

    @property
    def is_met(self) -> bool:
        if self.bound is None:
            return True
        return self.value >= self.bound if self.kind == "rate" else self.value <= self.bound


def alternate(ours: Callable[[], float], bare: Callable[[], float], rounds: int = ROUNDS) -> tuple[float, float]:
    """Measure the two by turns and give the median of each, so that a slow minute hits both."""
    pairs = [(bare(), ours()) for _ in range(rounds)]
    return (
        statistics.median(pair[1] for pair in pairs),
        statistics.median(pair[0] for pair in pairs),
    )


def table(ratios: list[Ratio]) -> str:
    """The figures as text, one line each, with what was promised."""
    lines = [f"{'what':<58} {'ours':>12} {'bare':>12} {'ratio':>7}  promised"]
    for ratio in ratios:
        sign = ">=" if ratio.kind == "rate" else "<="
        promise = "-" if ratio.bound is None else f"{sign} {ratio.bound:g}"
        verdict = "" if ratio.is_met else "  NOT MET"
        lines.append(
            f"{ratio.what:<58} {_figure(ratio.ours, ratio.unit):>12} "
            f"{_figure(ratio.bare, ratio.unit):>12} {ratio.value:>7.2f}  {promise}{verdict}"
        )
    return "\n".join(lines)


def _figure(value: float, unit: str) -> str:
    shown = f"{value:.3f}" if value < 10 else f"{value:,.0f}"
    return f"{shown} {unit}"
