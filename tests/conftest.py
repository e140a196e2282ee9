"""What tests stand on. Each test says what it needs by naming a fixture; see CONTRIBUTING.md."""

import base64
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import Connection, Engine, create_engine
from werkzeug.serving import make_server

from application.factory import create_app
from foundation.database import db
from foundation.embedded.servers import Attachment
from foundation.settings import Settings
from tests.browser import launch, watch
from tests.mail import SmtpSink, start_sink
from tests.pages import StrictClient
from tests.servers import WorkerDatabase, attach_test_servers, worker_database

# Speed is measured by the bench, so an example may take as long as a busy machine needs.
hypothesis_settings.register_profile("redress", deadline=None)
hypothesis_settings.load_profile("redress")

LOCAL = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(autouse=True)
def _nothing_leaves_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in LOCAL:
            raise AssertionError(f"a test reached out to {address[0]}")
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(scope="session")
def servers() -> Iterator[Attachment]:
    """PostgreSQL and Valkey, shared with every other worker and run of this checkout."""
    attachment = attach_test_servers()
    yield attachment
    attachment.leave()


@pytest.fixture(scope="session")
def _valkey_number(servers: Attachment, worker_id: str) -> int:
    return 1 + int(worker_id.removeprefix("gw") or 0) % 15 if worker_id.startswith("gw") else 0


@pytest.fixture(scope="session")
def _worker_database(servers: Attachment) -> WorkerDatabase:
    assert servers.postgresql is not None
    return worker_database(servers.postgresql)


@pytest.fixture(scope="session")
def app(
    servers: Attachment,
    _worker_database: WorkerDatabase,
    _valkey_number: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Flask]:
    """The whole application, environment ``test``. No context is pushed: ``database`` does that."""
    assert servers.valkey is not None
    settings = Settings.read(
        environment="test",
        secret_key="a secret that only tests use, long enough",
        master_key=base64.b64encode(bytes(range(32))).decode(),
        database_url=_worker_database.url,
        redis_url=servers.valkey.url(_valkey_number),
        data_dir=tmp_path_factory.mktemp("data"),
        base_url="http://localhost",
        mail_from="complaints@council.example",
        mail_reply_to="complaints@council.example",
    )
    application = create_app(settings)
    application.test_client_class = StrictClient
    _worker_database.app = application
    yield application
    _worker_database.drop()


@pytest.fixture
def database(app: Flask, _worker_database: WorkerDatabase, monkeypatch: pytest.MonkeyPatch) -> Iterator[SQLAlchemy]:
    """An empty database in an application context; whatever the test commits is rolled back after it.

    Everything goes over one connection. Tests that need several use ``real_database``.
    """
    _worker_database.have_empty()
    with app.app_context():
        yield from _rolled_back(db.engine, monkeypatch)


@pytest.fixture(scope="session")
def _shipped_engine(app: Flask, _worker_database: WorkerDatabase) -> Iterator[Engine]:
    engine = create_engine(_worker_database.server.url(_worker_database.copy_of("shipped")))
    yield engine
    engine.dispose()


@pytest.fixture
def shipped(app: Flask, _shipped_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[SQLAlchemy]:
    """As ``database``, with everything a new deployment is given: much quicker than seeding it in the test."""
    with app.app_context():
        yield from _rolled_back(_shipped_engine, monkeypatch)


def _rolled_back(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[SQLAlchemy]:
    with engine.connect() as connection:
        outer = connection.begin()
        monkeypatch.setattr(db, "session", db._make_scoped_session(_bound_to(connection)))
        try:
            yield db
        finally:
            db.session.remove()
            outer.rollback()


def _bound_to(connection: Connection) -> dict[str, Any]:
    class BoundSession(Session):
        """Flask-SQLAlchemy chooses an engine for each model; here every model goes to the test's connection."""

        def get_bind(self, *args: Any, **kwargs: Any) -> Connection:
            return connection

    return {"class_": BoundSession, "join_transaction_mode": "create_savepoint", "expire_on_commit": False}


@pytest.fixture
def real_database(app: Flask, _worker_database: WorkerDatabase) -> Iterator[SQLAlchemy]:
    """An empty database where commits are real, for tests with several connections or processes."""
    _worker_database.renew("empty")
    yield from _in_context(app, _worker_database)


@pytest.fixture
def shipped_database(app: Flask, _worker_database: WorkerDatabase) -> Iterator[SQLAlchemy]:
    """As ``real_database``, with everything a new deployment is given."""
    _worker_database.renew("shipped")
    yield from _in_context(app, _worker_database)


def _in_context(app: Flask, worker: WorkerDatabase) -> Iterator[SQLAlchemy]:
    worker.holds = ""
    with app.app_context():
        yield db


@pytest.fixture
def client(app: Flask, request: pytest.FixtureRequest) -> StrictClient:
    """A client that checks every page it gets; over ``database`` unless the test names another."""
    if not {"shipped", "real_database", "shipped_database"} & set(request.fixturenames):
        request.getfixturevalue("database")
    made = app.test_client()
    assert isinstance(made, StrictClient)
    return made


@pytest.fixture
def valkey_url(app: Flask) -> str:
    """The broker's address, emptied."""
    url: str = app.config["SETTINGS"].redis_url
    with redis.Redis.from_url(url) as broker:
        broker.flushdb()
    return url


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    """A mail server that keeps what it is sent; its ``url`` is for ``settings_with``."""
    sink, controller = start_sink()
    yield sink
    controller.stop()


@pytest.fixture
def settings_with(app: Flask) -> Iterator[Callable[..., Settings]]:
    """``settings_with(smtp_url=…)`` changes settings for the rest of the test."""
    before = app.config["SETTINGS"]

    def change(**given: object) -> Settings:
        app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update=given)
        changed: Settings = app.config["SETTINGS"]
        return changed

    yield change
    app.config["SETTINGS"] = before


@pytest.fixture
def live_server(app: Flask, shipped_database: SQLAlchemy, settings_with: Callable[..., Settings]) -> Iterator[str]:
    """The application on a port of this machine, over ``shipped_database``; yields its address.

    Background work is done by the test itself, with ``workflows.transport.drain``, so that each test says when.
    """
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    address = f"http://localhost:{server.server_port}"
    settings_with(base_url=address)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield address
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = launch(playwright)
        yield launched
        launched.close()


@pytest.fixture
def browser_page(browser: Browser, live_server: str) -> Iterator[Page]:
    """A page of ``live_server`` in a fresh browser profile. The test fails if the browser complained."""
    context = browser.new_context(
        base_url=live_server, locale="en-GB", timezone_id="Europe/London", viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    wrong: list[str] = []
    watch(page, wrong)
    yield page
    context.close()
    assert not wrong, wrong
