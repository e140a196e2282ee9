"""Settings are read once and every mistake is named at once."""

import base64

import pytest
from pydantic import ValidationError

from foundation.errors import Invalid
from foundation.settings import Settings

GOOD: dict[str, object] = {
    "environment": "test",
    "secret_key": "s" * 40,
    "master_key": base64.b64encode(b"m" * 32).decode(),
    "database_url": "postgresql://localhost/redress",
    "redis_url": "redis://localhost:6379/0",
    "base_url": "http://localhost:8000",
    "mail_from": "complaints@council.example",
    "mail_reply_to": "complaints@council.example",
}


@pytest.fixture(autouse=True)
def _no_settings_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"REDRESS_{name.upper()}", raising=False)


def test_every_missing_setting_is_named_together() -> None:
    with pytest.raises(Invalid) as caught:
        Settings.read()
    for name in ("SECRET_KEY", "MASTER_KEY", "DATABASE_URL", "REDIS_URL", "BASE_URL", "MAIL_FROM"):
        assert f"REDRESS_{name}" in caught.value.message


def test_without_a_word_about_it_the_environment_is_production() -> None:
    settings = Settings.read(**{k: v for k, v in GOOD.items() if k != "environment"})
    assert settings.is_production
    assert not settings.shows_mailbox


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        Settings.read(**GOOD).environment = "demo"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "mysql://localhost/redress"),
        ("database_url", "sqlite:///redress.db"),
        ("master_key", "not base64 at all!"),
        ("master_key", base64.b64encode(b"short").decode()),
        ("secret_key", "short"),
        ("environment", "staging"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(Invalid, match=f"REDRESS_{name.upper()}"):
        Settings.read(**{**GOOD, name: value})


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    assert "ssss" not in repr(Settings.read(**GOOD))
