"""Keys of QR codes at this workplace: the clinic's own private one, public ones of all clinics known here.

Both lie in ``keys/`` of the profile; the list needs no database, so that a file can be verified without one.
"""

import base64
import binascii
import dataclasses
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from registrar_app.domain.errors import RegistrarError, SurroundingsError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from registrar_app.signing.qr_keys import QrKey

_log = logging.getLogger(__name__)
_PRIVATE, _LIST = "qr.key", "qr-keys.json"


@dataclass(frozen=True, slots=True)
class KnownQrKey:
    """A public key that is known here."""

    key: "QrKey"
    is_own: bool
    """Made at this workplace."""

    @property
    def fingerprint(self) -> str:
        """«1a2b 3c4d 5e6f 7a8b», to be compared by telephone."""
        digits = self.key.id.hex()
        return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


@dataclass(frozen=True, slots=True)
class QrKeyOffer:
    """A list of keys that was read and is not trusted yet."""

    keys: tuple[KnownQrKey, ...]
    signer: KnownQrKey
    is_signer_known: bool
    """Otherwise the fingerprint wants to be compared with the clinic."""
    content: bytes = dataclasses.field(repr=False)


class QrKeyBook:
    """Reads and writes the keys.

    Args:
        folder: Where they lie; need not exist yet.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def known(self) -> tuple[KnownQrKey, ...]:
        """All public keys, own ones first, the newest of each first. Any thread.

        Raises:
            SurroundingsError: the list cannot be read or is not one (``SIGN-145``).
        """
        from registrar_app.signing.qr_keys import QrKey

        try:
            rows = json.loads((self._folder / _LIST).read_bytes())["keys"]
            found = [
                KnownQrKey(
                    QrKey(
                        base64.b64decode(row["key"], validate=True),
                        str(row["issuer"]),
                        date.fromisoformat(row["from"]),
                        date.fromisoformat(row["to"]) if row["to"] else None,
                    ),
                    bool(row["own"]),
                )
                for row in rows
            ]
        except FileNotFoundError:
            return ()
        except (OSError, binascii.Error, ValueError, TypeError, KeyError):
            raise SurroundingsError("SIGN-145") from None
        return tuple(sorted(found, key=lambda one: (not one.is_own, -one.key.valid_from.toordinal())))

    def own(self, issuer: str, today: date) -> "Ed25519PrivateKey":
        """The clinic's own key, made and entered at the first use.

        Args:
            issuer: Object identifier or OGRN of the organisation.
            today: The day from which a new key holds.

        Raises:
            SurroundingsError: ``SIGN-118``, ``SIGN-145`` the files cannot be read or written.
        """
        from registrar_app.signing.qr_keys import QrKey, open_or_make_key

        private = open_or_make_key(self._folder / _PRIVATE)
        public = private.public_key().public_bytes_raw()
        known = self.known()
        current = next((one for one in known if one.key.public == public), None)
        if current is None:
            since = min(today, self._made_on())
            self._write((*known, KnownQrKey(QrKey(public, issuer, since), is_own=True)))
        elif not current.is_own:
            self._write([dataclasses.replace(one, is_own=one.is_own or one == current) for one in known])
        return private

    def renew(self, issuer: str, today: date) -> None:
        """Make a new key; the old one holds for papers up to this day.

        Raises:
            SurroundingsError: as ``own``.
        """
        private = self.own(issuer, today)
        public = private.public_key().public_bytes_raw()
        ended = [
            dataclasses.replace(one, key=dataclasses.replace(one.key, valid_to=today))
            if one.key.public == public
            else one
            for one in self.known()
        ]
        self._write(ended)
        try:
            (self._folder / _PRIVATE).unlink(missing_ok=True)
        except OSError:
            raise SurroundingsError("SIGN-118") from None
        self.own(issuer, today)

    def export(self, issuer: str, today: date) -> bytes:
        """A signed list of the clinic's own public keys, for others.

        Raises:
            SurroundingsError: as ``own``.
        """
        from registrar_app.signing.qr_keys import format_key_list

        private = self.own(issuer, today)
        return format_key_list([one.key for one in self.known() if one.is_own], private)

    def offer(self, content: bytes) -> QrKeyOffer:
        """Read a list of another clinic; nothing is trusted by that.

        Raises:
            RegistrarError: it is no such list (``SIGN-119``).
        """
        from registrar_app.signing.qr_keys import open_key_list

        known = self.known()
        keys, signer = open_key_list(content, [one.key for one in known])
        own = {one.key.public for one in known if one.is_own}
        return QrKeyOffer(
            tuple(KnownQrKey(one, one.public in own) for one in keys),
            KnownQrKey(signer, signer.public in own),
            any(one.key.public == signer.public for one in known),
            content,
        )

    def accept(self, offer: QrKeyOffer) -> int:
        """Trust the keys of a list from now on; gives how many are new or have changed.

        A list changes keys of its signer's clinic alone: nobody ends or lengthens the keys of others.

        Raises:
            RegistrarError: the list does not hold (``SIGN-119``).
            SurroundingsError: it cannot be written (``SIGN-145``).
        """
        offer = self.offer(offer.content)
        known = {one.key.public: one for one in self.known()}
        changed = 0
        for one in offer.keys:
            former = known.get(one.key.public)
            may_change = former is None or (
                not former.is_own and former.key.issuer == offer.signer.key.issuer == one.key.issuer
            )
            if may_change and (former is None or former.key != one.key):
                known[one.key.public] = KnownQrKey(one.key, is_own=False)
                changed += 1
        if changed:
            self._write(tuple(known.values()))
        return changed

    def forget(self, public: bytes) -> None:
        """Trust another clinic's key no more; own ones stay.

        Raises:
            SurroundingsError: it cannot be written (``SIGN-145``).
        """
        self._write([one for one in self.known() if one.is_own or one.key.public != public])

    def _made_on(self) -> date:
        """The day of the key's file: a list that was lost is made anew without denying older papers."""
        try:
            return datetime.fromtimestamp((self._folder / _PRIVATE).stat().st_mtime, UTC).date()
        except OSError:
            raise SurroundingsError("SIGN-118") from None

    def _write(self, keys: Sequence[KnownQrKey]) -> None:
        rows = [
            {
                "key": base64.b64encode(one.key.public).decode("ascii"),
                "issuer": one.key.issuer,
                "from": one.key.valid_from.isoformat(),
                "to": one.key.valid_to.isoformat() if one.key.valid_to else None,
                "own": one.is_own,
            }
            for one in keys
        ]
        part = self._folder / f"{_LIST}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            part.write_text(json.dumps({"keys": rows}, ensure_ascii=False, indent=1), encoding="utf-8")
            part.replace(self._folder / _LIST)
        except OSError:
            raise SurroundingsError("SIGN-145") from None


def known_keys(folder: Path) -> "tuple[QrKey, ...]":
    """The public keys of a folder for verifying; a list that cannot be read counts as none and is logged."""
    try:
        return tuple(one.key for one in QrKeyBook(folder).known())
    except RegistrarError as fault:
        _log.warning("no keys of QR codes: %s", fault.code)
        return ()
