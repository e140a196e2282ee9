"""The team's pages for changing a form: its pages, questions, branches and words; checking, trying, publishing.

Must not hold a rule: what a change does is ``webform.designer``, what becomes of it ``webform.designer_drafts``.
"""

from webform.views.designer import files, forms, pages, preview, publishing, questions, rules, versions, words
from webform.views.designer.desk import blueprint

__all__ = [
    "blueprint",
    "files",
    "forms",
    "pages",
    "preview",
    "publishing",
    "questions",
    "rules",
    "versions",
    "words",
]
