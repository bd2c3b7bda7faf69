"""Levels of signatures: how much is added so that they can be checked without us, at once or later.

Signing on line gives B-T. Off line a paper is signed at B-B and stands in a queue; ``upgrade`` adds a
timestamp over the whole file and the data of verification when the network is back, without any key.

Source: ETSI EN 319 142-1, 6; project's domain notes on signing, decision D5 and section 4.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from registrar_app.domain.errors import RegistrarError
from registrar_app.signing.pades import SignatureField, sign
from registrar_app.signing.ports import SignatureLevel, Signer, SigningCertificate
from registrar_app.signing.stamp import DEFAULT_LOOK, StampLook
from registrar_app.signing.timestamps import TimestampClient


@dataclass(frozen=True, slots=True)
class TrustServices:
    """What a clinic proves its signatures with."""

    timestamp_url: str = dataclasses.field(default="", repr=False)
    """Address of the timestamp service; empty: none, everything stays at B-B."""
    roots: tuple[bytes, ...] = dataclasses.field(default=(), repr=False)
    """Trusted X.509, PEM or DER: of the signers, of the timestamp service."""
    timeout_s: float = 10.0
    """For each question to a service."""

    def timestamps(self) -> TimestampClient:
        """The timestamp service.

        Raises:
            RegistrarError: SIGN-093 no address.
        """
        return TimestampClient(self.timestamp_url, self.timeout_s)


def sign_at_level(
    pdf: bytes,
    key: Signer,
    level: SignatureLevel,
    services: TrustServices,
    *,
    field: SignatureField,
    stamp_lines: Sequence[str],
    signing_time: datetime,
    more_fields: Sequence[SignatureField] = (),
    certify: bool = True,
    look: StampLook = DEFAULT_LOOK,
) -> bytes:
    """Sign a file at a level; arguments and errors beside those below as ``pades.sign``.

    Two signers: both sign at B-T at most, then one ``upgrade`` serves both. Nothing is written when a service
    fails; whoever wants the paper all the same signs it at B-B and queues it.

    Args:
        pdf: The file.
        key: A key behind either port.
        level: B-B to B-LTA.
        services: The clinic's services.
        field: Where to sign.
        stamp_lines: Filled lines of the stamp.
        signing_time: Aware.
        more_fields: Empty fields for the signatures to come.
        certify: The first signature certifies.
        look: How the stamp is drawn.

    Raises:
        SurroundingsError: SIGN-090 no timestamp service, SIGN-095 no data of revocation.
        RegistrarError: SIGN-091..093 timestamps, SIGN-094 revoked, SIGN-096..097 chain, SIGN-098 the level
            cannot be had.
    """
    timestamps = services.timestamps() if level is not SignatureLevel.B_B else None
    signed = sign(
        pdf, key, field=field, stamp_lines=stamp_lines, signing_time=signing_time, more_fields=more_fields,
        certify=certify, look=look, timestamps=timestamps,
    )  # fmt: skip
    if level in (SignatureLevel.B_LT, SignatureLevel.B_LTA):
        return upgrade(signed, level, services, now=signing_time)
    return signed


def upgrade(pdf: bytes, level: SignatureLevel, services: TrustServices, *, now: datetime) -> bytes:
    """Bring a signed file to a level: B-T, B-LT or B-LTA, for all of its signatures at once. Needs no key.

    A signature without a timestamp gets one over the whole file; the time proven is that of the upgrade, so a
    paper should not wait for long: a key that runs out or is revoked in between cannot be proven any more.

    Args:
        pdf: A signed file; what it has already is kept.
        level: The level wanted.
        services: The clinic's services.
        now: Aware; this computer's time.

    Returns:
        The file with more revisions; the same bytes when it has the level already.

    Raises:
        SurroundingsError: SIGN-090 no timestamp service, SIGN-095 no data of revocation.
        RegistrarError: SIGN-091..093 timestamps, SIGN-094 revoked, SIGN-096..097 chain, SIGN-098 the file
            cannot be brought there.
    """
    if level not in (SignatureLevel.B_T, SignatureLevel.B_LT, SignatureLevel.B_LTA):
        raise RegistrarError("SIGN-098", reason="такого уровня нет")
    from registrar_app.signing import hanko_upgrade

    return hanko_upgrade.upgrade_file(pdf, level, services, now)


def require_not_revoked(
    owner: SigningCertificate, chain: Sequence[bytes], services: TrustServices, now: datetime
) -> None:
    """Ask the authorities whether a certificate is revoked; before signing, where there is a network.

    Args:
        owner: Whose key is to sign.
        chain: DER of the authorities between the owner and a root.
        services: Roots and the time limit.
        now: Aware.

    Raises:
        SurroundingsError: SIGN-095 nobody answers; signing may go on, the answer comes with the upgrade.
        RegistrarError: SIGN-094 revoked, SIGN-096 no way to a root, SIGN-097 the chain does not hold.
    """
    from registrar_app.signing import hanko_upgrade

    hanko_upgrade.require_not_revoked(owner, chain, services, now)
