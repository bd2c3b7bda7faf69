"""Verification of GOST papers: by OpenSSL and by pure Python, whole and tampered with."""

import io
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from gost_bench import PASSWORD, GostBench
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from signing_samples import FIELD, SECOND, page

from registrar_app.signing.authority import Authority
from registrar_app.signing.gost_openssl import GostFileKey, open_gost_key
from registrar_app.signing.pades import sign
from registrar_app.signing.pin import Pin
from registrar_app.signing.pkcs12 import Pkcs12Key
from registrar_app.signing.stamp import stamp_lines
from registrar_app.signing.verify import Changes, VerificationReport, verify

NOW = datetime.now(UTC)


def _codes(report: VerificationReport) -> list[str]:
    every = [*report.problems, *(one for each in report.signatures for one in each.problems)]
    return [one.code for one in every if one.level != "info"]


def _key(bench: GostBench, name: str) -> GostFileKey:
    return open_gost_key(bench.path(f"{name}.p12"), Pin(PASSWORD), bench.engine)


@pytest.fixture(scope="session")
def paper(gost: GostBench) -> bytes:
    """Signed by the doctor (256 bit) and the clinic (512 bit), both stamped."""
    doctor, clinic = _key(gost, "doctor"), _key(gost, "clinic")
    lines = [stamp_lines(one.signing_certificate, UTC) for one in (doctor, clinic)]
    now = datetime.now(UTC)
    once = sign(page(), doctor, field=FIELD, more_fields=[SECOND], stamp_lines=lines[0], signing_time=now)
    return sign(once, clinic, field=SECOND, stamp_lines=lines[1], signing_time=now, certify=False)


def test_paper_is_valid_and_says_who_how_and_when(paper: bytes, gost: GostBench) -> None:
    report = verify(paper, [gost.root])
    assert report.is_valid, report.as_json()
    doctor, clinic = report.signatures
    assert doctor.signer
    assert doctor.signer.snils == "11223344595"
    assert doctor.algorithm == "ГОСТ Р 34.10-2012, 256 бит, ГОСТ Р 34.11-2012, 256 бит"
    assert clinic.algorithm == "ГОСТ Р 34.10-2012, 512 бит, ГОСТ Р 34.11-2012, 512 бит"
    assert (doctor.covers, doctor.changes) == ("revision", Changes.SIGNATURES)
    assert (clinic.covers, clinic.changes) == ("whole", Changes.NONE)
    assert (doctor.level, doctor.time_source) == ("B-B", "clock")


