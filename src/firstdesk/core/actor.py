"""Who acts: frozen as they were, so that the journal survives renaming and departure."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from firstdesk.core.text import Text


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, or the system, at the moment of an act.

    Args:
        staff_id: the person's id; None for the system.
        scopes: what the token in use may do; None for a signed-in person, who may do all that his
            role may.
    """

    staff_id: str | None
    name: Text
    role: str
    branch_id: str | None
    branch_code: str | None
    branch_name: Text | None
    request_id: str = ""
    scopes: frozenset[str] | None = None

    @property
    def person(self) -> UUID:
        """The person's id, where only a person can act.

        Raises:
            RuntimeError: the system acts; a job called a verb that is a person's.
        """
        if self.staff_id is None:
            raise RuntimeError("Only a person can do this; the system has no staff id.")
        return UUID(self.staff_id)

    @property
    def branch(self) -> UUID:
        """The id of the person's branch; see `person`."""
        if self.branch_id is None:
            raise RuntimeError("Only a person of a branch can do this; the system has none.")
        return UUID(self.branch_id)

    @classmethod
    def system(cls, request_id: str = "") -> Actor:
        """The worker and the command line."""
        return cls(None, Text(zh="系统", en="System"), "system", None, None, None, request_id)
