"""How modules are named, how long they are, and what they may not do whatever package they are in."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.checkout import ROOT, Module, kept_files, modules

LONGEST = 400
LEFTOVERS = {"utils", "util", "helpers", "helper", "common", "core", "services", "misc"}
REGISTRIES = ("pypi" + ".org", "files.python" + "hosted.org", "registry.npm" + "js.org", "--index" + "-url ")
CLOCK = "foundation/clock.py"
COMMITTERS = {"foundation/database.py"}


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    long = {module.name: len(module.text.splitlines()) for module in modules() if module.text.count("\n") > LONGEST}
    assert not long


def test_modules_are_named_for_a_thing_of_the_trade() -> None:
    parts = {module.name: set(re.split(r"[/.]", module.name)) for module in modules()}
    assert not {name: found & LEFTOVERS for name, found in parts.items() if found & LEFTOVERS}


def test_every_module_says_what_it_is_for() -> None:
    silent = [module.name for module in modules() if module.text.strip() and not ast.get_docstring(module.tree)]
    assert not silent


def test_nothing_is_imported_inside_a_function() -> None:
    assert not [place for module in modules() for place in hidden_imports(module)]


def hidden_imports(module: Module) -> Iterator[str]:
    for outer in ast.walk(module.tree):
        if isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for node in ast.walk(outer):
                if isinstance(node, (ast.Import, ast.ImportFrom)):
                    yield f"{module.name}:{node.lineno}"


def test_only_the_clock_reads_the_time() -> None:
    read = re.compile(r"\b(datetime\.(now|today|utcnow)|date\.today)\(")
    found = [module.name for module in modules() if module.name != CLOCK and read.search(module.text)]
    assert not found, "take now from foundation.clock, so that tests and the demo can move it"


def test_operations_leave_the_commit_to_whoever_opened_the_transaction() -> None:
    commits = re.compile(r"\bsession\.commit\(")
    assert not [module.name for module in modules() if module.name not in COMMITTERS and commits.search(module.text)]


def test_nothing_is_left_to_do_later() -> None:
    marks = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b")
    assert not [module.name for module in modules() if marks.search(module.text)]


def test_no_file_names_a_package_registry() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {host}" for path in kept_files() for host in REGISTRIES if host in path.read_text()
    ]
    assert not found
