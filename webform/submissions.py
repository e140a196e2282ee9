"""Sending: a finished draft becomes one submission, however often it is sent.

One transaction holds the submission, the fact ``submission.received`` and the work it causes; whoever shows the
reference shows it only after the commit. Must not know what a submission becomes: a case package hears the event.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from foundation.database import db
from foundation.errors import Invalid, NotFound, Unavailable
from foundation.events import publish
from foundation.references import new_reference
from webform.definition import FormDefinition
from webform.drafts import filling_of, offered
from webform.models import Draft, Submission
from webform.publishing import form_of
from webform.uploads import hand_over_files

taken_elsewhere: list[InstrumentedAttribute[str]] = []
"""Other columns that hold references, such as those of cases that officers took in; wired by the application."""

_TRIES = 20


def submit(draft: Draft, at: datetime) -> Submission:
    """Send a draft that this transaction holds locked; ``at`` is business time.

    Sent before, it gives the submission made then. Raises ``Invalid`` whose ``field`` is the key of the page that
    still lacks something.
    """
    if draft.submission_id is not None:
        return submission_of(draft.submission_id)
    filling = filling_of(draft)
    unfinished = filling.first_unfinished()
    if unfinished is not None or filling.journey.fork is not None:
        raise Invalid("There is still something to answer.", field=unfinished or filling.journey.pages[-1].key)
    submission = Submission(
        authority_id=draft.authority_id,
        # The words go on under the key they were kept with: nothing else is kept under it from here on.
        data_key=draft.data_key,
        draft_id=draft.id,
        form_version_id=draft.form_version_id,
        form_key=draft.form_key,
        reference=free_reference(),
        received_at=at,
        about_type=draft.about_type,
        about_id=draft.about_id,
    )
    submission.answers = filling.journey.answers
    submission.choices = filling.choices or None
    db.session.add(submission)
    hand_over_files(filling.definition, draft.id, submission.id, filling.answers, filling.journey.answers)
    draft.content = draft.return_email = draft.return_word = None
    draft.submission_id = submission.id
    publish(
        "submission.received",
        stream=("submission", submission.id),
        authority_id=submission.authority_id,
        payload={
            "form_key": submission.form_key,
            "submission_id": str(submission.id),
            "about_type": submission.about_type,
            "about_id": str(submission.about_id) if submission.about_id else None,
        },
        actor="person",
        at=at,
        is_first=True,
    )
    return submission


def submission_of(submission_id: UUID) -> Submission:
    """A submission by its id. Raises ``NotFound``."""
    submission = db.session.get(Submission, submission_id)
    if submission is None:
        raise NotFound("There is no such submission.")
    return submission


def definition_of(submission: Submission) -> FormDefinition:
    """The form as it was asked of this person."""
    definition = form_of(submission.form_version_id).definition
    return offered(definition, submission.choices) if submission.choices else definition


def reference_exists(reference: str) -> bool:
    """Whether a submission, or something of another package, carries this reference. One statement."""
    columns: list[InstrumentedAttribute[str]] = [Submission.reference, *taken_elsewhere]
    return bool(db.session.scalar(select(or_(*(exists().where(column == reference) for column in columns)))))


def free_reference() -> str:
    """A new reference that nothing sent and nothing taken in carries. Raises ``Unavailable`` where none is found."""
    for _ in range(_TRIES):
        reference = new_reference()
        if not reference_exists(reference):
            return reference
    raise Unavailable("We could not make a reference just now. What you wrote is kept. Try again in a minute.")
