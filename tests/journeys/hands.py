"""The two ways to use a page, pointing and keys alone; both answer any question of a form by its definition."""

from collections.abc import Mapping
from typing import Any, Protocol

from playwright.sync_api import Locator, Page

from tests.answers import boxes
from webform.definition import Question

_REACH = 150
"""More presses of Tab or of an arrow than lead to anything on a page."""


class Hands(Protocol):
    """Somebody who uses a page."""

    page: Page

    def choose(self, choice: Locator) -> None:
        """Take one choice, by its radio or box."""

    def write(self, box: Locator, words: str) -> None:
        """Type into a box that is empty."""

    def press(self, button: Locator) -> None:
        """Press a button, and wait for the page it leads to."""


class Pointer:
    """Somebody who clicks or taps."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def choose(self, choice: Locator) -> None:
        choice.check()

    def write(self, box: Locator, words: str) -> None:
        box.fill(words)

    def press(self, button: Locator) -> None:
        with self.page.expect_navigation():
            button.click()


class Keys:
    """Somebody who uses Tab, Space, Enter, the arrows and the letters, and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def choose(self, choice: Locator) -> None:
        group, is_radio = choice.get_attribute("name"), choice.get_attribute("type") == "radio"
        for _ in range(_REACH):
            if self._is_at(choice):
                break
            in_group = self.page.evaluate("group => document.activeElement.name === group", group)
            self.page.keyboard.press("ArrowDown" if is_radio and in_group else "Tab")
        else:
            raise AssertionError(f"no key reaches {group} on {self.page.url}")
        if not choice.is_checked():
            self.page.keyboard.press("Space")
        assert choice.is_checked()

    def write(self, box: Locator, words: str) -> None:
        self.go_to(box)
        self.page.keyboard.insert_text(words)

    def press(self, button: Locator) -> None:
        self.go_to(button)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def go_to(self, wanted: Locator) -> None:
        """Tab until it has the focus, which shows."""
        for _ in range(_REACH):
            if self._is_at(wanted):
                assert wanted.evaluate("one => one.matches(':focus-visible')"), f"{wanted} does not show its focus"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {wanted} on {self.page.url}")

    def _is_at(self, wanted: Locator) -> bool:
        return bool(wanted.evaluate("one => one === document.activeElement"))


def answer(hands: Hands, question: Question, answers: Mapping[str, Any]) -> None:
    """Answer one question, and the one that a choice of it reveals; leave it alone where ``answers`` says nothing."""
    given = answers.get(question.key)
    if given is None:
        return
    for name, words in boxes(question, given).items():
        if question.kind in ("radios", "checkboxes", "yes-no"):
            for value in words if isinstance(words, list) else [words]:
                hands.choose(hands.page.locator(f'[name="{name}"][value="{value}"]'))
        elif words:
            hands.write(hands.page.locator(f'[name="{name}"]'), words)
    for revealed in question.revealed():
        answer(hands, revealed, answers)
