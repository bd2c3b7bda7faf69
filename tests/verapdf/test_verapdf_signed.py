"""veraPDF judges signed files: PDF/A-2u stays so under one and two stamped signatures, RSA and P-256."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from verapdf_runner import verdicts

from registrar_app.domain.values import PersonName
from registrar_app.paths import resource
from registrar_app.printing.pdfa import finish
from registrar_app.signing.authority import Authority, Holder, write_private
from registrar_app.signing.pades import SignatureField, sign
from registrar_app.signing.pkcs12 import Pkcs12Key, open_key
from registrar_app.signing.stamp import stamp_lines

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
FIRST, SECOND = (SignatureField(name, 0, x, 200, 70, 25) for name, x in (("doctor", 20), ("clinic", 110)))
pytestmark = pytest.mark.verapdf


def _page() -> bytes:
    sheet = io.BytesIO()
    pdfmetrics.registerFont(TTFont("SignedTestFace", str(resource("fonts", "LiberationSerif-Regular.ttf"))))
    canvas = Canvas(sheet, initialFontName="SignedTestFace", pdfVersion=(1, 7), lang="ru-RU")
    canvas.setFont("SignedTestFace", 12)
    canvas.drawString(100, 700, "Справка")
    canvas.save()
    return finish(sheet.getvalue(), "Справка")


def _signed(pdf: bytes, key: Pkcs12Key, field: SignatureField, **more: object) -> bytes:
    lines = stamp_lines(key.signing_certificate, UTC)
    return sign(pdf, key, field=field, stamp_lines=lines, signing_time=NOW, **more)  # type: ignore[arg-type]


def test_signed_files_when_judged_then_pdfa_2u(tmp_path: Path) -> None:
    authority = Authority("Учебный центр", NOW)
    holder = Holder(PersonName("Соколова", "Мария", "Петровна"), snils="11223344595")
    files = []
    for name, private in (("p256", None), ("rsa", rsa.generate_private_key(65537, 2048))):
        write_private(tmp_path / name, authority.issue(holder, "x", private_key=private))
        key = open_key(tmp_path / name, "x", now=NOW)
        once = _signed(_page(), key, FIRST, more_fields=[SECOND])
        twice = _signed(once, key, SECOND, certify=False)
        for count, pdf in enumerate((once, twice), 1):
            files.append(tmp_path / f"{name}-{count}.pdf")
            files[-1].write_bytes(pdf)
    assert verdicts(files) == {path.name: "PASS" for path in files}
