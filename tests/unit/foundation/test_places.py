"""Where a request comes from: only machines that are trusted are believed about it."""

from ipaddress import ip_network

import pytest

from foundation.places import came_from, place_of

PROXIES = (ip_network("10.0.0.0/8"), ip_network("2001:db8:ffff::/48"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        # nobody is believed who is not named
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        # what stands left of the first stranger is the stranger's own word
        ("10.0.0.1", "192.0.2.66, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "192.0.2.66, 198.51.100.1, 10.1.1.1", "198.51.100.1"),
        ("2001:db8:ffff::1", "2001:db8:1::2", "2001:db8:1::2"),
        ("10.0.0.1", "not an address", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
    ],
)
def test_an_address_is_what_the_outermost_trusted_machine_saw(peer: str, forwarded: str, address: str) -> None:
    assert came_from(peer, forwarded, PROXIES) == address


def test_without_trusted_proxies_nothing_forwarded_is_believed() -> None:
    assert came_from("10.0.0.1", "198.51.100.1", ()) == "10.0.0.1"


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("127.0.0.1", None),
        ("::1", None),
        ("", None),
    ],
)
def test_a_place_is_an_address_or_the_network_of_a_household_and_never_this_machine(
    address: str, place: str | None
) -> None:
    assert place_of(address) == place
