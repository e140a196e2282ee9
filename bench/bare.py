"""The bare work of the web: a Flask endpoint that makes recorded inserts with new ids, and an empty page."""

import os
import pickle
import secrets
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import create_engine

from bench.sending import RECORDED
from foundation.database import new_id
from foundation.references import PATTERN, new_reference

app = Flask(__name__)
engine = create_engine(os.environ["REDRESS_DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://", 1))
recorded: list[tuple[str, Any]] = pickle.loads(Path(os.environ[RECORDED]).read_bytes())
made = {value for _, row in recorded for name, value in row.items() if name.split("__")[0] == "id"}


@app.post("/send")
def send() -> str:
    """The same rows under new ids, references and secrets, in one transaction."""
    ids = {old: new_id() for old in made}
    reference = new_reference()

    def fresh(value: Any) -> Any:
        if isinstance(value, UUID):
            return ids.get(value, value)
        if isinstance(value, str) and PATTERN.fullmatch(value):
            return reference
        return value

    with engine.begin() as connection:
        for statement, row in recorded:
            values = {name: fresh(value) for name, value in row.items()}
            if "draft_id" in values:
                values["draft_id"] = new_id()
            connection.exec_driver_sql(statement, values)
    return secrets.token_hex(4)


@app.route("/page", methods=["GET", "POST"])
def page() -> str:
    """Nothing but an answer."""
    return "ok"
