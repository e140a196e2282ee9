"""Authorities: their profiles and procedures, teams, officers, sign-in and permissions."""
