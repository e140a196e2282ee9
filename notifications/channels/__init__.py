"""The ways a message leaves: a mail server, the mailbox of a practice copy, and paper."""
