"""Requests that come through a proxy: they count for the address that the proxy saw, where the settings name it.

A council's load balancer stands before every request; without ``REDRESS_TRUSTED_PROXIES`` all the world would seem to
ask from it. No address is ever logged.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from foundation.places import Network, came_from, is_within

log = logging.getLogger("redress.proxies")


class BehindProxies:
    """A WSGI application whose ``REMOTE_ADDR`` is the address that the outermost trusted proxy saw."""

    def __init__(self, application: Callable[..., Iterable[bytes]], trusted: Sequence[Network]) -> None:
        self.application = application
        self.trusted = tuple(trusted)
        self.said = False

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Set the address and hand the request on. Says once where a proxy that nobody named hands requests over."""
        peer, forwarded = environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", "")
        if forwarded and not self.said and not is_within(peer, self.trusted):
            self.said = True
            log.warning("a proxy that REDRESS_TRUSTED_PROXIES does not name hands requests over")
        environ["REMOTE_ADDR"] = came_from(peer, forwarded, self.trusted)
        return self.application(environ, start_response)
