"""Handing out a file that somebody gave: always to keep, never shown on a page of ours.

A file may hold anything at all. It leaves as an attachment of the type it was found to have, and a browser that opened
it anyway would run nothing in it. Must not decide who may have it.
"""

import io

from flask import Response, send_file

from foundation.files import StoredFile

POLICY = "default-src 'none'; sandbox"
"""For a browser that shows an attachment all the same: nothing is loaded, nothing runs, it has no origin."""


def handed_out(file: StoredFile, content: bytes) -> Response:
    """The file as it came."""
    response = send_file(
        io.BytesIO(content),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.name,
        etag=False,
        max_age=0,  # never kept by a browser or on the way, unlike the files of the pages themselves
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
