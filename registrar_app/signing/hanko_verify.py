"""The verifying side of pyHanko behind ``verify.verify``: reading, integrity, changes, trust, in words.

Imported late, see the package's docstring.
"""

import dataclasses
import io
import logging
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from asn1crypto import parser as asn1_parser
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from registrar_app.domain.problems import Problem, problem
from registrar_app.signing.cms_frame import is_plain_frame
from registrar_app.signing.gost_names import BY_DIGEST
from registrar_app.signing.hanko_findings import Findings, find, owner_of
from registrar_app.signing.hanko_trust import Stamp, Trust, quiet_library, read_trust
from registrar_app.signing.ports import SignatureLevel, SigningCertificate
from registrar_app.signing.verify import (
    CLOCK,
    FILE_STAMP,
    REVISION,
    SIGNATURE_STAMP,
    WHOLE,
    SignatureReport,
    VerificationReport,
)
from registrar_app.signing.x509_reader import read_signing_certificate, split_certificates

_log = logging.getLogger(__name__)
_CERTIFICATE_V2 = "signing_certificate_v2"
_DIGESTS = {
    "1.2.643.7.1.1.2.2": "ГОСТ Р 34.11-2012, 256 бит",
    "1.2.643.7.1.1.2.3": "ГОСТ Р 34.11-2012, 512 бит",
}
_DIGESTS = {"sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512", "sha1": "SHA-1"}
_PLACE = re.compile(rb"<([0-9a-f]+|[0-9A-F]+)>")
_SEEN_AT_HEAD = 1024
"""Readers look so far for «%PDF-» (ISO 32000-1, annex H.3.4.1)."""


def verify_file(pdf: bytes, roots: Sequence[bytes], now: datetime) -> VerificationReport:
    """Arguments as ``verify.verify``; every fault of the file becomes a problem."""
    if b"%PDF-" not in pdf[:_SEEN_AT_HEAD]:
        return VerificationReport(problems=(problem("SIGN-041"),))
    problems: list[Problem] = []
    ders, unreadable = split_certificates(roots)
    if unreadable:
        problems.append(problem("SIGN-055", count=unreadable))
    has_end = pdf.rstrip(b"\t\n\r ").endswith(b"%%EOF")
    trusted = tuple(asn1_x509.Certificate.load(der) for der in ders)
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        if reader.encrypted:
            return VerificationReport(problems=(*problems, problem("SIGN-057")))
        has_fields = "/AcroForm" in reader.root
    except Exception as fault:  # noqa: BLE001 - any byte may be wrong in a stranger's file; reported as a problem
        _log.info("a file is not readable as PDF: %s", type(fault).__name__)
        return VerificationReport(problems=(*problems, problem("SIGN-042")))
    with quiet_library():
        try:
            embedded = list(reader.embedded_regular_signatures) if has_fields else []
            trust = read_trust(reader, trusted, now)
        except Exception as fault:  # noqa: BLE001 - as above, one of the signatures is no CMS
            _log.info("the signatures of a file are not readable: %s", type(fault).__name__)
            return VerificationReport(problems=(*problems, problem("SIGN-049")))
        if not has_end:
            problems.append(problem("SIGN-063" if embedded else "SIGN-042"))
        if not embedded:
            return VerificationReport(problems=(*problems, problem("SIGN-040")))
        if not trusted:
            problems.append(problem("SIGN-056"))
        if any(not stamp.holds for stamp in trust.stamps):
            problems.append(problem("SIGN-058"))
        signatures = tuple(_report(pdf, one, trust) for one in embedded)
    return VerificationReport(signatures, tuple(problems))


def _report(pdf: bytes, embedded: EmbeddedPdfSignature, trust: Trust) -> SignatureReport:
    """One signature; what cannot be read is told in its problems."""
    base = SignatureReport(
        field=str(embedded.field_name), signer=None, algorithm="", level=SignatureLevel.CMS, signed_at=None,
        timestamp=None, is_intact=False, is_trusted=False, covers=REVISION,
    )  # fmt: skip
    try:
        base = dataclasses.replace(
            base,
            signer=read_signing_certificate(owner_of(embedded).dump()),
            signed_at=_claimed_time(embedded),
        )
        base = dataclasses.replace(
            base, algorithm=_algorithm(embedded, base.signer), level=_bare_level(embedded)
        )
        findings = find(embedded, trust, base.signed_at)
        return _judge(base, findings, trust, _is_clean(pdf, embedded))
    except Exception as fault:  # noqa: BLE001 - any byte may be wrong in a stranger's file; reported as a problem
        _log.info("a signature is not readable: %s", type(fault).__name__)
        return dataclasses.replace(base, problems=(_unreadable(embedded, fault),))


def _is_clean(pdf: bytes, embedded: EmbeddedPdfSignature) -> bool:
    """The place of a signature holds its hexadecimal digits and zeros, nothing else.

    It is not covered by the signature: anything may hide behind the CMS, so its bytes are read.

    Source: ISO 32000-1, 12.8.1: unused space of Contents is filled with zeros.
    """
    start, length, rest, _ = (int(number) for number in embedded.byte_range)
    match = _PLACE.fullmatch(pdf[start + length : rest])
    content = bytes.fromhex(match[1].decode("ascii")) if match else b""
    length_of_cms = _der_length(content) if content else 0
    return length_of_cms > 0 and not any(content[length_of_cms:]) and is_plain_frame(content[:length_of_cms])


def _der_length(content: bytes) -> int:
    """Bytes of the first BER value: header, content and end mark."""
    _, _, _, header, body, end = asn1_parser.parse(content, strict=False)
    return len(header) + len(body) + len(end)


