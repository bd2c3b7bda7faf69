"""veraPDF judges a paper with its QR code before and after every kind of signature.

PDF/A-2u stays so with two stamps, timestamps, data of proof, GOST, and with all that added later.
"""

import functools
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from test_verapdf_signed import FIRST, SECOND
from verapdf_runner import missing_part, verdicts

from registrar_app.paths import resource
from registrar_app.printing.form import Mode
from registrar_app.printing.loader import FormLibrary
from registrar_app.printing.paper_reader import read_paper
from registrar_app.printing.pdfa import finish
from registrar_app.printing.render import render
from registrar_app.signing.gost_openssl import open_gost_key
from registrar_app.signing.levels import TrustServices, sign_at_level, upgrade
from registrar_app.signing.pin import Pin
from registrar_app.signing.ports import SignatureLevel, Signer
from registrar_app.signing.qr import QrClaims, is_paper_code, make_qr
from registrar_app.signing.stamp import stamp_lines

sys.path.append(str(Path(__file__).parents[1] / "unit" / "signing"))
import gost_bench
from authority_bench import running

pytestmark = pytest.mark.verapdf
LEVELS = [SignatureLevel.B_B, SignatureLevel.B_T, SignatureLevel.B_LT, SignatureLevel.B_LTA]


@functools.cache
def _paper() -> bytes:
    """A sheet of a real form as the desk finishes it, with a code as long as they get."""
    form = FormLibrary([resource("forms")]).get("free-form-note")
    day = date(2026, 11, 21)
    edition = next(one for one in form.editions if one.has_layout)
    claims = QrClaims(
        "1.2.643.5.1.13.13.12.2.16.1234", day, day, "000001", form.key,
        "Константинопольская-Забайкальская А.-М. К.", day, b"12345678" * 2,
    )  # fmt: skip
    code = make_qr(claims, Ed25519PrivateKey.generate())
    drawn = render(form, edition, {"number": "000001"}, mode=Mode.DRAFT, codes={"qr": code})
    bare = render(form, edition, {"number": "000001"}, mode=Mode.DRAFT)
    pdf = finish(drawn.pdf, form.title)
    assert is_paper_code(read_paper(pdf).codes[0]), "the code is on the sheet"
    assert read_paper(finish(bare.pdf, form.title)).codes == (), "and was not there before"
    return pdf


def _twice(first: Signer, second: Signer, level: SignatureLevel, services: TrustServices) -> bytes:
    """Two stamped signatures on a paper with its code, then the level for both."""
    at_signing = level if level in LEVELS[:2] else SignatureLevel.B_T
    pdf = _paper()
    for key, field, more, certify in ((first, FIRST, [SECOND], True), (second, SECOND, [], False)):
        lines = stamp_lines(key.signing_certificate, UTC)
        pdf = sign_at_level(
            pdf, key, at_signing, services, field=field, stamp_lines=lines, signing_time=datetime.now(UTC),
            more_fields=more, certify=certify,
        )  # fmt: skip
    return pdf if level is at_signing else upgrade(pdf, level, services, now=datetime.now(UTC))


def test_levels_when_judged_then_pdfa_2u(tmp_path: Path) -> None:
    if missing_part():
        verdicts([])
    (tmp_path / "gost").mkdir()
    bench = gost_bench.make_gost_bench(tmp_path / "gost")
    files = [tmp_path / "unsigned.pdf"]
    files[0].write_bytes(_paper())
    with running(tmp_path, bench) as authorities:
        pairs = [(kind, authorities.key(kind), authorities.key(kind, "clinic")) for kind in ("rsa", "p256")]
        gost_keys = [
            open_gost_key(bench.path(f"online-{name}.p12"), Pin(gost_bench.PASSWORD), bench.engine)
            for name in ("doctor", "clinic")
        ]
        for kind, first, second in [*pairs, ("gost", *gost_keys)]:
            services = authorities.services(kind)
            for level in LEVELS:
                files.append(tmp_path / f"{kind}-{level}.pdf")
                files[-1].write_bytes(_twice(first, second, level, services))
            offline = _twice(first, second, SignatureLevel.B_B, services)
            files.append(tmp_path / f"{kind}-later.pdf")
            files[-1].write_bytes(upgrade(offline, SignatureLevel.B_LTA, services, now=datetime.now(UTC)))
        assert verdicts(files) == {path.name: "PASS" for path in files}
