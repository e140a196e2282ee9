"""Complaints and other representations: triage, procedures at work, clocks, casework."""
