"""veraPDF judges every level and kind of key: PDF/A-2u stays so with timestamps, data of proof, GOST."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from test_verapdf_signed import FIRST, SECOND, _page
from verapdf_runner import missing_part, verdicts

from registrar_app.signing.gost_openssl import open_gost_key
from registrar_app.signing.levels import TrustServices, sign_at_level, upgrade
from registrar_app.signing.pin import Pin
from registrar_app.signing.ports import SignatureLevel, Signer
from registrar_app.signing.stamp import stamp_lines

sys.path.append(str(Path(__file__).parents[1] / "unit" / "signing"))
import gost_bench
from authority_bench import running

pytestmark = pytest.mark.verapdf
LEVELS = [SignatureLevel.B_B, SignatureLevel.B_T, SignatureLevel.B_LT, SignatureLevel.B_LTA]


def _twice(first: Signer, second: Signer, level: SignatureLevel, services: TrustServices) -> bytes:
    """Two stamped signatures, then the level for both."""
    at_signing = level if level in LEVELS[:2] else SignatureLevel.B_T
    pdf = _page()
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
    files = []
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
