"""Handing the files of a case to the complaints team: always to keep, never shown on a page of ours.

A file may hold anything at all. It leaves as an attachment of the type it was found to have, and a browser that opened
it anyway would run nothing in it. Each handing out is kept in the log of looks.
"""

import io
from uuid import UUID

from flask import Response, send_file

from authorities.access import officers, signed_in_viewer
from authorities.permissions import Role
from cases.access import record_look
from cases.case_files import file_of_case
from cases.views.desk.pages import blueprint, worked_case
from foundation.database import transaction
from foundation.files import pieces_of

POLICY = "default-src 'none'; sandbox"
"""For a browser that shows an attachment all the same: nothing is loaded, nothing runs, it has no origin."""


@blueprint.get("/cases/<reference>/files/<uuid:file_id>")
@officers(Role.COMPLAINTS_OFFICER)
def hand_out_file(reference: str, file_id: UUID) -> Response:
    """The file as it came."""
    case = worked_case(reference)
    file = file_of_case(case, file_id)
    with transaction():
        record_look(case, signed_in_viewer().officer_id, "file")
        content = b"".join(pieces_of(file))
    response = send_file(
        io.BytesIO(content),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.name,
        etag=False,
        max_age=0,  # never kept by a browser or on the way, unlike the files of the pages themselves
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
