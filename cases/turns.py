"""One act at a time on a case: whoever comes second waits, and then sees what the first did.

A page loads its rows before the act begins. Without reading them anew after the wait, a button pressed twice would
pass every check twice. Must not commit, nor judge whether the act may be done.
"""

from foundation.database import Base, db
from foundation.events import lock_streams


def take_turn(case: Base, *rows: Base) -> None:
    """Wait for whoever acts on the case until this transaction ends; then read it, and ``rows`` of it, anew."""
    lock_streams(case.id)
    for row in (case, *rows):
        db.session.refresh(row)
