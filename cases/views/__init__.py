"""The pages of casework: the desk, the manager's, the complainant's."""
