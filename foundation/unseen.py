"""Characters that nobody can see: left out of whatever is typed or uploaded. Pure.

Control characters, of which PostgreSQL does not even store the first, and marks that turn the direction of text:
nobody types them on purpose.
"""

import re

UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
