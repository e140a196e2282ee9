"""Designing a form: every change is a function of the form's data, and what the team reads of it is worked out from it.

Pure. Must not touch a database, a request or WTForms: keeping drafts is ``webform.form_drafts``.
"""
