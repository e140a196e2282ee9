"""The files of a case: given with what was sent, given with a request for a further stage, added since.

Must not decide who may see a case (``cases.access``), nor keep or judge a file (``foundation.files``).
"""

from uuid import UUID

from sqlalchemy import select

from cases.models import Case, EscalationRequest
from foundation.database import db
from foundation.errors import NotFound
from foundation.files import Owner, StoredFile, files_of


def files_of_case(case: Case) -> list[StoredFile]:
    """Every file of the case, in the order they came."""
    return sorted((file for owner in _owners(case) for file in files_of(owner)), key=lambda file: file.id)


def file_of_case(case: Case, file_id: UUID) -> StoredFile:
    """One file of this case. Raises ``NotFound``, also for another case's."""
    file = db.session.get(StoredFile, file_id)
    if file is None or (file.owner_type, file.owner_id) not in _owners(case):
        raise NotFound("There is no such file in this case.")
    return file


def _owners(case: Case) -> list[Owner]:
    asked = select(EscalationRequest.submission_id).where(EscalationRequest.case_id == case.id)
    sent = [case.submission_id, *db.session.scalars(asked)]
    return [*(("submission", sending) for sending in sent if sending is not None), ("case", case.id)]
