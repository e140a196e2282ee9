"""What a new database is given: holidays, authorities, forms, flows and wordings, as shipped.

Every seed may run again: it adds what is missing and changes nothing that is there.
"""

from collections.abc import Callable

SEEDS: tuple[Callable[[], object], ...] = ()


def seed() -> None:
    """Run every seed in order, in the caller's transaction."""
    for plant in SEEDS:
        plant()
