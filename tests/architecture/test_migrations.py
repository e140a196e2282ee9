"""What the migrations build is what the models say."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text

from foundation.database import migrate


def differences(database: SQLAlchemy) -> list[object]:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, database.metadata))


def test_the_migrations_build_what_the_models_say(real_database: SQLAlchemy) -> None:
    assert not differences(real_database)


def test_there_is_one_newest_migration(real_database: SQLAlchemy) -> None:
    assert len(ScriptDirectory.from_config(migrate.get_config()).get_heads()) == 1


def test_migrations_can_be_undone_and_done_again(real_database: SQLAlchemy) -> None:
    downgrade(revision="base")
    left = real_database.session.execute(
        text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'")
    )
    assert not left.scalars().all()
    real_database.session.rollback()
    upgrade()
    assert not differences(real_database)
