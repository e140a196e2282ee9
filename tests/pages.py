"""What holds for every page that the application serves, checked whenever a test gets one."""

from collections import Counter
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

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
        page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    except html5lib.html5parser.ParseError as error:
        raise AssertionError(f"not valid HTML: {error}") from error
    assert page.get("lang"), "the page does not say its language"
    assert "".join(page.find("head/title").itertext()).strip(), "the page has no title"
    assert len(list(page.iter("h1"))) == 1, "a page has one main heading"
    ids = Counter(tag.get("id") for tag in page.iter() if tag.get("id") is not None)
    assert not [name for name, times in ids.items() if times > 1], f"ids used twice: {ids.most_common(3)}"
    for label in page.iter("label"):
        assert label.get("for") in ids, f"a label is for nothing: {_shown(label)}"
    for link in page.iter("a"):
        target = link.get("href") or ""
        assert not target.startswith("#") or target == "#" or target[1:] in ids, f"a link leads nowhere: {_shown(link)}"
    for form in page.iter("form"):
        is_get = form.get("method", "get").lower() == "get"
        tokens = [box for box in form.iter("input") if box.get("name") == "csrf_token"]
        assert is_get or tokens, f"a form without its token: {_shown(form)}"


def _shown(tag: Any) -> str:
    return ElementTree.tostring(tag, encoding="unicode")[:300]
