"""Drills run against real servers and processes of their own, and leave nothing behind."""

from collections.abc import Callable, Iterator

import pytest

from tests.drills.running import Run


@pytest.fixture
def run_of() -> Iterator[Callable[..., Run]]:
    """``run_of(REDRESS_LEASE_SECONDS="2")`` makes a run, not yet started; all are cleared after the test."""
    runs: list[Run] = []

    def make(**settings: str) -> Run:
        runs.append(Run(settings))
        return runs[-1]

    yield make
    for run in runs:
        run.clear()
