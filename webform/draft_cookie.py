"""The cookie that finds a draft: a secret for each form of each authority, read by no script.

Must hold nothing but the secret. It ends with the browser session, so that nothing stays on a shared phone, and has
the root for its path, so that "Exit this page" can take it away.
"""

from flask import Request
from werkzeug.wrappers import Response

from foundation.settings import settings
from webform.models import Draft

PREFIX = "redress-form-"


def name_of(authority_key: str, form_key: str) -> str:
    """What the cookie of an authority's form is called."""
    return f"{PREFIX}{authority_key}-{form_key}"


def secret_in(request: Request, authority_key: str, form_key: str) -> str | None:
    """The secret this browser holds for a form."""
    return request.cookies.get(name_of(authority_key, form_key))


def secrets_in(request: Request) -> list[str]:
    """The secrets this browser holds, for any form of any authority."""
    return [secret for name, secret in request.cookies.items() if name.startswith(PREFIX) and secret]


def keep(response: Response, draft: Draft, secret: str, authority_key: str) -> Response:
    """Give the browser the secret of a draft."""
    response.set_cookie(
        name_of(authority_key, draft.form_key),
        secret,
        httponly=True,
        samesite="Lax",
        secure=settings.base_url.startswith("https://"),
        path="/",
    )
    return response
