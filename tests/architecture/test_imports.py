"""The contracts of pyproject.toml: imports go down, decisions are pure."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.checkout import ROOT


def test_every_import_contract_is_kept() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]