def _judge(base: SignatureReport, findings: Findings, trust: Trust, is_clean: bool) -> SignatureReport:
    proven = findings.proven
    problems = [*_integrity(findings, is_clean), *_trust_problems(base, findings, trust)]
    if findings.stamp and not findings.stamp.holds:
        problems.append(problem("SIGN-058"))
    return dataclasses.replace(
        base,
        level=_level(base.level, findings, trust),
        timestamp=proven.time if proven else None,
        is_intact=findings.is_intact and findings.is_by_owner,
        is_trusted=findings.chain.is_trusted,
        covers=WHOLE if findings.coverage == SignatureCoverageLevel.ENTIRE_FILE else REVISION,
        problems=tuple(problems),
        time_source=_source(proven),
        changes=findings.changes,
    )


def _source(proven: Stamp | None) -> str:
    if proven is None:
        return CLOCK
    return FILE_STAMP if proven.revision >= 0 else SIGNATURE_STAMP


def _integrity(findings: Findings, is_clean: bool) -> Iterator[Problem]:
    """Are the bytes the signed ones, do they reach over the document, what came after."""
    if not findings.is_intact:
        yield problem("SIGN-043")
    elif not findings.is_by_owner:
        yield problem("SIGN-059")
    elif findings.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        yield problem("SIGN-060")
    elif not findings.is_allowed:
        yield problem("SIGN-044")
    elif findings.has_later:
        yield problem("SIGN-051")
    if findings.is_intact and not is_clean:
        yield problem("SIGN-062")


def _trust_problems(base: SignatureReport, findings: Findings, trust: Trust) -> Iterator[Problem]:
    """Why the owner is not trusted, or what to know though he is."""
    owner, claimed, proven = base.signer, base.signed_at, findings.proven
    if owner is None:
        return
    if claimed is None and proven is None:
        yield problem("SIGN-061")
        return
    at = proven.time if proven else claimed or trust.now
    zone = claimed.tzinfo if claimed else UTC
    words = {
        "valid_from": _shown(owner.valid_from.astimezone(zone)),
        "valid_to": _shown(owner.valid_to.astimezone(zone)),
        "signed_at": _shown(at.astimezone(zone)),
    }
    if at < owner.valid_from:
        yield problem("SIGN-047", **words)
    elif at > owner.valid_to:
        yield problem("SIGN-046", **words)
    elif owner.is_authority or (owner.key_usage and "content_commitment" not in owner.key_usage):
        yield problem("SIGN-048")
    elif findings.chain.is_revoked:
        yield problem("SIGN-065")
    elif findings.is_intact and findings.is_by_owner and not findings.chain.is_trusted and trust.roots:
        # Of a broken signature nobody asks the chain, so nothing is said about it.
        yield problem("SIGN-045", issuer=owner.issuer)
    if proven is None:
        yield problem("SIGN-052")
        if at > trust.now:
            yield problem("SIGN-054", **words)
        elif owner.valid_from <= at <= owner.valid_to < trust.now:
            yield problem("SIGN-053", **words)
    elif proven.revision >= 0:
        yield problem("SIGN-066")


def _unreadable(embedded: EmbeddedPdfSignature, fault: Exception) -> Problem:
    """Why a signature could not be judged: another's key, an algorithm we do not know, or damage."""
    if getattr(fault, "ades_subindication", None) is AdESIndeterminate.NO_SIGNING_CERTIFICATE_FOUND:
        return problem("SIGN-059")
    try:
        digest = embedded.signer_info["digest_algorithm"]["algorithm"]
    except Exception:  # noqa: BLE001 - even this may be damaged; reported as damage
        return problem("SIGN-049")
    if digest.native in _DIGESTS:
        return problem("SIGN-049")
    if digest.dotted in BY_DIGEST:
        return problem("SIGN-049")
    return problem("SIGN-050", algorithm=digest.dotted)


def _claimed_time(embedded: EmbeddedPdfSignature) -> datetime | None:
    """The signer's clock; without a zone it is taken for UTC."""
    claimed: datetime | None = embedded.self_reported_timestamp
    if claimed is not None and claimed.tzinfo is None:
        return claimed.replace(tzinfo=UTC)
    return claimed


def _algorithm(embedded: EmbeddedPdfSignature, owner: SigningCertificate | None) -> str:
    digest = embedded.signer_info["digest_algorithm"]["algorithm"]
    kind = BY_DIGEST.get(digest.dotted)
    words = kind.digest_words if kind else _DIGESTS.get(digest.native, digest.dotted)
    return f"{owner.algorithm}, {words}" if owner else words


def _bare_level(embedded: EmbeddedPdfSignature) -> SignatureLevel:
    """What the signature is by its own attributes, before times and validation data are looked at."""
    attributes = {attribute["type"].native for attribute in embedded.signer_info["signed_attrs"]}
    is_pades = embedded.sig_object.get("/SubFilter") == SigSeedSubFilter.PADES.value
    return SignatureLevel.B_B if is_pades and _CERTIFICATE_V2 in attributes else SignatureLevel.CMS


def _level(bare: SignatureLevel, findings: Findings, trust: Trust) -> SignatureLevel:
    """How much holds of what is carried (ETSI EN 319 142-1): time, data of revocation, a stamp over them."""
    if bare is SignatureLevel.CMS or not findings.proven:
        return bare
    if not findings.chain.has_revocation:
        return SignatureLevel.B_T
    is_kept = trust.stamp_after(max(findings.revision + 1, trust.dss_since)) is not None
    return SignatureLevel.B_LTA if is_kept else SignatureLevel.B_LT


def _shown(moment: datetime) -> str:
    return f"{moment:%d.%m.%Y %H:%M}"
