"""Every setting of the deployment, read once from ``REDRESS_…`` variables.

A default here must be safe in production and fit for anyone to read; where no such
default exists the value must be given, and all missing ones are named together.
What a council changes without a deploy is data, never a setting.
"""

import base64
from pathlib import Path
from typing import Literal, cast

from flask import current_app
from pydantic import Field, IPvAnyNetwork, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from werkzeug.local import LocalProxy

from foundation.errors import Invalid

Environment = Literal["production", "development", "demo", "test"]


class Settings(BaseSettings):
    """One frozen value for the whole process."""

    model_config = SettingsConfigDict(env_prefix="REDRESS_", frozen=True, extra="ignore")

    environment: Environment = "production"
    secret_key: SecretStr = Field(min_length=32)
    master_key: SecretStr
    database_url: str
    redis_url: str
    data_dir: Path = Path("var")
    base_url: str
    smtp_url: str = ""
    mail_from: str
    mail_reply_to: str
    mail_allow_list: tuple[str, ...] | None = None
    lease_seconds: int = 120
    job_seconds: int = 90
    offer_again_seconds: int = 60
    relay_seconds: float = 1.0
    session_hours: int = 10
    draft_days: int = 28
    file_bytes: int = 10 * 1024 * 1024
    trusted_proxies: tuple[IPvAnyNetwork, ...] = ()
    soonest_send_seconds: float = 3.0
    max_body_bytes: int = 32 * 1024 * 1024
    clamd: str = ""

    @field_validator("master_key")
    @classmethod
    def _master_key_has_32_bytes(cls, value: SecretStr) -> SecretStr:
        try:
            length = len(base64.b64decode(value.get_secret_value(), validate=True))
        except ValueError as error:
            raise ValueError("must be base64") from error
        if length != 32:
            raise ValueError("must be 32 bytes in base64")
        return value

    @field_validator("database_url")
    @classmethod
    def _database_is_postgresql(cls, value: str) -> str:
        if not value.startswith(("postgresql://", "postgresql+psycopg://")):
            raise ValueError("must begin postgresql://")
        return value.replace("postgresql://", "postgresql+psycopg://", 1)

    @field_validator("clamd")
    @classmethod
    def _scanner_can_be_reached(cls, value: str) -> str:
        if value and not value.startswith("/") and not value.rpartition(":")[2].isdecimal():
            raise ValueError("must be host:port, or the path of a socket")
        return value

    @classmethod
    def read(cls, **given: object) -> "Settings":
        """Read the environment; ``given`` values win.

        Raises ``Invalid`` naming every missing or wrong variable at once.
        """
        try:
            return cls(**given)  # type: ignore[arg-type]
        except ValidationError as error:
            wrong = "; ".join(f"REDRESS_{str(e['loc'][0]).upper()}: {e['msg'].lower()}" for e in error.errors())
            raise Invalid(f"Some settings are missing or wrong. {wrong}") from None

    @property
    def is_demo(self) -> bool:
        """True where the council is invented and business time may be moved."""
        return self.environment == "demo"

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def shows_mailbox(self) -> bool:
        """True where messages may be read on a page (never in production)."""
        return self.environment in ("development", "demo")

    @property
    def master_key_bytes(self) -> bytes:
        return base64.b64decode(self.master_key.get_secret_value())


settings = cast(Settings, LocalProxy(lambda: current_app.config["SETTINGS"]))
