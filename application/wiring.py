"""The hooks between packages: who hears what, and who answers questions a lower package asks.

Importing a package's ``subscribers``, ``workflow_actions`` and tasks registers them.
"""

from flask import Flask

import cases.answer_subscribers  # noqa: F401  # hears of letters handed over
import foundation.files  # noqa: F401  # scans again what the scanner missed
import notifications.handing_over  # noqa: F401  # does the work of handing messages over
import webform.forgetting  # noqa: F401  # does the work of forgetting drafts
import workflows.engine  # noqa: F401  # hears every event
from application.sign_in_links import send_and_show
from authorities import signing_in
from cases import answers_read as answers_of_cases
from cases import next_stage_told, next_steps, subscribers
from cases.models import Case
from webform import answers_read, submissions, what_happens_next
from workflows import engine


def connect(app: Flask) -> None:
    """Wire the hooks that need the application."""
    signing_in.deliver_link = send_and_show
    what_happens_next.answer_with(next_steps.what_happens_next)
    what_happens_next.answer_with(next_stage_told.what_follows)
    answers_read.read_by(answers_of_cases.answers_read)
    if not submissions.taken_elsewhere:
        submissions.taken_elsewhere.append(Case.reference)
    if subscribers.need_a_person not in engine.on_work_needed:
        engine.on_work_needed.append(subscribers.need_a_person)
