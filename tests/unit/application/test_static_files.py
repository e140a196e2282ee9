"""What is vendored stays without the brand that councils may not use."""

import re
from pathlib import Path

STATIC = Path("application/static")


def test_no_gds_font_crest_or_source_map_comes_back() -> None:
    vendored = STATIC / "govuk-frontend"
    css = (vendored / "govuk-frontend.min.css").read_text()
    assert "@font-face" not in css
    assert "GDS Transport" not in css
    assert "url(" not in css
    assert "Helvetica Neue,Helvetica,Arial,sans-serif" in css
    for name in ("govuk-frontend.min.css", "govuk-frontend.min.js"):
        assert "sourceMappingURL" not in (vendored / name).read_text()
    assert {path.name for path in vendored.iterdir()} == {
        "LICENCE.txt", "README.md", "govuk-frontend.min.css", "govuk-frontend.min.js",
    }  # fmt: skip


def test_the_vendored_version_is_the_one_the_macros_target() -> None:
    css = (STATIC / "govuk-frontend" / "govuk-frontend.min.css").read_text()
    assert '--govuk-frontend-version:"6.3.0"' in css


def test_our_own_style_sheet_fetches_nothing() -> None:
    css = (STATIC / "redress.css").read_text()
    assert "url(" not in css
    assert "@import" not in css


def test_no_rule_of_our_style_sheet_swallows_those_after_it() -> None:
    """A brace left out nests all that follows, which browsers bear without a word."""
    css = re.sub(r"/\*.*?\*/", "", (STATIC / "redress.css").read_text(), flags=re.DOTALL)
    inside: list[str] = []
    for before, brace in re.findall(r"([^{}]*)([{}])", css):
        if brace == "{":
            assert not inside or inside[-1].startswith("@"), f"{before.strip()} stands inside {inside[-1]}"
            inside.append(before.strip())
        else:
            inside.pop()
    assert not inside
