"""The complainant's pages: progress by link, asking for the next stage, and "I still want to complain".

Following a link changes nothing; every act is a button. Must not show what was written or where somebody lives.
"""

from cases.views.progress import next_stage_page, progress_page, still_want_page
from cases.views.progress.pages import blueprint

__all__ = ["blueprint", "next_stage_page", "progress_page", "still_want_page"]
