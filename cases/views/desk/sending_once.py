"""A page's promise that one sending of it makes one row, also without scripts and pressed twice.

The row's id is made when the page is shown and comes back with it; who comes second finds the row there.
"""

from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import HiddenField, ValidationError

from foundation.database import new_id


class SentOnce(FlaskForm):
    """A form that makes one row, whose id it carries."""

    row = HiddenField(default=lambda: str(new_id()))

    def validate_row(self, field: HiddenField) -> None:
        """Only an id will do."""
        if self.row_id_given() is None:
            raise ValidationError("Open this page again: it did not come back whole")

    def row_id_given(self) -> UUID | None:
        """The same for a form that has not passed them yet; None where it did not come back whole."""
        try:
            return UUID(str(self.row.data))
        except ValueError:
            return None

    def row_id(self) -> UUID:
        """The id of the row it makes. Only for a form that has passed its checks."""
        return UUID(str(self.row.data))
