"""The clinic's signing keys: files, tokens and other programs; secrets in memory only.

Files lie in ``keys/`` of the profile: ``doctor-1.p12`` …, ``organization.p12`` and the trusted roots
``roots.pem``. What is remembered of a key stands in ``key_shelf``, what is open now in ``key_ring``.
"""

import dataclasses
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.domain.problems import Problem, problem
from registrar_app.services.bench import Bench
from registrar_app.services.key_register import KeyRegister
from registrar_app.services.key_remarks import WANTS, about_key, about_owners, ending
from registrar_app.services.key_ring import KeyRing
from registrar_app.services.key_shapes import (
    ROLES,
    KeyAsk,
    KeyKind,
    KeySource,
    KeyTest,
    KeyView,
    NewKey,
    Role,
)
from registrar_app.services.key_shelf import FOLDER, KeyShelf
from registrar_app.services.key_words import abilities
from registrar_app.services.paper_shapes import KeyStatus
from registrar_app.services.settings import EXPIRY_WEEKS, PIN_MINUTES, Settings
from registrar_app.signing.ports import Signer, SigningCertificate

if TYPE_CHECKING:
    from registrar_app.signing.token import TokenLibrary

__all__ = ["FOLDER", "ROLES", "Keys", "OpenedKeys", "Role"]


@dataclasses.dataclass(frozen=True, slots=True, repr=False)
class OpenedKeys:
    """The keys of one paper, ready to sign."""

    doctor: Signer | None
    organization: Signer | None
    remarks: tuple[Problem, ...] = ()


