"""Two signatures x four levels x RSA, P-256, GOST 256, GOST 512: valid by us and by programs of others.

The second judges know nothing of us: OpenSSL checks each message (as CAdES), each timestamp of a signature
and each timestamp of the file over bytes cut out of the PDF by a regular expression; poppler's ``pdfsig``
checks the files it can read (it has no Streebog, and cannot judge ``ETSI.RFC3161`` fields).
"""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import cms
from authority_bench import Authorities
from gost_bench import GostBench
from level_samples import (
    B_B,
    B_LT,
    B_LTA,
    B_T,
    HIGHER,
    LEVELS,
    ROW,
    all_signed_parts,
    now,
    signed,
    signed_twice,
)

from registrar_app.signing.ports import SignatureLevel, Signer
from registrar_app.signing.verify import Changes, verify

PAIRS = [
    ("rsa", "rsa"), ("p256", "p256"), ("gost256", "gost512"), ("gost512", "gost256"),
    ("rsa", "gost256"), ("p256", "gost512"), ("gost256", "p256"), ("gost512", "rsa"),
]  # fmt: skip
"""Every kind as the first and as the second signer, with its like and with another."""
_WORDS = {
    "rsa": "RSA-2048, SHA-256",
    "p256": "ECDSA P-256, SHA-256",
    "gost256": "ГОСТ Р 34.10-2012, 256 бит, ГОСТ Р 34.11-2012, 256 бит",
    "gost512": "ГОСТ Р 34.10-2012, 512 бит, ГОСТ Р 34.11-2012, 512 бит",
}


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=" ".join)
@pytest.mark.parametrize("level", LEVELS, ids=str)
def test_two_signatures_when_made_at_a_level_then_valid_by_us_and_by_others(
    authorities: Authorities, gost: GostBench, level_keys: dict[str, Signer], tmp_path: Path,
    first: str, second: str, level: SignatureLevel,
) -> None:  # fmt: skip
    services = authorities.services(ROW[first])
    pdf = signed_twice(level_keys[first], level_keys[f"{second}/2"], level, services)
    report = verify(pdf, services.roots)
    assert report.is_valid, report.as_json()
    assert [one.level for one in report.signatures] == [level, level]
    assert [one.algorithm for one in report.signatures] == [_WORDS[first], _WORDS[second]]
    assert [one.timestamp is not None for one in report.signatures] == [level is not B_B] * 2

    judged = _judged_by_openssl(pdf, authorities, gost, tmp_path)
    assert (judged["signature"], judged["its time"]) == (2, 0 if level is B_B else 2)
    assert judged["time of the file"] == (1 if level is B_LTA else 0)
    if not {first, second} & {"gost256", "gost512"}:
        assert _called_valid_by_poppler(pdf, tmp_path) == 2


@pytest.mark.parametrize("kind", ROW)
@pytest.mark.parametrize("level", HIGHER, ids=str)
def test_one_signature_when_made_at_a_level_then_it_has_it(
    authorities: Authorities, level_keys: dict[str, Signer], kind: str, level: SignatureLevel
) -> None:
    services = authorities.services(ROW[kind])
    report = verify(signed(level_keys[kind], level, services), services.roots)
    assert report.is_valid, report.as_json()
    (one,) = report.signatures
    assert (one.level, one.time_source) == (level, "signature")
    assert one.timestamp
    assert abs(one.timestamp - now()) < timedelta(minutes=2)
    assert one.changes is (Changes.NONE if level is B_T else Changes.PROOFS)


@pytest.mark.parametrize("kind", ["rsa", "gost256"])
def test_judges_of_others_when_a_letter_is_changed_then_refuse(
    authorities: Authorities, gost: GostBench, level_keys: dict[str, Signer], tmp_path: Path, kind: str
) -> None:
    """The judges above can say no."""
    pdf = signed_twice(level_keys[kind], level_keys[f"{kind}/2"], B_LT, authorities.services(ROW[kind]))
    changed = pdf.replace(b"(Hello)", b"(Jello)")
    with pytest.raises(AssertionError):
        _judged_by_openssl(changed, authorities, gost, tmp_path)
    if kind == "rsa":
        assert _called_valid_by_poppler(changed, tmp_path) == 0


def _judged_by_openssl(pdf: bytes, authorities: Authorities, gost: GostBench, folder: Path) -> dict[str, int]:
    """How many messages and timestamps OpenSSL calls valid; it must refuse none."""
    counts = {"signature": 0, "its time": 0, "time of the file": 0}
    roots = folder / "roots.pem"
    roots.write_bytes(b"\n".join(authorities.roots()))
    data, message = folder / "data", folder / "message"

    def check_time(token: bytes, over: bytes) -> None:
        data.write_bytes(over)
        message.write_bytes(token)
        gost.openssl("ts", "-verify", "-token_in", "-in", message, "-data", data, "-CAfile", roots)

    for content, der in all_signed_parts(pdf):
        parsed = cms.ContentInfo.load(der)["content"]
        if parsed["encap_content_info"]["content_type"].native == "tst_info":
            check_time(der, content)
            counts["time of the file"] += 1
            continue
        data.write_bytes(content)
        message.write_bytes(der)
        gost.openssl("cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", message,
                     "-content", data, "-CAfile", roots, "-purpose", "any", "-out", folder / "o")  # fmt: skip
        counts["signature"] += 1
        (signer,) = parsed["signer_infos"]
        for attribute in signer["unsigned_attrs"] or ():
            if attribute["type"].native == "signature_time_stamp_token":
                check_time(attribute["values"][0].dump(), signer["signature"].native)
                counts["its time"] += 1
    return counts


def _called_valid_by_poppler(pdf: bytes, folder: Path) -> int:
    (folder / "signed.pdf").write_bytes(pdf)
    done = subprocess.run(
        ["pdfsig", "-nocert", folder / "signed.pdf"], capture_output=True, text=True, check=False
    )
    return done.stdout.count("Signature is Valid.")
