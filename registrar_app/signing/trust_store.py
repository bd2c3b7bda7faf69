"""The folder of roots a clinic trusts: what is in it, adding, taking away. Any thread; no network."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.domain.problems import Problem, problem
from registrar_app.signing.ports import SigningCertificate
from registrar_app.signing.x509_reader import lenient_names, read_signing_certificate, split_certificates

_ENDINGS = frozenset({".pem", ".crt", ".cer", ".der"})
_NAME = "root-{}.pem"
_NAME_LENGTH = 16
"""Hexadecimal digits of the fingerprint in a file's name."""


@dataclass(frozen=True, slots=True)
class TrustedRoot:
    """A root in the folder."""

    certificate: SigningCertificate
    """Owner, term, algorithm, fingerprint."""
    file: str = dataclasses.field(repr=False)
    """Name of the file it stands in; several may share one."""
    is_self_signed: bool
    """A root proper; else an issuing authority that is trusted by itself."""

    def is_current(self, now: datetime) -> bool:
        """Whether its term holds; one that is over still verifies what was signed before."""
        return self.certificate.valid_from <= now <= self.certificate.valid_to


class TrustStore:
    """A folder of PEM and DER files.

    Args:
        folder: Need not exist yet.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def roots(self) -> tuple[TrustedRoot, ...]:
        """What is trusted, by owner; each once."""
        found: dict[str, TrustedRoot] = {}
        for path, content in self._contents():
            for der in split_certificates([content])[0]:
                owner = read_signing_certificate(der)
                found.setdefault(owner.fingerprint, TrustedRoot(owner, path.name, _is_self_signed(der)))
        return tuple(
            sorted(found.values(), key=lambda one: (one.certificate.owner, one.certificate.valid_to))
        )

    def contents(self) -> tuple[bytes, ...]:
        """What ``verify`` and ``TrustServices`` want: the contents of the files that can be read."""
        return tuple(content for _, content in self._contents() if split_certificates([content])[0])

    def problems(self) -> tuple[Problem, ...]:
        """SIGN-055 when files cannot be read, SIGN-056 when nothing is trusted."""
        contents = [content for _, content in self._contents()]
        found, unreadable = split_certificates(contents)
        said = [problem("SIGN-055", count=unreadable)] if unreadable else []
        return tuple(said if found else [*said, problem("SIGN-056")])

    def add(self, content: bytes) -> tuple[TrustedRoot, ...]:
        """Trust the authorities of a file; each is kept in a file of its own.

        Args:
            content: PEM with any number of entries, or one DER.

        Returns:
            Those that were not trusted before.

        Raises:
            RegistrarError: SIGN-067 no X.509 in it, SIGN-068 it is a person's or an organisation's, nothing
                can be verified by it.
            SurroundingsError: SIGN-069 the folder cannot be written.
        """
        ders, _ = split_certificates([content])
        if not ders:
            raise RegistrarError("SIGN-067")
        owners = [read_signing_certificate(der) for der in ders]
        if not all(one.is_authority for one in owners):
            raise RegistrarError("SIGN-068")
        known = {one.certificate.fingerprint for one in self.roots()}
        new = [one for one in owners if one.fingerprint not in known]
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for one in new:
                self._write(_NAME.format(one.fingerprint[:_NAME_LENGTH]), _pem(one.der))
        except OSError:
            raise SurroundingsError("SIGN-069") from None
        wanted = {one.fingerprint for one in new}
        return tuple(one for one in self.roots() if one.certificate.fingerprint in wanted)

    def remove(self, fingerprint: str) -> None:
        """Trust an authority no more; others in the same file stay.

        Args:
            fingerprint: SHA-256, lower-case hexadecimal; one that is not there does no harm.

        Raises:
            SurroundingsError: SIGN-069 the folder cannot be written.
        """
        try:
            for path, content in self._contents():
                ders = split_certificates([content])[0]
                kept = [der for der in ders if read_signing_certificate(der).fingerprint != fingerprint]
                if len(kept) == len(ders):
                    continue
                if kept:
                    self._write(path.name, b"".join(_pem(der) for der in kept))
                else:
                    path.unlink()
        except OSError:
            raise SurroundingsError("SIGN-069") from None

    def _contents(self) -> list[tuple[Path, bytes]]:
        """Files by name; one that vanishes or is not ours to read counts as empty."""
        found = []
        if not self.folder.is_dir():
            return []
        for path in sorted(self.folder.iterdir()):
            if path.suffix.lower() in _ENDINGS:
                try:
                    found.append((path, path.read_bytes()))
                except OSError:
                    found.append((path, b""))
        return found

    def _write(self, name: str, content: bytes) -> None:
        """Whole or not at all."""
        part = self.folder / f"{name}.part"
        part.write_bytes(content)
        part.replace(self.folder / name)


def _is_self_signed(der: bytes) -> bool:
    parsed = x509.load_der_x509_certificate(der)
    with lenient_names():
        return parsed.issuer.public_bytes() == parsed.subject.public_bytes()


def _pem(der: bytes) -> bytes:
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)
