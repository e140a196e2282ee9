"""Says on each view who may use it, and stops everybody else.

Every endpoint carries one of these decorators; a test refuses an endpoint without. Roles are
checked here for any authority; a view that shows one authority's rows must still ask for the
role there, and whether one case may be seen is asked where cases are known.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal, ParamSpec, cast
from urllib.parse import urlsplit

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from authorities.models import Authority
from authorities.permissions import Role, Viewer
from authorities.publishing import authority_by_key
from authorities.sessions import SESSION_COOKIE, viewer_of
from foundation.database import transaction
from foundation.errors import NotAllowed, NotFound, NotOpen, TooMany
from foundation.links import LinkClaim, read_token
from foundation.settings import settings
from foundation.tries import Limit, count_try

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

LINK_COOKIE_SECONDS = 2 * 60 * 60

WRONG_LINKS = Limit("wrong-link", most=20, seconds=600)
"""Wrong links borne from one address, of all purposes together. A right one is never turned away: a whole household
or office may share an address."""


@dataclass(frozen=True)
class Access:
    """Who may use a view, kept on it as `__access__`."""

    kind: Literal["anyone", "officers", "signed-in", "link-holder", "machines"]
    roles: tuple[Role, ...] = ()
    purpose: str | None = None


def anyone(view: View[P]) -> View[P]:
    """The public may use it."""
    return _marked(view, Access("anyone"))


def machines(view: View[P]) -> View[P]:
    """Something that watches the service may use it; it shows nothing about anybody."""
    return _marked(view, Access("machines"))


def signed_in(view: View[P]) -> View[P]:
    """Any signed-in officer may use it; others are asked to sign in."""

    @wraps(view)
    def checked(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        return _ask_to_sign_in() if current_viewer() is None else view(*args, **kwargs)

    return _marked(checked, Access("signed-in"))


def officers(*roles: Role) -> Callable[[View[P]], View[P]]:
    """Officers with one of the roles, for any authority, may use it.

    Raises NotAllowed for an officer without; somebody not signed in is asked to sign in.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            viewer = current_viewer()
            if viewer is None:
                return _ask_to_sign_in()
            if not viewer.has_any(roles):
                raise NotAllowed("Your role does not open this page.")
            return view(*args, **kwargs)

        return _marked(checked, Access("officers", roles))

    return decorate


def link_holder(purpose: str, *roles: Role) -> Callable[[View[P]], View[P]]:
    """Whoever came by a link of this purpose may use it, or an officer with one of the roles.

    The view reads `link_claim(purpose)` and compares its generation with the row. Raises
    NotFound when there is neither link nor role; with roles named, somebody not signed in is
    asked to sign in instead.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if link_claim_or_none(purpose) is not None:
                return view(*args, **kwargs)
            viewer = current_viewer()
            if viewer is not None and viewer.has_any(roles):
                return view(*args, **kwargs)
            if roles and viewer is None:
                return _ask_to_sign_in()
            raise NotFound("Open the link in our message again to see this page.")

        return _marked(checked, Access("link-holder", roles, purpose))

    return decorate


def current_viewer() -> Viewer | None:
    """The officer signed in to this browser, if any; read once a request."""
    if "viewer" not in g:
        secret = request.cookies.get(SESSION_COOKIE)
        g.viewer = viewer_of(secret) if secret else None
    return cast(Viewer | None, g.viewer)


def signed_in_viewer() -> Viewer:
    """The signed-in officer. Raises NotAllowed when there is none."""
    viewer = current_viewer()
    if viewer is None:
        raise NotAllowed("Sign in to do this.")
    return viewer


def authority_or_404(key: str) -> Authority:
    """The open authority of a public address. Raises NotFound."""
    authority = authority_by_key(key)
    if not authority.is_open:
        raise NotOpen(f"{authority.name} takes no messages on these pages.")
    return authority


def arrive_by_link(purpose: str, token: str, onward: str, seconds: int = LINK_COOKIE_SECONDS) -> Response:
    """What the GET of an emailed link does: keep the token in a short cookie, go to a clean address.

    Nothing is used up, so that a mail scanner that follows links does no harm. Raises as `read_link`.
    """
    read_link(purpose, token)
    response = redirect(onward)
    set_private_cookie(response, _link_cookie(purpose), token, seconds)
    return response


def read_link(purpose: str, token: str) -> LinkClaim:
    """What the token in a link's address says.

    Raises NotFound for one that was not made here for this purpose, TooMany once many of them came from one address.
    """
    try:
        return read_token(token, purpose)
    except NotFound:
        with transaction():
            tries = count_try(WRONG_LINKS, request.remote_addr or "")
        if tries > WRONG_LINKS.most:
            raise TooMany("Too many links that are not right have been opened from here.") from None
        raise


def link_token(purpose: str) -> str | None:
    """The token this browser came with, as it was in the link; not checked."""
    return request.cookies.get(_link_cookie(purpose))


def leave_link(response: Response, purpose: str) -> None:
    """Forget the link this browser came by."""
    response.delete_cookie(_link_cookie(purpose))


def link_claim(purpose: str) -> LinkClaim:
    """What the link this browser came by says. Raises NotFound."""
    token = link_token(purpose)
    if not token:
        raise NotFound("Open the link in our message again to see this page.")
    return read_token(token, purpose)


def link_claim_or_none(purpose: str) -> LinkClaim | None:
    """What the link this browser came by says, or None without a genuine one."""
    try:
        return link_claim(purpose)
    except NotFound:
        return None


def set_private_cookie(response: Response, name: str, value: str, seconds: int) -> None:
    """Set a cookie no script can read and no other site can send along with a form."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        httponly=True,
        samesite="Lax",
        secure=settings.base_url.startswith("https://"),
        path="/",
    )


def path_within(target: str | None) -> str | None:
    """A path of this site to go on to, or None for anything that leads elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or any(ord(letter) < 32 for letter in target):
        return None
    return target


def _ask_to_sign_in() -> Response:
    # A form cannot be sent again after signing in, so go back to the page it stood on.
    wanted = request.full_path.rstrip("?") if request.method == "GET" else _page_of_form()
    return redirect(url_for("signing_in.ask", next=path_within(wanted)))


def _page_of_form() -> str | None:
    came_from = urlsplit(request.referrer or "")
    return came_from.path if came_from.netloc == request.host else None


def _link_cookie(purpose: str) -> str:
    return f"redress-{purpose}"


def _marked(view: View[P], access: Access) -> View[P]:
    cast(Any, view).__access__ = access
    return view
