"""The public e-form: forms as data, a person's way through one, drafts and submissions. Knows no case."""
