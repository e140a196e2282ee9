"""HTML as words to read: what a mail says when it comes as HTML alone.

Pure. Gives text and never markup; what a page hides or runs is left out.
"""

import re
from html import unescape
from html.parser import HTMLParser

LONGEST = 500_000
"""Letters of HTML that are read; the rest is not worth the time a hostile page would take."""

SILENT = frozenset({"head", "script", "style", "title", "template", "noscript", "svg", "object"})
PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table"})
BLOCKS = PARAGRAPHS | {
    "address", "article", "aside", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form", "header", "hr",
    "main", "nav", "pre", "section", "tbody", "tfoot", "thead", "tr",
}  # fmt: skip


def words_of_html(html: str) -> str:
    """The words of a page, in lines."""
    reader = _Reader()
    try:
        reader.feed(html[:LONGEST])
        reader.close()
        said = "".join(reader.said)
    except (AssertionError, ValueError):
        said = unescape(re.sub(r"<[^<>]{0,2000}>", " ", html[:LONGEST]))
    lines = [" ".join(line.split()) for line in said.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent.append(tag)
        elif tag == "body":
            self._silent.clear()  # a head that was never closed
        elif tag == "br":
            self._say("\n")
        elif tag == "li":
            self._say("\n- ")
        elif tag in ("td", "th"):
            self._say(" ")
        elif tag in BLOCKS:
            self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        elif tag in BLOCKS:
            self._break(tag)

    def handle_data(self, data: str) -> None:
        self._say(re.sub(r"\s+", " ", data))

    def _break(self, tag: str) -> None:
        if tag in PARAGRAPHS:
            self._say("\n\n")
        elif self.said and not self.said[-1].endswith("\n"):
            self._say("\n")

    def _say(self, words: str) -> None:
        if not self._silent:
            self.said.append(words)
