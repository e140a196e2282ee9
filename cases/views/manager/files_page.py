"""The files that came with a complaint, for whoever writes or signs its answer. Each handing out is kept as a look."""

from uuid import UUID

from flask import Response

from authorities.access import link_holder
from cases.access import record_look
from cases.case_files import file_of_case
from cases.views.handing_out import handed_out
from cases.views.manager.pages import LINK, MAY_ANSWER, blueprint, opened_answer
from foundation.database import transaction
from foundation.files import pieces_of


@blueprint.get("/case/<reference>/files/<uuid:file_id>")
@link_holder(LINK, *MAY_ANSWER)
def hand_out_file(reference: str, file_id: UUID) -> Response:
    """The file as it came."""
    opened = opened_answer(reference)
    file = file_of_case(opened.case, file_id)
    with transaction():
        record_look(opened.case, opened.officer.id, "file")
        content = b"".join(pieces_of(file))
    return handed_out(file, content)
