"""Reading the product's YAML files, with every scalar as text.

YAML 1.1 turns ``no`` into False, ``010`` into 8, ``on:`` into True and days into dates. A code list that says
``no`` means the word. Here every scalar stays the text that was written (an empty one is ``""``); whoever reads the
file lets Pydantic convert. A key written twice in one mapping is an error: the second would silently win.
This module must not know what a file means.
"""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

# The C reader is several times faster and reads the same language; a build of PyYAML without it still works.
_Reader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class YamlFileError(ValueError):
    """The text is not YAML, has a key that is no text, or writes one key twice. The message names the place."""


class _TextLoader(_Reader):  # type: ignore[misc]  # chosen at run time
    """The base loader (every scalar as text) that also refuses a key written twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise YamlFileError(f"{key_node.start_mark}: a list or a mapping cannot be a key.")
            if key in seen:
                raise YamlFileError(f"{key_node.start_mark}: {key!r} is written twice.")
            seen.add(key)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return mapping


def load(path: Path) -> Any:
    """Read one file (UTF-8): mappings, lists and text. Raises ``YamlFileError`` naming the file and the place."""
    return loads(path.read_text(encoding="utf-8"), source=str(path))


def loads(text: str, source: str = "the text") -> Any:
    """As ``load``, from text already read; ``source`` is what an error calls it."""
    try:
        return yaml.load(text, Loader=_TextLoader)  # noqa: S506  # it builds text, lists and mappings only
    except yaml.YAMLError as error:
        raise YamlFileError(f"{source} cannot be read: {error}") from error
    except YamlFileError as error:
        raise YamlFileError(f"{source} cannot be read: {error}") from None
