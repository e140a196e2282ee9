"""A form as a file to keep or to hand on: YAML, read back to an equal form.

Reading refuses whatever could not be published, and names every place that is wrong.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import yaml
from pydantic import ValidationError

from foundation.unseen import UNSEEN
from foundation.yaml_files import YamlFileError, loads
from webform.checker import faults_in
from webform.definition import WrittenForm

LONGEST = 300_000
"""Characters: several times the longest form."""

MOST_FAULTS = 50
"""The most that are named: whoever sees so many has the wrong file."""

# The C reader and writer are several times faster; a build of PyYAML without them still works.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_DEEPEST = 50
_PLAIN = {"missing": "this is needed", "extra_forbidden": "a form has nothing called this"}


class FileRefused(ValueError):
    """The file is no form that could be published; ``faults`` says why, a place a line."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def as_file(form: WrittenForm) -> str:
    """The form as YAML."""
    return str(yaml.dump(form.as_data(), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110))


def read_file(text: str, key: str) -> WrittenForm:
    """The form in a file, which must be the one with this key. Raises ``FileRefused``."""
    if len(text) > LONGEST:
        raise FileRefused([f"The file is longer than {LONGEST:,} characters."])
    try:
        _refuse_what_grows(text)
        data = _without_unseen(loads(text, source="The file"))
    except yaml.YAMLError as error:
        raise FileRefused([f"The file cannot be read: {error}"]) from None
    except YamlFileError as error:
        raise FileRefused([str(error)]) from None
    if not isinstance(data, dict):
        raise FileRefused(["The file holds no form."])
    try:
        form = WrittenForm.model_validate(data)
    except ValidationError as error:
        raise FileRefused(list(islice(_places(error, data), MOST_FAULTS))) from None
    faults = [str(fault) for fault in faults_in(form)]
    if form.key != key:
        faults.insert(0, f"key: this is the form {form.key}, not {key}")
    if faults:
        raise FileRefused(faults[:MOST_FAULTS])
    return form


def _without_unseen(data: Any) -> Any:
    """The same without characters that nobody can see, as what is typed in the browser is kept without them."""
    if isinstance(data, dict):
        return {key: _without_unseen(part) for key, part in data.items()}
    if isinstance(data, list):
        return [_without_unseen(part) for part in data]
    return UNSEEN.sub("", data)


def _refuse_what_grows(text: str) -> None:
    """A short text can be made to build a huge thing, by references or by depth; no form needs either."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            raise FileRefused(["The file repeats parts by reference (* and &). Write each of them out."])
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise FileRefused(["The file nests its parts too deep for a form."])


def _places(error: ValidationError, data: Any) -> Iterator[str]:
    for fault in error.errors():
        yield f"{_place(fault['loc'], data)}: {_PLAIN.get(fault['type']) or fault['msg'].removeprefix('Value error, ')}"


def _place(path: tuple[int | str, ...], data: Any) -> str:
    """A path in words an officer can follow: the keys of pages and questions instead of their numbers."""
    words: list[str] = []
    here = data
    for step in path:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        if isinstance(step, int):
            named = here.get("key") or here.get("value") if isinstance(here, dict) else None
            words.append(str(named or f"number {step + 1}"))
        else:
            words.append(step)
    return " › ".join(words) or "the form"
