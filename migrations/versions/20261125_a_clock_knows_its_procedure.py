"""a clock knows the procedure it is of, so that a stage that is moved keeps those it had"""

import sqlalchemy as sa
from alembic import op

revision = "5b0a1d3c7e42"
down_revision = "fcaf99ef62aa"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case_clock", sa.Column("procedure", sa.Text(), nullable=True))
    op.execute("update case_clock set procedure = stage.procedure from stage where stage.id = case_clock.stage_id")
    op.alter_column("case_clock", "procedure", nullable=False)
    op.drop_constraint("uq_case_clock_stage_id_key", "case_clock", type_="unique")
    op.create_unique_constraint("uq_case_clock_stage_id_procedure_key", "case_clock", ["stage_id", "procedure", "key"])
    op.create_index("ix_case_complainant", "case", ["complainant_id"])


def downgrade() -> None:
    op.drop_index("ix_case_complainant", table_name="case")
    op.drop_constraint("uq_case_clock_stage_id_procedure_key", "case_clock", type_="unique")
    op.create_unique_constraint("uq_case_clock_stage_id_key", "case_clock", ["stage_id", "key"])
    op.drop_column("case_clock", "procedure")
