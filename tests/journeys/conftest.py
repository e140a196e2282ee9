"""What the journeys stand on: a council on a port of this machine, its post, its days, and people's browsers."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from foundation.settings import Settings
from tests.browser import watch
from tests.journeys.council import Council
from tests.mail import SmtpSink


@pytest.fixture
def council(app: Flask, live_server: str, smtp_sink: SmtpSink, settings_with: Callable[..., Settings]) -> Council:
    """The council on Thursday 17 December 2026 in the evening. Its mail goes out over SMTP."""
    settings_with(smtp_url=smtp_sink.url)
    running = Council(app, live_server, smtp_sink)
    running.go_to("2026-12-17", 21, 40)
    return running


@pytest.fixture
def open_page(browser: Browser, live_server: str) -> Iterator[Callable[..., Page]]:
    """``open_page(width=…, scripts=…)`` is another person's browser. The test fails if the browser complained."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_one(width: int = 1280, *, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server,
            locale="en-GB",
            timezone_id="Europe/London",
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        watch(page, wrong)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not wrong, wrong
