"""Which keys the clinic has: adding them from files, tokens and other programs, choosing, removing."""

import base64
import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.domain.problems import Problem
from registrar_app.services.key_ring import KeyRing
from registrar_app.services.key_shapes import KeyKind, KeySource, NewKey, Role, TokenCertificateView
from registrar_app.services.key_shelf import KeyShelf
from registrar_app.services.shapes import Clock

if TYPE_CHECKING:
    from registrar_app.signing.ports import SigningCertificate


class KeyRegister:
    """Changes what the settings know of keys; every change is one row.

    Args:
        shelf: Where keys are remembered.
        ring: What is open now.
        clock: Present moment.
    """

    def __init__(self, shelf: KeyShelf, ring: KeyRing, clock: Clock) -> None:
        self._shelf, self._ring, self._clock = shelf, ring, clock

    def source(self, key_id: str) -> KeySource:
        """A key by its id.

        Raises:
            RegistrarError: ``SIGN-124`` there is none.
        """
        found = self._shelf.get(key_id)
        if found is None:
            raise RegistrarError("SIGN-124")
        return found

    def add(
        self, path: Path, password: str, new: NewKey, x509: Path | None = None
    ) -> tuple[KeySource, tuple[Problem, ...]]:
        """Take a key file into the profile; it signs from now on, in place of its holder's former file.

        Args:
            path: PKCS#12, or PEM with a GOST key.
            password: As typed; wiped.
            new: Whose it is and under which power.
            x509: The owner's X.509 when it is not in the file.

        Returns:
            The key, and what its opening remarked: loose permissions, an end that comes near.

        Raises:
            RegistrarError: not a key file, wrong password, expired (SIGN codes), one key for both roles
                without a reason (``SIGN-120`` at ``reason``).
            SurroundingsError: the file cannot be copied (``CERT-053``).
        """
        from registrar_app.services.key_adding import copy_key_file, opened_file

        key, content = opened_file(path, password, x509, self._ring.engine(), self._clock())
        owner = key.signing_certificate
        self._require_reason(new, owner.fingerprint)
        holder = new.holder or owner.snils or owner.ogrn
        former = self._former_file(new.role, holder, owner.fingerprint)
        key_id = former.id if former else self._shelf.free_id(new.role)
        name = copy_key_file(content, self._shelf.folder, key_id)
        if former and former.file not in ("", name):
            self._shelf.path(former).unlink(missing_ok=True)
        self._ring.keep_file(key_id, key)
        source = self.described(KeySource(key_id, new.role, KeyKind.FILE, file=name), owner, new)
        self._shelf.put(source)
        return source, key.problems

    def add_token(self, found: TokenCertificateView, new: NewKey) -> KeySource:
        """Choose a certificate of a token for a role; no PIN is asked for now.

        Raises:
            RegistrarError: it cannot sign documents (SIGN-005..007), the token has no such certificate
                (``SIGN-079``), one key for both roles without a reason (``SIGN-120``).
            SurroundingsError: no library (``SIGN-070``), no token (``SIGN-073``).
        """
        library = self._ring.library(found.library)
        token = next((one for one in library.tokens() if one.serial == found.token_serial), None)
        if token is None:
            raise SurroundingsError("SIGN-073")
        owner = next(
            (one.signing_certificate for one in library.certificates(token)
             if one.signing_certificate.fingerprint == found.fingerprint), None,
        )  # fmt: skip
        if owner is None:
            raise RegistrarError("SIGN-079")
        bare = KeySource(
            self._shelf.free_id(new.role), new.role, KeyKind.TOKEN, library=found.library,
            token_serial=token.serial, token_label=token.label, has_pin_pad=token.has_pin_pad,
        )  # fmt: skip
        return self._add_known(bare, owner, new)

    def add_program(self, command: str, result: str, x509: Path, new: NewKey) -> KeySource:
        """Sign by another program with the key of a certificate.

        Args:
            command: Command line with places, see ``external_command``.
            result: Where the program leaves its answer.
            x509: The owner's certificate, PEM or DER.
            new: Whose it is.

        Raises:
            RegistrarError: the command is wrong (``SIGN-087``), no certificate in the file (``SIGN-067``), it
                cannot sign documents (SIGN-005..007).
        """
        from registrar_app.services.key_adding import owner_in_file
        from registrar_app.signing.external_command import parse_command

        parse_command(command, result)
        bare = KeySource(
            self._shelf.free_id(new.role), new.role, KeyKind.PROGRAM, command=command, result=result
        )
        return self._add_known(bare, owner_in_file(x509), new)

    def choose(self, key_id: str, reason: str = "") -> None:
        """Let a key sign in its role.

        Raises:
            RegistrarError: no such key (``SIGN-124``), one key for both roles without a reason.
        """
        source = self.source(key_id)
        reason = reason or source.reason
        self._require_reason(NewKey(source.role, reason=reason), source.fingerprint)
        self._shelf.put(dataclasses.replace(source, is_chosen=True, reason=reason))

    def describe(self, key_id: str, mchd: str) -> None:
        """Keep the number of the power of attorney (МЧД) under which the owner signs.

        Raises:
            RegistrarError: no such key (``SIGN-124``).
        """
        self._shelf.put(dataclasses.replace(self.source(key_id), mchd=mchd.strip()))

    def remove(self, key_id: str) -> None:
        """Forget a key. What it signed stays valid.

        Raises:
            RegistrarError: no such key (``SIGN-124``).
            SurroundingsError: its copy cannot be deleted (``CERT-053``).
        """
        source = self.source(key_id)
        self._ring.forget(source)
        try:
            self._shelf.remove(source)
        except OSError:
            raise SurroundingsError("CERT-053") from None

    def described(self, source: KeySource, owner: "SigningCertificate", new: NewKey) -> KeySource:
        """A source with what its X.509 says."""
        zone = self._clock().tzinfo
        return dataclasses.replace(
            source,
            owner=owner.owner,
            holder=new.holder or owner.snils or owner.ogrn,
            valid_from=owner.valid_from.astimezone(zone).date(),
            valid_to=owner.valid_to.astimezone(zone).date(),
            fingerprint=owner.fingerprint,
            algorithm=owner.algorithm,
            issuer=owner.issuer,
            x509=base64.b64encode(owner.der).decode("ascii"),
            mchd=new.mchd.strip(),
            reason=new.reason.strip(),
        )

    def _add_known(self, bare: KeySource, owner: "SigningCertificate", new: NewKey) -> KeySource:
        """Enter a key whose certificate is known; the same one again takes its own place."""
        from registrar_app.signing.key_checks import require_usable

        require_usable(owner, self._clock())
        self._require_reason(new, owner.fingerprint)
        same = next(
            (one for one in self._shelf.all()
             if (one.role, one.kind, one.fingerprint) == (new.role, bare.kind, owner.fingerprint)), None,
        )  # fmt: skip
        source = self.described(bare if same is None else dataclasses.replace(bare, id=same.id), owner, new)
        self._shelf.put(source)
        return source

    def _former_file(self, role: Role, holder: str, fingerprint: str) -> KeySource | None:
        """The file a new one replaces: the same key, the clinic's only one, the doctor's own."""
        files = [one for one in self._shelf.all() if one.role == role and one.kind is KeyKind.FILE]
        same = next((one for one in files if one.fingerprint == fingerprint), None)
        own = next((one for one in files if role != "doctor" or (holder and one.holder == holder)), None)
        return same or own

    def _require_reason(self, new: NewKey, fingerprint: str) -> None:
        """One key for both roles wants a reason (decisions, Papers)."""
        other: Role = "organisation" if new.role == "doctor" else "doctor"
        is_both = any(
            one.is_chosen and one.role == other and one.fingerprint == fingerprint
            for one in self._shelf.all()
        )
        if is_both and not new.reason.strip():
            raise RegistrarError("SIGN-120", "reason")
