"""Signatures beside bare pyHanko and bare OpenSSL doing the same: B-B, B-T, GOST; verifying ten files."""

import asyncio
import io
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper, HTTPTimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from benchmarks.row import Row, paired
from registrar_app.domain.values import PersonName
from registrar_app.paths import resource
from registrar_app.printing.form import Mode
from registrar_app.printing.loader import FormLibrary
from registrar_app.printing.matrix import qr_modules
from registrar_app.printing.pdfa import finish
from registrar_app.printing.render import render
from registrar_app.services.verifying import verify_file
from registrar_app.signing.authority import Authority, Holder, PrivateKey, write_private
from registrar_app.signing.gost_engine import GostEngine, find_engine
from registrar_app.signing.gost_openssl import open_gost_key
from registrar_app.signing.pades import SignatureField, sign
from registrar_app.signing.pkcs12 import Pkcs12Key, open_key
from registrar_app.signing.qr import QrClaims, make_qr
from registrar_app.signing.qr_keys import QrKey
from registrar_app.signing.stamp import draw_stamp, stamp_lines
from registrar_app.signing.timestamps import TimestampClient
from registrar_app.signing.verify import verify

FIELD = SignatureField("doctor", 0, 20, 200, 68, 16)
_PASSWORD = "bench"
_NOTES_MS = {"P-256": (13, 32), "RSA-2048": (12, 61)}
"""B-B and B-T, key and stamp cached, as the domain notes on signing, 4.4, measured on a quiet machine."""


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
            rows.append(Row(f"Sign B-B, {kind}, key and stamp cached", ours, floor, _goal(kind, 0)))
            signed = _ours(pdf, key, now)
            rows.append(_with_timestamps(kind, pdf, key, stamp, now))
    roots = [authority.root_pem]
    ten, one = paired(
        lambda: [verify(signed, roots) for _ in range(10)], lambda: verify(signed, roots), runs=10
    )
    rows.append(Row("Verify ten files beside ten times one", ten, one * 10, "≈ 1×"))
    return [*rows, *_code(signed, roots), *_gost(pdf)]


def _goal(kind: str, place: int) -> str:
    return f"≤ 1.3×, notes {_NOTES_MS[kind][place]} ms"


def _code(signed: bytes, roots: list[bytes]) -> list[Row]:
    """What the QR code costs: put on a paper, and looked for in a file that is verified."""
    library = FormLibrary([resource("forms")])
    form = library.get("free-form-note")
    edition = library.edition(form.key, date(2026, 11, 21))
    private = Ed25519PrivateKey.generate()
    claims = QrClaims(
        "1.2.3", date(2026, 11, 21), None, "000001", form.key, "Соколова М. П.", None, b"12345678"
    )

    def sheet(code: str) -> bytes:
        return finish(render(form, edition, {}, mode=Mode.DRAFT, codes={"qr": code}).pdf, form.title)

    def marked() -> bytes:
        qr_modules.cache_clear()
        return sheet(make_qr(claims, private))

    with_code, without = paired(marked, lambda: sheet(""))
    coded = marked()
    keys = (QrKey(private.public_key().public_bytes_raw(), "1.2.3", date(2026, 1, 1)),)

    def judged(pdf: bytes) -> object:
        return verify_file(pdf, roots, keys, now=datetime.now(UTC), form_of=lambda _key: form)

    whole, bare = paired(lambda: judged(signed), lambda: verify(signed, roots))
    read, nothing = paired(lambda: judged(coded), lambda: verify(coded, roots))
    return [
        Row("Paper with a QR code beside the same without", with_code, without),
        Row("Verify a file without a code beside its signatures alone", whole, bare),
        Row("Verify a file for its code beside looking for signatures", read, nothing),
    ]


def _with_timestamps(kind: str, pdf: bytes, key: Pkcs12Key, stamp: Path, now: datetime) -> Row:
    """B-T with a timestamp service on loopback, pyHanko with its own client."""
    with timestamp_service(now) as url:
        client = TimestampClient(url)
        stamper = HTTPTimeStamper(url)
        ours, floor = paired(
            lambda: sign(pdf, key, field=FIELD, stamp_lines=_lines(key), signing_time=now, timestamps=client),
            lambda: bare_signature(pdf, key, stamp, stamper),
        )
    return Row(f"Sign B-T, {kind}, service of time on loopback", ours, floor, _goal(kind, 1))


