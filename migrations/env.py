"""How Alembic reaches the models and the database: through the application that Flask-Migrate runs in."""

from collections.abc import Iterable
from typing import Any

from alembic import context
from alembic.operations import ops
from flask import current_app
from sqlalchemy import ForeignKeyConstraint

db = current_app.extensions["migrate"].db


def add_circular_keys(migration_context: Any, revision: Any, directives: Iterable[Any]) -> None:
    """Write the foreign keys between tables that refer to each other, which Alembic leaves out.

    They are added when all tables are there, and dropped before any is.
    """
    for script in directives:
        for operation in list(script.upgrade_ops.ops):
            if isinstance(operation, ops.CreateTableOp):
                table = db.metadata.tables[operation.table_name]
                circular = [key for key in table.foreign_key_constraints if key.use_alter]
                operation.columns = [part for part in operation.columns if not _is_circular(part)]
                for key in sorted(circular, key=lambda key: str(key.name)):
                    script.upgrade_ops.ops.append(ops.CreateForeignKeyOp.from_constraint(key))
                    script.downgrade_ops.ops.insert(0, ops.DropConstraintOp.from_constraint(key))


def _is_circular(part: Any) -> bool:
    return isinstance(part, ForeignKeyConstraint) and bool(part.use_alter)


def run() -> None:
    """Each run is one transaction: a migration that fails leaves nothing behind."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            compare_type=True,
            process_revision_directives=add_circular_keys,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
