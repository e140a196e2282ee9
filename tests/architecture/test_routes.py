"""Who may use each page is said where the page is defined."""

from flask import Flask

OPEN = {"static"}


def test_every_page_says_who_may_use_it(app: Flask) -> None:
    silent = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint.rpartition(".")[2] not in OPEN and not hasattr(view, "__access__")
    ]
    assert not silent


def test_pages_are_read_and_sent_to_and_nothing_else(app: Flask) -> None:
    methods = {rule.endpoint: rule.methods or set() for rule in app.url_map.iter_rules()}
    assert not [endpoint for endpoint, allowed in methods.items() if allowed - {"GET", "HEAD", "OPTIONS", "POST"}]
