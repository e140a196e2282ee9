"""Who may do what: roles, held for one authority, in one team or all of them.

Pure. What a role opens is named beside each view (`authorities.access`); whether somebody
may see one particular case is for the package that knows cases.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What somebody is to an authority. The values are stored."""

    COMPLAINTS_OFFICER = "complaints-officer"
    RESPONDING_MANAGER = "responding-manager"
    SENIOR_MANAGER = "senior-manager"
    REPORT_READER = "report-reader"
    FORM_DESIGNER = "form-designer"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The role in words."""
        return self.value.replace("-", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Grant:
    """One role for one authority; `team_id` None means every team of it."""

    authority_id: UUID
    role: Role
    team_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in officer, as decisions see one."""

    officer_id: UUID
    name: str
    grants: tuple[Grant, ...] = ()

    @property
    def actor(self) -> str:
        """How events name this officer."""
        return f"officer:{self.officer_id}"

    def has(self, role: Role, authority_id: UUID | None = None) -> bool:
        """Whether the role is held, for one authority or (None) for any."""
        return self.has_any((role,), authority_id)

    def has_any(self, roles: tuple[Role, ...], authority_id: UUID | None = None) -> bool:
        """Whether one of the roles is held, for one authority or (None) for any."""
        return any(grant.role in roles and authority_id in (None, grant.authority_id) for grant in self.grants)

    def authorities(self, *roles: Role) -> frozenset[UUID]:
        """The authorities for which one of the roles is held; with no roles named, any role."""
        return frozenset(grant.authority_id for grant in self.grants if not roles or grant.role in roles)

    def teams(self, authority_id: UUID, *roles: Role) -> frozenset[UUID] | None:
        """The teams a role is limited to for an authority; None when it covers all of them.

        An empty set means that the role is not held there at all.
        """
        held = [
            grant for grant in self.grants if grant.authority_id == authority_id and (not roles or grant.role in roles)
        ]
        if any(grant.team_id is None for grant in held):
            return None
        return frozenset(grant.team_id for grant in held if grant.team_id is not None)
