"""Which answers of a form are read when it is sent, and what for: asked of the packages above, so that whoever changes
the form is told before an answer is lost.

The application wires the readers. Must not know cases.
"""

from collections.abc import Callable, Mapping

Reader = Callable[[str], Mapping[str, str]]
"""The key of a form → the key of each question it reads → what the answer is used for."""

_readers: list[Reader] = []


def read_by(reader: Reader) -> None:
    """Have ``reader`` asked as well."""
    if reader not in _readers:
        _readers.append(reader)


def answers_read(form_key: str) -> Mapping[str, str]:
    """Every answer that somebody reads, with what it is used for."""
    return {key: used for reader in _readers for key, used in reader(form_key).items()}
