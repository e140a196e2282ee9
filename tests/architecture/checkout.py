"""The checkout as these tests read it: its modules as syntax trees, and every file that is kept in git."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("application", "authorities", "cases", "foundation", "notifications", "reports", "webform", "workflows")


@dataclass(frozen=True)
class Module:
    """``name`` is its path from the root, which is what a failing test prints."""

    name: str
    text: str
    tree: ast.Module


def modules(*folders: str) -> Iterator[Module]:
    """Every module of these folders, or of the product."""
    for folder in folders or PACKAGES:
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text()
            yield Module(str(path.relative_to(ROOT)), text, ast.parse(text))


def kept_files() -> list[Path]:
    """What git keeps, or would keep: everything it is not told to ignore. Pictures and the like are left out."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [
        ROOT / name for name in listed if (ROOT / name).is_file() and b"\0" not in (ROOT / name).read_bytes()[:8000]
    ]
