"""A B-B signature with a stamp beside bare pyHanko doing the same with a cached key and stamp."""

import asyncio
import io
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from benchmarks.row import Row, paired
from registrar_app.domain.values import PersonName
from registrar_app.signing.authority import Authority, Holder, PrivateKey, write_private
from registrar_app.signing.pades import SignatureField, sign
from registrar_app.signing.pkcs12 import Pkcs12Key, open_key
from registrar_app.signing.stamp import draw_stamp, stamp_lines
from registrar_app.signing.verify import verify

FIELD = SignatureField("doctor", 0, 20, 200, 68, 16)
_PASSWORD = "bench"


def run() -> list[Row]:
    """Measure; needs no display and no network."""
    now = datetime.now(UTC)
    authority = Authority("Мера", now)
    holder = Holder(PersonName("Соколова", "Мария", "Петровна"), snils="11223344595")
    kinds: tuple[tuple[str, PrivateKey | None], ...] = (
        ("P-256", None),
        ("RSA-2048", rsa.generate_private_key(65537, 2048)),
    )
    rows = []
    pdf, signed = _page(), b""
    with tempfile.TemporaryDirectory() as folder:
        for kind, private in kinds:
            path = Path(folder) / f"{kind}.p12"
            write_private(path, authority.issue(holder, _PASSWORD, private_key=private))
            key = open_key(path, _PASSWORD, now=now)
            stamp = Path(folder) / f"{kind}.pdf"
            stamp.write_bytes(draw_stamp(_lines(key), FIELD.width_mm, FIELD.height_mm))
            ours, floor = paired(
                lambda key=key: _ours(pdf, key, now),
                lambda key=key, stamp=stamp: bare_signature(pdf, key, stamp),
            )
            rows.append(Row(f"Sign B-B, {kind}, key and stamp cached", ours, floor, "≤ 1.3×"))
            signed = _ours(pdf, key, now)
    roots = [authority.root_pem]
    ten, one = paired(
        lambda: [verify(signed, roots) for _ in range(10)], lambda: verify(signed, roots), runs=10
    )
    rows.append(Row("Verify ten files beside ten times one", ten, one * 10, "≈ 1×"))
    return rows


def _page() -> bytes:
    sheet = io.BytesIO()
    canvas = Canvas(sheet)
    for line in range(40):
        canvas.drawString(60, 780 - 18 * line, "The quick brown fox jumps over the lazy dog")
    canvas.save()
    return sheet.getvalue()


def _lines(key: Pkcs12Key) -> tuple[str, ...]:
    return stamp_lines(key.signing_certificate, UTC)


def _ours(pdf: bytes, key: Pkcs12Key, now: datetime) -> bytes:
    return sign(pdf, key, field=FIELD, stamp_lines=_lines(key), signing_time=now)


class _BareSigner(signers.Signer):
    """The least that signs with a loaded key."""

    def __init__(self, key: Pkcs12Key) -> None:
        registry = SimpleCertificateStore()
        registry.register_multiple(asn1_x509.Certificate.load(der) for der in key.chain)
        super().__init__(
            signing_cert=asn1_x509.Certificate.load(key.signing_certificate.der), cert_registry=registry
        )
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        del dry_run
        return self._key.sign_raw(data, digest_algorithm)


def bare_signature(pdf: bytes, key: Pkcs12Key, stamp: Path) -> bytes:
    """The library as its manual shows it: no checks, no placing, the stamp from a file."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    box = (20 * mm, 50 * mm, 88 * mm, 66 * mm)
    fields.append_signature_field(writer, fields.SigFieldSpec("doctor", on_page=0, box=box))
    metadata = signers.PdfSignatureMetadata(
        field_name="doctor",
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
    )
    style = StaticStampStyle.from_pdf_file(str(stamp), border_width=0)
    signer = signers.PdfSigner(metadata, _BareSigner(key), stamp_style=style)
    output = io.BytesIO()
    asyncio.run(signer.async_sign_pdf(writer, output=output, bytes_reserved=16384))
    return output.getvalue()


if __name__ == "__main__":
    for row in run():
        print(f"{row.name}: {row.ours_ms:.1f} ms / {row.floor_ms:.1f} ms = {row.ratio:.2f}")
