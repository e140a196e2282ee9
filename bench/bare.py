"""The bare work of the web: a Flask endpoint that makes recorded inserts with new ids, and an empty page.

It stands on the same libraries, pool and database as the product, and does nothing else: no form, no proof that the
request is ours, no rules, no locks, no encryption.
"""

import os
import pickle
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask

from application.factory import ENGINE_OPTIONS
from bench.sending import RECORDED
from foundation.database import Base, db, new_id
from foundation.references import new_reference

REFERENCE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{2}")

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["REDRESS_DATABASE_URL"].replace("://", "+psycopg://", 1)
app.config["SQLALCHEMY_ENGINE_OPTIONS"] = ENGINE_OPTIONS
db.init_app(app)
recorded: list[tuple[str, list[dict[str, Any]]]] = pickle.loads(Path(os.environ[RECORDED]).read_bytes())
MODELS = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
made = {row["id"] for _, rows in recorded for row in rows}


@app.post("/rows")
def add_rows() -> str:
    """The same rows as models, under new ids, references and secrets, in one transaction."""
    for table, rows in _renewed():
        db.session.add_all([MODELS[table](**row) for row in rows])
        db.session.flush()
    db.session.commit()
    return secrets.token_hex(4)


@app.post("/statements")
def insert_rows() -> str:
    """The same rows as plain INSERT statements."""
    for table, rows in _renewed():
        db.session.execute(db.metadata.tables[table].insert(), rows)
    db.session.commit()
    return secrets.token_hex(4)


def _renewed() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    ids = {old: new_id() for old in made}
    reference = new_reference()

    def fresh(name: str, value: Any) -> Any:
        if name == "draft_id":
            return new_id()
        if isinstance(value, UUID):
            return ids.get(value, value)
        return reference if isinstance(value, str) and REFERENCE.fullmatch(value) else value

    for table, rows in recorded:
        yield table, [{name: fresh(name, value) for name, value in row.items()} for row in rows]


@app.route("/page", methods=["GET", "POST"])
def page() -> str:
    """Nothing but an answer."""
    return "ok"
