"""The clinic's signing keys: PKCS#12 copies in the profile, passwords in memory only.

Files lie in ``keys/`` of the profile: ``doctor-1.p12`` …, ``organization.p12`` and the trusted roots
``roots.pem``. A password opens a key for the running program and is forgotten at once.
"""

import re
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.domain.problems import Problem, problem
from registrar_app.services.bench import Bench
from registrar_app.services.paper_shapes import KeyStatus
from registrar_app.services.settings import Settings

if TYPE_CHECKING:
    from registrar_app.signing.pkcs12 import Pkcs12Key

Role = Literal["doctor", "organisation"]
ROLES: tuple[Role, ...] = ("doctor", "organisation")
FOLDER = "keys"
_SEEN = "keys.owners"
"""Owners as seen when a key was last open: file name -> ``owner|ISO day of the end|SNILS or OGRN``."""
_STEMS: dict[Role, str] = {"doctor": "doctor-", "organisation": "organization"}


class Keys:
    """Use cases around signing keys."""

    def __init__(self, bench: Bench, settings: Settings) -> None:
        self._bench = bench
        self._settings = settings
        self._open: dict[str, Pkcs12Key] = {}
        """Opened keys by file name."""
        self._refused: dict[str, RegistrarError] = {}
        """Why a training key that opens by itself cannot sign."""

    @property
    def folder(self) -> Path:
        """Where the key files lie."""
        return self._bench.profile / FOLDER

    def status(self, role: Role = "doctor", snils: str = "") -> KeyStatus:
        """Who signs in a role and whether he can now.

        Args:
            role: ``doctor`` or ``organisation``.
            snils: Eleven digits of the doctor wanted; empty: the first key of the role.
        """
        file = self._file_for(role, snils)
        if file is None:
            return KeyStatus(role, "", problem=problem("CERT-050" if role == "doctor" else "CERT-051"))
        self._unlock_training(file)
        opened = self._open.get(file.name)
        if opened is None:
            owner, valid_to, _mark = self._seen(file.name)
            refused = self._refused.get(file.name)
            return KeyStatus(
                role, owner, valid_to, problem=refused.problem if refused else problem("CERT-052")
            )
        from registrar_app.signing.key_checks import expiry_problem

        owner_of = opened.signing_certificate
        end = owner_of.valid_to.astimezone(self._bench.clock().tzinfo).date()
        return KeyStatus(role, owner_of.owner, end, True, expiry_problem(owner_of, self._bench.today()))

    def add(self, path: Path, password: str, role: Role = "doctor") -> KeyStatus:
        """Take a PKCS#12 file into the profile for a role; the organisation's takes the former's place.

        Raises:
            RegistrarError: not a key file, wrong password, expired (SIGN codes).
            SurroundingsError: the file cannot be copied (``CERT-053``).
        """
        from registrar_app.signing.pkcs12 import open_key

        opened = open_key(path, password, now=self._bench.clock())
        target = self.folder / self._free_name(role, opened.signing_certificate.snils)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = target.with_suffix(".part")
            shutil.copyfile(path, part)
            part.chmod(0o600)
            part.replace(target)
        except OSError:
            raise SurroundingsError("CERT-053") from None
        self._keep(target.name, opened)
        return self.status(role, opened.signing_certificate.snils if role == "doctor" else "")

    def unlock(self, password: str, role: Role | None = None) -> tuple[KeyStatus, ...]:
        """Unlock the keys that this password opens, until the program ends.

        Raises:
            RegistrarError: it opens none: the last key's own reason (wrong password, expired …).
        """
        from registrar_app.signing.pkcs12 import open_key

        reason = RegistrarError("CERT-050")
        for file in self._files(role):
            try:
                self._keep(file.name, open_key(file, password, now=self._bench.clock()))
            except RegistrarError as error:
                reason = error
        if not self._open:
            raise reason
        return tuple(self.status(one) for one in ROLES if role in (None, one))

    def lock(self) -> None:
        """Forget the unlocked keys."""
        self._open.clear()
        self._refused.clear()

    def signer(self, role: Role, snils: str = "") -> "Pkcs12Key | None":
        """The opened key of a role, None when there is none.

        Args:
            role: ``doctor`` or ``organisation``.
            snils: Eleven digits of the doctor who signs.

        Raises:
            RegistrarError: the key is there but locked (``CERT-052``) or its term is over (``SIGN-005``).
        """
        from registrar_app.signing.key_checks import require_usable

        file = self._file_for(role, snils)
        if file is None:
            return None
        self._unlock_training(file)
        opened = self._open.get(file.name)
        if opened is None:
            raise self._refused.get(file.name) or RegistrarError("CERT-052")
        require_usable(opened.signing_certificate, self._bench.clock())
        return opened

    def trust_file(self) -> Path:
        """The PEM file with the roots that verify what is signed here."""
        return self.folder / "roots.pem"

    def trust_roots(self) -> tuple[bytes, ...]:
        """Contents of the files with the roots the clinic trusts, PEM."""
        return tuple(path.read_bytes() for path in sorted(self.folder.glob("*.pem")))

    def add_root(self, path: Path) -> None:
        """Trust the roots of a PEM or DER file besides those already trusted.

        Raises:
            SurroundingsError: it cannot be read or copied (``CERT-053``).
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            place = 1 + len(list(self.folder.glob("root-*.pem")))
            shutil.copyfile(path, self.folder / f"root-{place}.pem")
        except OSError:
            raise SurroundingsError("CERT-053") from None

    def owner_problems(
        self, role: Role, key: "Pkcs12Key", *, snils: str = "", ogrn: str = ""
    ) -> tuple[Problem, ...]:
        """Warnings when the key's owner is not who the settings say."""
        from registrar_app.signing.key_checks import check_owner

        owner = key.signing_certificate
        return check_owner(
            owner, snils=snils if role == "doctor" else "", ogrn=ogrn if role != "doctor" else ""
        )

    def _files(self, role: Role | None = None) -> list[Path]:
        found = sorted(self.folder.glob("*.p12"))
        return [one for one in found if role is None or one.name.startswith(_STEMS[role])]

    def _file_for(self, role: Role, snils: str) -> Path | None:
        """The file of a role; of several doctors the one with this SNILS, else none of another's."""
        files = self._files(role)
        for file in files:
            self._unlock_training(file)
        if role != "doctor" or not snils:
            return files[0] if files else None
        return next((one for one in files if self._seen(one.name)[2] == snils), None)

    def _free_name(self, role: Role, snils: str) -> str:
        """Where a new key goes: over its owner's former one, else beside the others. Numbered, not named."""
        if role != "doctor":
            return "organization.p12"
        for file in self._files("doctor"):
            if snils and self._seen(file.name)[2] == snils:
                return file.name
        numbers = [
            int(found.group(1)) for one in self._files("doctor") if (found := re.search(r"(\d+)", one.name))
        ]
        return f"doctor-{max(numbers, default=0) + 1}.p12"

    def _seen(self, name: str) -> tuple[str, date | None, str]:
        """Owner, end and mark of a key as last seen."""
        words = self._settings.get_map(_SEEN).get(name, "||").split("|")
        return words[0], date.fromisoformat(words[1]) if words[1] else None, words[2]

    def _keep(self, name: str, opened: "Pkcs12Key") -> None:
        """Remember an opened key and, for the time it is locked again, whose it is."""
        self._open[name] = opened
        owner = opened.signing_certificate
        end = owner.valid_to.astimezone(self._bench.clock().tzinfo).date()
        words = f"{owner.owner.replace('|', ' ')}|{end.isoformat()}|{owner.snils or owner.ogrn}"
        seen = self._settings.get_map(_SEEN)
        if seen.get(name) != words:
            self._settings.set_map(_SEEN, {**seen, name: words})

    def _unlock_training(self, file: Path) -> None:
        """The training clinic's keys open by themselves; their password guards nothing."""
        if not self._bench.is_training or file.name in self._open or file.name in self._refused:
            return
        from registrar_app.signing.authority import TRAINING_PASSWORD
        from registrar_app.signing.pkcs12 import open_key

        try:
            self._keep(file.name, open_key(file, TRAINING_PASSWORD, now=self._bench.clock()))
        except RegistrarError as error:
            self._refused[file.name] = error
