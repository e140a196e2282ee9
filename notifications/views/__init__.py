"""Pages of messages: the mailbox of a practice copy, and letters to print."""

from notifications.views import letters, mailbox

blueprints = (mailbox.blueprint, letters.blueprint)
