"""Whether the servers that a deployment names can be reached, said in one line before anything starts."""

from urllib.parse import urlsplit

import psycopg
import redis

from foundation.errors import Invalid, Unavailable

SECONDS = 5


def check_database(url: str) -> None:
    """Raises ``Unavailable`` with one line, without the password, where ``url`` leads to no PostgreSQL 15 or later.

    ``Invalid`` where it is no address of a PostgreSQL at all.
    """
    plain = url.replace("postgresql+psycopg://", "postgresql://", 1)
    if not plain.startswith("postgresql://"):
        raise Invalid("REDRESS_DATABASE_URL must begin postgresql://")
    try:
        with psycopg.connect(plain, connect_timeout=SECONDS) as connection:
            version = connection.info.server_version
    except (psycopg.Error, ValueError, UnicodeError) as error:
        raise Unavailable(f"The database at {_shown(url)} cannot be reached: {_last_line(error)}") from None
    if version < 150000:
        raise Unavailable(f"The database at {_shown(url)} is PostgreSQL {version // 10000}; 15 or later is needed.")


def check_broker(url: str) -> None:
    """Raises ``Unavailable`` with one line, without the password, where nothing answers the Redis protocol."""
    try:
        client = redis.Redis.from_url(url, socket_connect_timeout=SECONDS, socket_timeout=SECONDS)
        try:
            client.ping()
        finally:
            client.close()
    except (redis.RedisError, OSError, ValueError) as error:
        raise Unavailable(f"The Redis server at {_shown(url)} cannot be reached: {_last_line(error)}") from None


def _shown(url: str) -> str:
    """The address without who we are and the password."""
    try:
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
    except ValueError:
        return "the address given"


def _last_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__
