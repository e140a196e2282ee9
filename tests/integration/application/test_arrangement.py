"""What a local run is given without being asked, and what production is refused."""

import stat
from pathlib import Path

import pytest
from flask import Flask

from application.arrangement import arrange, remember_run
from foundation.errors import Invalid, Unavailable

PRODUCTION = {
    "REDRESS_SECRET_KEY": "a secret that only this test uses, long enough",
    "REDRESS_MASTER_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    "REDRESS_BASE_URL": "https://redress.council.example",
    "REDRESS_MAIL_FROM": "complaints@council.example",
    "REDRESS_MAIL_REPLY_TO": "complaints@council.example",
}


@pytest.fixture
def named_servers(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, real_database: object) -> Path:
    """Servers named as a deployment would, and an empty data folder."""
    settings = app.config["SETTINGS"]
    for name in ("ENVIRONMENT", "SECRET_KEY", "MASTER_KEY", "BASE_URL", "MAIL_FROM", "MAIL_REPLY_TO"):
        monkeypatch.delenv(f"REDRESS_{name}", raising=False)
    monkeypatch.setenv("REDRESS_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("REDRESS_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("REDRESS_REDIS_URL", settings.redis_url)
    return tmp_path


def test_a_named_database_means_production_and_names_all_that_is_missing(named_servers: Path) -> None:
    with pytest.raises(Invalid) as refused:
        arrange()
    for name in PRODUCTION:
        assert name in refused.value.message


def test_production_is_given_nothing_made_up(named_servers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    settings = arrange().settings
    assert settings.environment == "production"
    assert settings.base_url == "https://redress.council.example"
    assert not settings.shows_mailbox
    assert not list(named_servers.iterdir())


def test_keys_of_a_local_run_are_made_once_for_their_owner_alone(
    named_servers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDRESS_ENVIRONMENT", "development")
    first, second = arrange().settings, arrange().settings
    assert first.secret_key == second.secret_key
    assert first.master_key == second.master_key
    kept = named_servers / "secrets-development.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    monkeypatch.setenv("REDRESS_ENVIRONMENT", "demo")
    assert arrange().settings.master_key != first.master_key


def test_a_command_joins_what_last_ran_on_the_same_database(
    named_servers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDRESS_ENVIRONMENT", "demo")
    remember_run(arrange(base_url="http://localhost:8123").settings)
    monkeypatch.delenv("REDRESS_ENVIRONMENT")
    joined = arrange().settings
    assert joined.environment == "demo"
    assert joined.base_url == "http://localhost:8123"


@pytest.mark.parametrize(
    ("variable", "url", "error"),
    [
        ("REDRESS_DATABASE_URL", "mysql://somewhere/redress", Invalid),
        ("REDRESS_DATABASE_URL", "postgresql://redress@127.0.0.1:1/redress", Unavailable),
        ("REDRESS_REDIS_URL", "redis://127.0.0.1:1/0", Unavailable),
        ("REDRESS_REDIS_URL", "amqp://somewhere", Unavailable),
    ],
)
def test_a_wrong_address_is_told_before_anything_else(
    named_servers: Path, monkeypatch: pytest.MonkeyPatch, variable: str, url: str, error: type[Exception]
) -> None:
    monkeypatch.setenv(variable, url)
    with pytest.raises(error) as refused:
        arrange()
    assert "\n" not in str(refused.value)
    assert "REDRESS_SECRET_KEY" not in str(refused.value)
