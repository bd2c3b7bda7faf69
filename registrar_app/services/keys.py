"""The clinic's signing keys: PKCS#12 copies in the profile, passwords in memory only."""

from pathlib import Path
from typing import Any, Literal

from registrar_app.services.paper_shapes import KeyStatus

Role = Literal["doctor", "organisation"]
ROLES: tuple[Role, ...] = ("doctor", "organisation")


class Keys:
    """Use cases around signing keys."""

    def status(self, role: Role = "doctor") -> KeyStatus:
        """Who signs in a role and whether he can now."""
        raise NotImplementedError

    def add(self, path: Path, password: str, role: Role = "doctor") -> KeyStatus:
        """Take a PKCS#12 file into the profile for a role, in place of the former.

        Raises:
            RegistrarError: not a key file, wrong password, expired, owner is not who the settings say.
        """
        raise NotImplementedError

    def unlock(self, password: str, role: Role | None = None) -> tuple[KeyStatus, ...]:
        """Unlock the keys that this password opens, until the program ends.

        Raises:
            RegistrarError: it opens none.
        """
        raise NotImplementedError

    def lock(self) -> None:
        """Forget the unlocked keys."""
        raise NotImplementedError

    def trust_roots(self) -> tuple[Any, ...]:
        """Roots the clinic trusts when it verifies (parsed certificates)."""
        raise NotImplementedError
