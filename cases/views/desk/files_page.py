"""The files of a case, for the complaints team. Each handing out is kept in the log of looks."""

from uuid import UUID

from flask import Response

from authorities.access import officers, signed_in_viewer
from authorities.permissions import Role
from cases.access import record_look
from cases.case_files import file_of_case
from cases.views.desk.pages import blueprint, worked_case
from cases.views.handing_out import handed_out
from foundation.database import transaction
from foundation.files import pieces_of


@blueprint.get("/cases/<reference>/files/<uuid:file_id>")
@officers(Role.COMPLAINTS_OFFICER)
def hand_out_file(reference: str, file_id: UUID) -> Response:
    """The file as it came."""
    case = worked_case(reference)
    file = file_of_case(case, file_id)
    with transaction():
        record_look(case, signed_in_viewer().officer_id, "file")
        content = b"".join(pieces_of(file))
    return handed_out(file, content)