def _gost(pdf: bytes) -> list[Row]:
    """GOST beside bare OpenSSL; nothing where its engine is missing."""
    engine = find_engine()
    if engine is None:
        return []
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for bits in (256, 512):
            path = Path(folder) / f"{bits}.pem"
            _make_gost_key(engine, path, bits)
            key = open_gost_key(path, None, engine)
            words = ("cms", "-sign", "-binary", "-cades", "-nosmimecap", "-md", f"md_gost12_{bits}")
            whole, floor = paired(
                lambda key=key: key.sign_cms(pdf),
                lambda path=path, words=words: engine.run(
                    *words, "-signer", path, "-inkey", path, "-outform", "DER", given=pdf
                ),
            )
            rows.append(Row(f"GOST message, {bits} bit, checked, beside bare signing", whole, floor))
        now = datetime.now(UTC)
        signed = sign(pdf, key, field=FIELD, stamp_lines=(), signing_time=now)
        message, content = _message(signed)
        (Path(folder) / "m").write_bytes(message)
        (Path(folder) / "d").write_bytes(content)
        roots = [path.read_bytes()]
        words = ("cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any", "-CAfile", path)
        places = ("-in", Path(folder) / "m", "-content", Path(folder) / "d")
        ours, floor = paired(
            lambda: [verify(signed, roots) for _ in range(10)],
            lambda: [engine.run(*words, *places) for _ in range(10)],
            runs=5,
        )
    return [*rows, Row("Verify ten GOST files beside ten bare OpenSSL messages", ours, floor)]


def _make_gost_key(engine: GostEngine, path: Path, bits: int) -> None:
    """A key with an X.509 it signed itself, in one file."""
    names = "[req]\ndistinguished_name=n\n[n]\n[e]\nkeyUsage=critical,digitalSignature,nonRepudiation\n"
    engine.run("genpkey", "-algorithm", f"gost2012_{bits}", "-pkeyopt", "paramset:A", "-out", path)
    issued = engine.run(
        "req", "-config", "names", "-new", "-x509", f"-md_gost12_{bits}", "-key", path, "-subj", "/CN=Bench",
        "-extensions", "e", "-days", "9", files={"names": names.encode()},
    )  # fmt: skip
    path.write_bytes(path.read_bytes() + issued)
    path.chmod(0o600)


def _message(pdf: bytes) -> tuple[bytes, bytes]:
    """The message of the only signature and the bytes under it."""
    embedded = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures[0]
    start, length, rest, tail = (int(one) for one in embedded.byte_range)
    return embedded.pkcs7_content.rstrip(b"\0"), pdf[start : start + length] + pdf[rest : rest + tail]


@contextmanager
def timestamp_service(now: datetime) -> Iterator[str]:
    """A timestamp service on loopback in this process; gives its address."""
    private = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Bench")])
    issued = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(private.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(private, hashes.SHA256())
    )  # fmt: skip
    key_der = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    stamper = DummyTimeStamper(
        asn1_x509.Certificate.load(issued.public_bytes(Encoding.DER)), asn1_keys.PrivateKeyInfo.load(key_der)
    )

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_words: object) -> None:
            """Nothing on standard error."""

        def do_POST(self) -> None:
            question = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = stamper.request_tsa_response(question).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


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


def bare_signature(pdf: bytes, key: Pkcs12Key, stamp: Path, stamper: HTTPTimeStamper | None = None) -> bytes:
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
    signer = signers.PdfSigner(metadata, _BareSigner(key), stamp_style=style, timestamper=stamper)
    output = io.BytesIO()
    asyncio.run(signer.async_sign_pdf(writer, output=output, bytes_reserved=32768 if stamper else 16384))
    return output.getvalue()


if __name__ == "__main__":
    for row in run():
        print(f"{row.name}: {row.ours_ms:.1f} ms / {row.floor_ms:.1f} ms = {row.ratio:.2f}")
