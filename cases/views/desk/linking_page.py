"""Linking a case with another, and taking a link back."""

from flask import request
from flask.typing import ResponseReturnValue

from authorities.access import officers, signed_in_viewer
from authorities.permissions import Role
from cases.linking import link, unlink
from cases.views.desk.pages import back_to, blueprint, worked_case
from foundation.database import transaction
from foundation.errors import Invalid, NotFound


@blueprint.post("/cases/<reference>/links")
@officers(Role.COMPLAINTS_OFFICER)
def link_case(reference: str) -> ResponseReturnValue:
    """Link it with the case whose reference was given."""
    case = worked_case(reference)
    try:
        other = worked_case(request.form.get("other", ""))
        with transaction():
            link(case, other, signed_in_viewer().officer_id)
    except (Invalid, NotFound) as refused:
        return back_to(case, f"Not linked. {refused.message}")
    return back_to(case, f"Linked with {other.reference}. It opens neither case to anybody.")


@blueprint.post("/cases/<reference>/links/<other>/remove")
@officers(Role.COMPLAINTS_OFFICER)
def unlink_case(reference: str, other: str) -> ResponseReturnValue:
    """Take the link back."""
    case, linked = worked_case(reference), worked_case(other)
    with transaction():
        unlink(case, linked, signed_in_viewer().officer_id)
    return back_to(case, f"No longer linked with {linked.reference}.")
