"""The authorities this workplace trusts: shown before they are trusted, added, taken away."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.domain.problems import Problem
from registrar_app.services.bench import Bench

if TYPE_CHECKING:
    from registrar_app.signing.ports import SigningCertificate
    from registrar_app.signing.trust_store import TrustStore

_LARGEST = 2_000_000


@dataclass(frozen=True, slots=True, repr=False)
class Root:
    """An authority."""

    fingerprint: str
    """SHA-256, 64 hexadecimal digits."""
    owner: str
    valid_from: date
    valid_to: date
    algorithm: str
    is_current: bool
    """Its term holds today; one that is over still verifies what was signed before."""

    @property
    def print_words(self) -> str:
        """The fingerprint in fours, to be compared with the one the authority publishes."""
        return " ".join(self.fingerprint[start : start + 4] for start in range(0, 64, 4)).upper()


@dataclass(frozen=True, slots=True, repr=False)
class RootOffer:
    """What files hold; nothing is trusted by looking."""

    roots: tuple[Root, ...]
    """Not trusted yet."""
    known: int
    """How many are trusted already."""
    contents: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, repr=False)
class TrustView:
    """The folder as it is."""

    roots: tuple[Root, ...]
    problems: tuple[Problem, ...]


class Trusted:
    """Use cases of trust. Touches no database.

    Args:
        bench: The workplace.
        folder: Where the roots lie.
    """

    def __init__(self, bench: Bench, folder: Path) -> None:
        self._bench = bench
        self._folder = folder

    def view(self) -> TrustView:
        """What is trusted, by owner, and what does not hold in the folder."""
        store = self._store()
        return TrustView(tuple(self._root(one.certificate) for one in store.roots()), store.problems())

    def offer(self, paths: list[Path]) -> RootOffer:
        """Read files of authorities.

        Raises:
            RegistrarError: one holds no X.509 (``SIGN-067``) or that of a person (``SIGN-068``).
            SurroundingsError: one cannot be read (``SIGN-150``).
        """
        from registrar_app.signing.x509_reader import read_signing_certificate, split_certificates

        contents = tuple(_read(path) for path in paths)
        known = {one.fingerprint for one in self.view().roots}
        found: dict[str, Root] = {}
        for content in contents:
            ders, _unreadable = split_certificates([content])
            owners = [read_signing_certificate(der) for der in ders]
            if not owners:
                raise RegistrarError("SIGN-067")
            if not all(one.is_authority for one in owners):
                raise RegistrarError("SIGN-068")
            found |= {one.fingerprint: self._root(one) for one in owners}
        new = tuple(one for one in found.values() if one.fingerprint not in known)
        return RootOffer(new, len(found) - len(new), contents)

    def accept(self, offer: RootOffer) -> int:
        """Trust what was shown from now on; gives how many are new.

        Raises:
            SurroundingsError: the folder cannot be written (``SIGN-069``).
        """
        return sum(len(self._store().add(content)) for content in offer.contents)

    def remove(self, fingerprint: str) -> None:
        """Trust an authority no more.

        Raises:
            SurroundingsError: the folder cannot be written (``SIGN-069``).
        """
        self._store().remove(fingerprint)

    def _store(self) -> "TrustStore":
        from registrar_app.signing.trust_store import TrustStore

        return TrustStore(self._folder)

    def _root(self, one: "SigningCertificate") -> Root:
        zone, now = self._bench.clock().tzinfo, self._bench.clock()
        return Root(
            fingerprint=one.fingerprint,
            owner=one.owner,
            valid_from=one.valid_from.astimezone(zone).date(),
            valid_to=one.valid_to.astimezone(zone).date(),
            algorithm=one.algorithm,
            is_current=one.valid_from <= now <= one.valid_to,
        )


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST)
    except OSError:
        raise SurroundingsError("SIGN-150") from None