class Keys:
    """Use cases around signing keys."""

    def __init__(self, bench: Bench, settings: Settings) -> None:
        self._bench = bench
        self._settings = settings
        self._shelf = KeyShelf(bench.profile, settings)
        self._ring = KeyRing(lambda: bench.clock())
        self.register = KeyRegister(self._shelf, self._ring, lambda: bench.clock())
        """Adding, choosing, describing and removing keys."""
        self._refused: dict[str, RegistrarError] = {}
        """Why a training key that opens by itself cannot sign."""

    @property
    def folder(self) -> Path:
        """Where the key files lie."""
        return self._shelf.folder

    # -- looking --------------------------------------------------------------------------------

    def status(self, role: Role = "doctor", snils: str = "") -> KeyStatus:
        """Who signs in a role and whether he can now.

        Args:
            role: ``doctor`` or ``organisation``.
            snils: Eleven digits of the doctor wanted; empty: the first key of the role.
        """
        source = self._chosen(role, snils)
        if source is None:
            return KeyStatus(role, "", problem=problem("CERT-050" if role == "doctor" else "CERT-051"))
        found = self._problems(source)
        is_open = self._ring.is_open(source)
        return KeyStatus(
            role, source.owner, source.valid_to, is_open, found[0] if found else None,
            kind=str(source.kind), key_id=source.id, remarks=found[1:],
        )  # fmt: skip

    def all(self) -> tuple[KeyView, ...]:
        """Every key with what it can do and what is the matter with it."""
        self._unlock_training()
        return tuple(
            KeyView(one, self._ring.is_open(one), abilities(one), self._problems(one))
            for one in self._shelf.all()
        )

    def asks(self, snils: str = "") -> tuple[KeyAsk, ...]:
        """The keys that want a PIN or a password before a paper of this doctor can be signed."""
        sources = [self._chosen("doctor", snils), self._chosen("organisation")]
        return tuple(_ask(one) for one in sources if one is not None and not self._ring.is_open(one))

    def pads(self, snils: str = "") -> tuple[KeyAsk, ...]:
        """The keys whose PIN is typed on the reader while a paper of this doctor is signed."""
        sources = [self._chosen("doctor", snils), self._chosen("organisation")]
        return tuple(_ask(one) for one in sources if one is not None and one.has_pin_pad)

    def ask_of(self, refused: RegistrarError) -> KeyAsk | None:
        """The key that a refused signing wants a secret for, None when it was refused for another reason."""
        key_id = refused.problem.params.get("key")
        source = self._shelf.get(str(key_id)) if refused.code in WANTS.values() else None
        return _ask(source) if source is not None else None

    def notices(self) -> tuple[Problem, ...]:
        """Keys in use that end within the weeks of the setting, or have ended. Opens nothing."""
        today, notice = self._bench.today(), self._notice()
        found = (ending(one, today, notice) for one in self._shelf.all() if one.is_chosen)
        return tuple(one for one in found if one is not None)

    # -- adding ---------------------------------------------------------------------------------

    def add(
        self,
        path: Path,
        password: str,
        role: Role = "doctor",
        *,
        new: NewKey | None = None,
        x509: Path | None = None,
    ) -> KeyStatus:
        """Take a key file into the profile; it signs from now on. See ``KeyRegister.add``.

        Returns:
            How the key stands now; ``remarks`` tell of loose permissions and the like.
        """
        source, remarks = self.register.add(path, password, new or NewKey(role), x509)
        status = self.status(source.role, source.holder if source.role == "doctor" else "")
        return dataclasses.replace(status, remarks=(*remarks, *status.remarks))

    # -- opening --------------------------------------------------------------------------------

    def enter(self, key_id: str, secret: str) -> None:
        """Open one key with its password or PIN. A wrong PIN is never tried again by the program.

        Raises:
            RegistrarError: wrong (SIGN-002, SIGN-072 with what is left), locked (SIGN-074), of no use.
            SurroundingsError: the token is not in (SIGN-073), no library (SIGN-070).
        """
        from registrar_app.signing.pin import Pin

        source = self.register.source(key_id)
        if source.kind is KeyKind.TOKEN:
            self._ring.open_token(source, Pin(secret) if secret else None, self.authorities())
        elif source.kind is KeyKind.FILE:
            key = self._ring.open_file(source.id, self._shelf.path(source), secret)
            self._remember(source, key.signing_certificate)

    def unlock(self, password: str, role: Role | None = None) -> tuple[KeyStatus, ...]:
        """Open the key files that this password opens; tokens are not tried.

        Raises:
            RegistrarError: it opens none: the last key's own reason (wrong password, expired …).
        """
        reason = RegistrarError("CERT-050")
        is_any = False
        for one in self._shelf.all():
            if one.kind is KeyKind.FILE and role in (None, one.role):
                try:
                    self.enter(one.id, password)
                    is_any = True
                except RegistrarError as error:
                    reason = error
        if not is_any:
            raise reason
        return tuple(self.status(one) for one in ROLES if role in (None, one))

    def lock(self) -> None:
        """Forget every PIN, password and opened key."""
        self._ring.lock()
        self._refused.clear()

    def close(self) -> None:
        """At the end: ``lock``, and no token's library is asked any more."""
        self._ring.close()
        self._refused.clear()

    def forget_idle(self) -> bool:
        """Forget PINs when nobody signed for the time of the setting; tells whether some were forgotten."""
        return self._ring.forget_idle(timedelta(minutes=max(self._settings.get(PIN_MINUTES), 1)))

    @contextmanager
    def signers(self, snils: str, ogrn: str) -> Iterator[OpenedKeys]:
        """The keys of the doctor and of the clinic, opened for one paper; all tokens before anything signs.

        Args:
            snils: Eleven digits of the doctor who signs.
            ogrn: The clinic's, thirteen digits.

        Raises:
            RegistrarError: no key (``CERT-050``), closed (``CERT-052``, ``SIGN-071``), expired, wrong PIN …
            SurroundingsError: the token is gone (``SIGN-073``), its library fails.
        """
        limit = self._settings.get(PIN_MINUTES)
        if limit:
            self.forget_idle()
        doctor, house = self._chosen("doctor", snils), self._chosen("organisation")
        if doctor is None:
            raise RegistrarError("CERT-050")
        sources = [one for one in (doctor, house) if one is not None]
        for one in sources:
            self._require_signing(one)
        try:
            with self._ring.opened(sources, self.authorities()) as found:
                own, other = found[doctor.id], found[house.id] if house else None
                said = about_owners(
                    own.signing_certificate, other.signing_certificate if other else None, snils, ogrn,
                    has_reason=bool(doctor.reason or (house and house.reason)),
                )  # fmt: skip
                yield OpenedKeys(own, other, said)
        finally:
            if not limit and not self._ring.is_in_batch:
                self._forget_tokens(sources)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """One login for all papers signed inside; a PIN that is asked for each time is asked for once."""
        limit = self._settings.get(PIN_MINUTES)
        try:
            with self._ring.batch():
                yield
        finally:
            if not (limit or self._ring.is_in_batch):
                self._forget_tokens(self._shelf.all())

    def test(self, key_id: str) -> KeyTest:
        """Sign and verify a throw-away blank.

        Raises:
            RegistrarError: the key is closed (``CERT-052``, ``SIGN-071``), of no use, or what it signs does
                not verify (``SIGN-125``).
            SurroundingsError: those of a token or a program.
        """
        from registrar_app.services.key_testing import try_key
        from registrar_app.signing.key_checks import check_owner

        self._unlock_training()
        source = self.register.source(key_id)
        self._require_signing(source)
        with self._ring.opened([source], self.authorities()) as found:
            tried = try_key(found[source.id], self.trust_roots(), self._bench.clock())
        holder = source.holder
        is_doctor = source.role == "doctor"
        owner = found[source.id].signing_certificate
        said = check_owner(owner, snils=holder if is_doctor else "", ogrn="" if is_doctor else holder)
        return dataclasses.replace(tried, problems=(*tried.problems, *said))

    # -- trust ----------------------------------------------------------------------------------

    def trust_file(self) -> Path:
        """The PEM file with the roots that verify what is signed here."""
        return self.folder / "roots.pem"

    def trust_roots(self) -> tuple[bytes, ...]:
        """Contents of the files with the roots the clinic trusts, PEM or DER."""
        from registrar_app.signing.trust_store import TrustStore

        return TrustStore(self.folder).contents()

    def authorities(self) -> tuple[bytes, ...]:
        """DER of all trusted authorities: most tokens hold the owner's certificate only."""
        from registrar_app.signing.x509_reader import split_certificates

        return split_certificates(self.trust_roots())[0]

    def add_root(self, path: Path) -> None:
        """Trust the roots of a PEM or DER file besides those already trusted.

        Raises:
            RegistrarError: no authority in it (SIGN-067, SIGN-068).
            SurroundingsError: it cannot be read or copied (``CERT-053``, ``SIGN-069``).
        """
        from registrar_app.signing.trust_store import TrustStore

        try:
            content = path.read_bytes()
        except OSError:
            raise SurroundingsError("CERT-053") from None
        TrustStore(self.folder).add(content)

    def library(self, path: str) -> "TokenLibrary":
        """The library of a token's maker, for listing and watching; any thread may use the object.

        Raises:
            SurroundingsError: ``SIGN-070``.
        """
        return self._ring.library(path)

    # -- inside ---------------------------------------------------------------------------------

    def _forget_tokens(self, sources: Iterable[KeySource]) -> None:
        for one in sources:
            if one.kind is KeyKind.TOKEN:
                self._ring.forget(one)

    def _chosen(self, role: Role, snils: str = "") -> KeySource | None:
        self._unlock_training()
        return self._shelf.chosen(role, snils)

    def _remember(self, source: KeySource, owner: SigningCertificate) -> None:
        """After an opening: what the X.509 says, where it is another one than last time."""
        if source.fingerprint != owner.fingerprint:
            new = NewKey(source.role, "", source.mchd, source.reason)
            self._shelf.put(self.register.described(source, owner, new))

    def _require_signing(self, source: KeySource) -> None:
        """Refuse before anything is opened what cannot sign whatever is typed."""
        refused = self._refused.get(source.id)
        if refused is not None:
            raise refused
        if not self._ring.is_open(source):
            raise RegistrarError(WANTS[source.kind], key=source.id)

    def _problems(self, source: KeySource) -> tuple[Problem, ...]:
        """What is the matter with a key, gravest first."""
        refused = self._refused.get(source.id)
        return about_key(
            source, refused.problem if refused else None, self._bench.today(), self._notice(),
            is_open=self._ring.is_open(source), path=self._shelf.path(source),
        )  # fmt: skip

    def _notice(self) -> timedelta:
        return timedelta(weeks=self._settings.get(EXPIRY_WEEKS))

    def _unlock_training(self) -> None:
        """The training clinic's keys open by themselves; their password guards nothing."""
        if not self._bench.is_training:
            return
        from registrar_app.signing.authority import TRAINING_PASSWORD

        for one in self._shelf.all():
            if one.kind is KeyKind.FILE and not self._ring.is_open(one) and one.id not in self._refused:
                try:
                    self.enter(one.id, TRAINING_PASSWORD)
                except RegistrarError as error:
                    self._refused[one.id] = error


def _ask(source: KeySource) -> KeyAsk:
    return KeyAsk(source.id, source.kind, source.owner, source.role, source.token_label)
