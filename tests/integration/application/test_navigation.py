"""The officers' navigation leads to pages that exist, spelled as their routes are."""

import pytest
from flask import Flask

from application.pages import DEMO_NAVIGATION, NAVIGATION, PRACTICE_NAVIGATION

LINKS = [(text, href) for text, href, _ in (*NAVIGATION, *PRACTICE_NAVIGATION, *DEMO_NAVIGATION)]


@pytest.mark.parametrize(("text", "href"), LINKS, ids=[text for text, _ in LINKS])
def test_every_link_of_the_navigation_leads_to_a_page(app: Flask, text: str, href: str) -> None:
    endpoint, _ = app.url_map.bind("council.example").match(href, method="GET")
    assert not endpoint.startswith("webform."), f"{text} is taken for a council's form"
