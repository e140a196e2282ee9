"""What holds for every page that the application serves, checked whenever a test gets one."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import html5lib
from bs4 import BeautifulSoup
from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from foundation.database import db


class StrictClient(FlaskClient):
    """A test client that refuses pages a browser would have to repair.

    Each request has its own application context, as it has on a server. What the test wrote is committed
    (within the test's outer transaction) before the request, and read again after it.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """As ``FlaskClient.open``; fails the test on a page that breaks the rules of ``check_page``."""
        if has_app_context():
            db.session.commit()
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        if has_app_context():
            db.session.expire_all()
        if response.mimetype == "text/html" and response.data and not 300 <= response.status_code < 400:
            check_page(response.get_data(as_text=True))
        return response

    def send_form(self, path: str, data: Mapping[str, Any], to: str | None = None, **kwargs: Any) -> TestResponse:
        """Open the page at ``path`` and post ``data`` as its form would, to ``to`` where that is another address."""
        page = BeautifulSoup(self.get(path, follow_redirects=True).get_data(as_text=True), "html5lib")
        token = page.find(attrs={"name": "csrf_token"})
        assert token is not None, f"{path} has no form"
        return self.post(to or path, data={"csrf_token": token["value"], **data}, **kwargs)


def check_page(html: str) -> None:
    """Valid HTML, a language, a title, one main heading, ids used once, every label and link leading somewhere."""
    try:
        html5lib.HTMLParser(strict=True).parse(html)
    except html5lib.html5parser.ParseError as error:
        raise AssertionError(f"not valid HTML: {error}") from error
    page = BeautifulSoup(html, "html5lib")
    assert page.html is not None
    assert page.html.get("lang"), "the page does not say its language"
    assert page.title is not None
    assert page.title.get_text(strip=True), "the page has no title"
    assert len(page.find_all("h1")) == 1, "a page has one main heading"
    ids = Counter(str(tag["id"]) for tag in page.find_all(id=True))
    assert not [name for name, times in ids.items() if times > 1], f"ids used twice: {ids.most_common(3)}"
    for label in page.find_all("label"):
        assert label.get("for") in ids, f"a label is for nothing: {label}"
    for link in page.find_all("a", href=True):
        target = str(link["href"])
        assert not target.startswith("#") or target == "#" or target[1:] in ids, f"a link leads nowhere: {link}"
    for form in page.find_all("form"):
        method = str(form.get("method", "get")).lower()
        assert method == "get" or form.find(attrs={"name": "csrf_token"}), f"a form without its token: {form}"
