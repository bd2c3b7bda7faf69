"""«Проверить»: a throw-away blank is signed with a key and verified at once."""

import io
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

import pikepdf

from registrar_app.domain.errors import RegistrarError
from registrar_app.services.key_shapes import KeyTest
from registrar_app.signing.pades import SignatureField, sign
from registrar_app.signing.ports import Signer
from registrar_app.signing.stamp import stamp_lines
from registrar_app.signing.verify import verify

_FIELD = SignatureField("trial", 0, 20, 20, 70, 25)
_TRUST = frozenset({"SIGN-045", "SIGN-056"})
"""Problems of trust: the key signs all the same."""


def try_key(key: Signer, roots: Sequence[bytes], now: datetime) -> KeyTest:
    """Sign and verify a blank; nothing is kept.

    Args:
        key: An opened key.
        roots: Trusted roots, PEM or DER.
        now: Aware.

    Raises:
        RegistrarError: the key refused, or its signature does not verify (``SIGN-125``).
    """
    began = time.monotonic()
    owner = key.signing_certificate
    pdf = sign(_blank(), key, field=_FIELD, stamp_lines=stamp_lines(owner, now.tzinfo), signing_time=now)
    took = timedelta(seconds=time.monotonic() - began)
    report = verify(pdf, roots, now=now)
    problems = (*report.problems, *(found for one in report.signatures for found in one.problems))
    errors = {one.code for one in problems if one.level.value == "error"}
    if not report.signatures or not report.signatures[0].is_intact or errors - _TRUST:
        raise RegistrarError("SIGN-125", codes=", ".join(sorted(errors - _TRUST)) or "SIGN-043")
    said = tuple(one for one in problems if one.code in _TRUST)
    return KeyTest(owner.owner, owner.algorithm, took, report.is_valid, said)


def _blank() -> bytes:
    """An A4 page with nothing on it."""
    sheet = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(sheet)
    return sheet.getvalue()
