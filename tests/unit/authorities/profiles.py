"""The shipped profiles for pure tests."""

from authorities.profile import PROFILES, Profile, read_profile


def shipped(key: str = "isle-of-wight") -> Profile:
    """One shipped profile."""
    return read_profile(PROFILES / f"{key}.yaml")
