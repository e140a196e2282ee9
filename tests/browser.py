"""A browser for the journeys: found on this machine, or installed where that can be done.

Run as a module it does the set-up for ``make test``.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Response, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # This list takes the place of Playwright's own, so what matters of that stands here too. New are the windows
    # that suggest addresses: Chromium draws two of them beside every page, at more cost than the page.
    "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,MediaRouter,NetworkTimeServiceQuerying,"
    "OptimizationHints,PaintHolding,PreconnectToSearch,WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup",
)
ONLY_FAULTS = {"resultTypes": ["violations"]}
"""What passes is not worked out element by element: every rule still runs, in less than half the time."""


def browser_on_path() -> str | None:
    """The machine's own Chromium, or none."""
    return os.environ.get("REDRESS_TEST_BROWSER") or next(
        (path for name in NAMES if (path := shutil.which(name))), None
    )


def launch(playwright: Playwright) -> Browser:
    """A headless browser: the machine's own, else the one that playwright installed."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=browser_on_path(), args=[*ARGUMENTS, *sandbox])


def watch(page: Page, wrong: list[str]) -> None:
    """Add to ``wrong`` whatever a browser complains of: a script, the content policy, a file that did not come.

    A page that is itself an answer of 4xx or 5xx is none of it.
    """
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on("console", lambda said: wrong.append(f"{page.url}: {said.text}") if _is_complaint(said) else None)
    page.on("response", lambda came: wrong.append(f"{came.url}: {came.status}") if _is_missing(came) else None)


def _is_complaint(said: ConsoleMessage) -> bool:
    return said.type in ("error", "warning") and not said.text.startswith("Failed to load resource")


def _is_missing(came: Response) -> bool:
    return came.status >= 400 and came.request.resource_type != "document"


def faults(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands, a line for each element."""
    violations = Axe().run(page, options=ONLY_FAULTS).response["violations"]
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
        for violation in violations
        for node in violation["nodes"]
    ]


def assert_accessible(page: Page) -> None:
    """axe finds nothing, and the page fits the window without scrolling sideways. Waits for a page on its way."""
    page.locator("h1").first.wait_for()
    found = faults(page)
    assert not found, f"{page.url}\n" + "\n".join(found)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{page.url} is {over} px wider than a window of {page.viewport_size}"


def _run(*command: str) -> bool:
    sys.stderr.write(f"{' '.join(command)}\n")
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False).returncode == 0


def _is_installed() -> bool:
    if browser_on_path():
        return True
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def _install() -> bool:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        if _run("apt-get", "update", "-qq") and _run("apt-get", "install", "-y", "-qq", "chromium"):
            return True
    return _run(sys.executable, "-m", "playwright", "install", "chromium")


def main(arguments: Sequence[str] = ()) -> int:
    """Make sure of a browser. Returns the code to exit with."""
    if _is_installed() or (_install() and _is_installed()):
        return 0
    sys.stderr.write("The journeys need a browser: install the package chromium.\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