def test_paper_is_judged_alike_where_there_is_no_openssl(gost: GostBench, tmp_path: Path) -> None:
    """A process that finds no program on its path, as on a bare Windows; small, digests are slow there."""
    now, paper = datetime.now(UTC), page()
    for name, field, more in (("doctor", FIELD, [SECOND]), ("clinic", SECOND, [])):
        paper = sign(
            paper, _key(gost, name), field=field, more_fields=more, stamp_lines=(), signing_time=now,
            certify=bool(more),
        )  # fmt: skip
    changed = paper.replace(b"(Hello)", b"(Jello)")
    for name, what in (("good.pdf", paper), ("bad.pdf", changed), ("root.pem", gost.root)):
        (tmp_path / name).write_bytes(what)
    code = """
import json
from pathlib import Path
from registrar_app.signing.default_math import default_math
from registrar_app.signing.verify import verify
roots = [Path("root.pem").read_bytes()]
good, bad = (verify(Path(name).read_bytes(), roots) for name in ("good.pdf", "bad.pdf"))
codes = [one.code for each in bad.signatures for one in each.problems if one.level != "info"]
print(json.dumps([default_math().name, good.is_valid, codes]))
"""
    env = {**os.environ, "PATH": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert json.loads(done.stdout) == ["gostcrypto", True, ["SIGN-043", "SIGN-043"]], done.stderr[-500:]


def test_letter_altered_is_caught(paper: bytes, gost: GostBench) -> None:
    report = verify(paper.replace(b"(Hello)", b"(Jello)"), [gost.root])
    assert _codes(report) == ["SIGN-043", "SIGN-043"]
    assert not any(one.is_intact for one in report.signatures)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_bit_turned_anywhere_makes_the_paper_not_valid(
    data: st.DataObject, paper: bytes, gost: GostBench
) -> None:
    # A part of the way, not a place: every making of the paper has a length of its own.
    place = int(data.draw(st.floats(0, 1, exclude_max=True)) * len(paper.rstrip()))
    changed = bytearray(paper)
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    assert not verify(bytes(changed), [gost.root]).is_valid


def test_paper_cut_anywhere_is_never_valid(paper: bytes, gost: GostBench) -> None:
    for length in range(0, len(paper) - 8, 4999):
        assert not verify(paper[:length], [gost.root]).is_valid


def test_second_revision_cut_off_leaves_the_first_signature(paper: bytes, gost: GostBench) -> None:
    """What the doctor signed is a whole file by itself; that the clinic's is missing shows."""
    first = paper[: paper.index(b"%%EOF", paper.index(b"/ByteRange")) + 6]
    report = verify(first, [gost.root])
    assert [one.field for one in report.signatures] == ["doctor"]


def test_values_of_two_signatures_exchanged_are_caught(paper: bytes, gost: GostBench) -> None:
    first, second = list(re.finditer(rb"<([0-9a-fA-F]{3000,})>", paper))
    swapped = (
        paper[: first.start(1)] + second[1] + paper[first.end(1) : second.start(1)] + first[1]
        + paper[second.end(1) :]
    )  # fmt: skip
    assert not verify(swapped, [gost.root]).is_valid


def test_stamps_exchanged_in_a_later_revision_are_caught(
    paper: bytes, gost: GostBench, signed_twice: bytes, roots: list[bytes]
) -> None:
    for pdf, trusted, now in ((paper, [gost.root], None), (signed_twice, roots, None)):
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        doctor, clinic = (one.get_object() for one in writer.root["/AcroForm"]["/Fields"])
        doctor["/AP"], clinic["/AP"] = clinic["/AP"], doctor["/AP"]
        for one in (doctor, clinic):
            writer.update_container(one)
        out = io.BytesIO()
        writer.write(out)
        report = verify(out.getvalue(), trusted, now=now)
        assert "SIGN-044" in _codes(report)
        assert not report.is_valid


def test_paper_signed_anew_by_a_forger_is_not_trusted(gost: GostBench, doctor: Pkcs12Key) -> None:
    """The same text, the same names, another's key: a GOST root does not vouch for it."""
    lines = stamp_lines(_key(gost, "doctor").signing_certificate, UTC)
    begun = doctor.signing_certificate.valid_from + timedelta(days=1)
    forged = sign(page(), doctor, field=FIELD, stamp_lines=lines, signing_time=begun)
    assert _codes(verify(forged, [gost.root])) == ["SIGN-045"]


def test_roots_of_strangers_do_not_vouch(paper: bytes) -> None:
    report = verify(paper, [Authority("Чужой", NOW).root_pem])
    assert _codes(report) == ["SIGN-045", "SIGN-045"]
    assert all(one.is_intact for one in report.signatures)


def test_key_that_ran_out_since_leaves_the_paper_valid_and_says_so(paper: bytes, gost: GostBench) -> None:
    report = verify(paper, [gost.root], now=NOW + timedelta(days=600))
    assert report.is_valid
    assert _codes(report) == ["SIGN-053", "SIGN-053"]


def test_verification_logs_no_personal_data(
    paper: bytes, gost: GostBench, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        verify(paper, [gost.root])
        verify(paper, [])
    assert "Константинопольская" not in caplog.text
    assert "11223344595" not in caplog.text
