"""Signing a PDF: PAdES B-B or B-T with a stamp, all fields first, a certification signature on top.

Source: project's domain notes on signing, D4 and section 4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from registrar_app.signing.key_checks import require_usable
from registrar_app.signing.ports import Signer
from registrar_app.signing.stamp import DEFAULT_LOOK, StampLook, draw_stamp
from registrar_app.signing.timestamps import TimestampClient


@dataclass(frozen=True, slots=True)
class SignatureField:
    """A place of a signature on a page."""

    name: str
    """Name inside the file, ASCII without a full stop: ``doctor``, ``organization``."""
    page: int
    """Index from 0."""
    x_mm: float
    """From the page's left edge to the stamp's left edge."""
    y_mm: float
    """From the page's upper edge down to the stamp's upper edge."""
    width_mm: float
    height_mm: float


def sign(
    pdf: bytes,
    key: Signer,
    *,
    field: SignatureField,
    stamp_lines: Sequence[str],
    signing_time: datetime,
    more_fields: Sequence[SignatureField] = (),
    certify: bool = True,
    look: StampLook = DEFAULT_LOOK,
    timestamps: TimestampClient | None = None,
) -> bytes:
    """Sign a file; takes 10-15 ms with a key in memory. Never in the window's thread.

    The second signer calls it with the signed file, the field made for him and ``certify=False``.

    Args:
        pdf: The file; PDF/A-2u stays PDF/A-2u.
        key: A key behind either port.
        field: Where to sign. Made if the file does not have a field of this name.
        stamp_lines: Filled lines of ``stamp.stamp_lines``; empty: no picture.
        signing_time: Aware; goes into the file as the signer's own time.
        more_fields: Empty fields for the signatures to come. They cannot be added later; the last one
            closes the file for everything but data of verification.
        certify: The first signature certifies the file and allows only signing (DocMDP P=2).
        look: How the stamp is drawn.
        timestamps: A timestamp service: the signature becomes B-T. Nothing is written when it fails.

    Returns:
        The file with one more revision; the bytes given are its beginning.

    Raises:
        RegistrarError: SIGN-005..007 key may not sign now, SIGN-020 file not readable, SIGN-021 stamp too
            large, SIGN-022 field is taken, SIGN-023 key refused, SIGN-024 CMS of no use, SIGN-025 the file is
            closed for new fields, SIGN-026 no such page, SIGN-091 no timestamp, SIGN-092 the clocks differ.
        SurroundingsError: SIGN-090 the timestamp service does not answer; those of a token or a program.
    """
    require_usable(key.signing_certificate, signing_time)
    picture = draw_stamp(tuple(stamp_lines), field.width_mm, field.height_mm, look) if stamp_lines else None
    from registrar_app.signing import hanko_sign

    return hanko_sign.sign_file(
        pdf, key, field, tuple(more_fields), picture, signing_time, certify=certify, timestamps=timestamps
    )


def warm_up() -> None:
    """Import the signature library ahead of the first signature (1-2 s); call it in a worker thread."""
    from registrar_app.signing import hanko_sign, hanko_verify

    _ = hanko_sign, hanko_verify
