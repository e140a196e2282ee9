"""Where a request comes from: what a chain of proxies may be believed about, and what one place has in common.

Pure. Nothing that a request says of itself is believed unless the machine that handed it over is trusted: anybody may
write ``X-Forwarded-For``. Must not be used to say who somebody is.
"""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network

HOUSEHOLD = 64
"""The part of an IPv6 address that one household or office has: it may choose the rest as it likes."""


def came_from(peer: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """The address a request came from: each trusted machine's word is taken for the one before it, and no other's."""
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    address = peer
    while hops and is_within(address, trusted):
        address = hops.pop()
    return address if _read(address) is not None else peer


def place_of(address: str) -> str | None:
    """What requests from one place have in common: an IPv4 address, or the network of an IPv6 one.

    None for this machine itself: whoever asks from here runs it, or a proxy stands before it that nobody named, and
    then all the world would share one count.
    """
    known = _read(address)
    if known is None or known.is_loopback:
        return None
    if isinstance(known, IPv6Address):
        return str(ip_network((known, HOUSEHOLD), strict=False))
    return str(known)


def is_within(address: str, networks: Sequence[Network]) -> bool:
    """Whether an address is in one of the networks."""
    known = _read(address)
    return known is not None and any(known in network for network in networks)


def _read(address: str) -> IPv4Address | IPv6Address | None:
    try:
        known = ip_address(address)
    except ValueError:
        return None
    mapped = known.ipv4_mapped if isinstance(known, IPv6Address) else None
    return mapped or known
