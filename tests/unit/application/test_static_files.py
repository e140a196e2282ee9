"""What is vendored stays without the brand that councils may not use."""

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
