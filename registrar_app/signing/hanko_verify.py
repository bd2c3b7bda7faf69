"""The verifying side of pyHanko behind ``verify.verify``: reading, integrity, changes, trust, in words.

Imported late, see the package's docstring.
"""

import asyncio
import dataclasses
import io
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import parser as asn1_parser
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from registrar_app.domain.problems import Problem, problem
from registrar_app.signing.cms_frame import is_plain_frame
from registrar_app.signing.ports import SignatureLevel, SigningCertificate
from registrar_app.signing.verify import REVISION, WHOLE, SignatureReport, VerificationReport
from registrar_app.signing.x509_reader import read_signing_certificate, split_certificates

_log = logging.getLogger(__name__)
_CERTIFICATE_V2 = "signing_certificate_v2"
_TIMESTAMP = "signature_time_stamp_token"
_GOST_DIGESTS = {
    "1.2.643.7.1.1.2.2": "ГОСТ Р 34.11-2012, 256 бит",
    "1.2.643.7.1.1.2.3": "ГОСТ Р 34.11-2012, 512 бит",
}
_DIGESTS = {"sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512", "sha1": "SHA-1"}
_PLACE = re.compile(rb"<([0-9a-f]+|[0-9A-F]+)>")
_SEEN_AT_HEAD = 1024
"""Readers look so far for «%PDF-» (ISO 32000-1, annex H.3.4.1)."""


@dataclass(frozen=True)
class _Trust:
    """What every signature of a file is judged by."""

    roots: tuple[asn1_x509.Certificate, ...]
    now: datetime
    is_extended: bool
    """The file carries a store of validation data (DSS)."""
    has_document_timestamp: bool

    def at(self, moment: datetime) -> ValidationContext:
        """No fetching: what is not in the file is not known."""
        return ValidationContext(
            trust_roots=list(self.roots), moment=moment, allow_fetching=False, revocation_mode="soft-fail"
        )


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
    try:
        embedded = list(reader.embedded_regular_signatures) if has_fields else []
        trust = _Trust(trusted, now, "/DSS" in reader.root, bool(reader.embedded_timestamp_signatures))
    except Exception as fault:  # noqa: BLE001 - as above, one of the signatures is no CMS
        _log.info("the signatures of a file are not readable: %s", type(fault).__name__)
        return VerificationReport(problems=(*problems, problem("SIGN-049")))
    if not has_end:
        problems.append(problem("SIGN-063" if embedded else "SIGN-042"))
    if not embedded:
        return VerificationReport(problems=(*problems, problem("SIGN-040")))
    if not trusted:
        problems.append(problem("SIGN-056"))
    # pyHanko names owners in its log; ours stays free of personal data.
    with _silent("pyhanko", "pyhanko_certvalidator"):
        signatures = tuple(_report(pdf, one, trust) for one in embedded)
    return VerificationReport(signatures, tuple(problems))


def _report(pdf: bytes, embedded: EmbeddedPdfSignature, trust: _Trust) -> SignatureReport:
    """One signature; what cannot be read is told in its problems."""
    base = SignatureReport(
        field=str(embedded.field_name), signer=None, algorithm="", level=SignatureLevel.CMS, signed_at=None,
        timestamp=None, is_intact=False, is_trusted=False, covers=REVISION,
    )  # fmt: skip
    try:
        base = dataclasses.replace(
            base,
            signer=read_signing_certificate(embedded.signer_cert.dump()),
            signed_at=_claimed_time(embedded),
            level=_level(embedded, trust),
        )
        base = dataclasses.replace(base, algorithm=_algorithm(embedded, base.signer))
        moment = base.signed_at or trust.now
        status = asyncio.run(async_validate_pdf_signature(embedded, trust.at(moment)))
        return _judge(base, status, trust, _filling(pdf, embedded))
    except Exception as fault:  # noqa: BLE001 - any byte may be wrong in a stranger's file; reported as a problem
        _log.info("a signature is not readable: %s", type(fault).__name__)
        return dataclasses.replace(base, problems=(_unreadable(embedded, fault),))


@dataclass(frozen=True)
class _Filling:
    """What pyHanko does not look at."""

    is_clean: bool
    """The place of the signature holds its hexadecimal digits and zeros, nothing else."""
    has_later: bool
    """A later revision exists; blanks after the end are none."""


def _filling(pdf: bytes, embedded: EmbeddedPdfSignature) -> _Filling:
    """The place of a signature is not covered by it: anything may hide behind the CMS, so its bytes are read.

    Source: ISO 32000-1, 12.8.1: unused space of Contents is filled with zeros.
    """
    start, length, rest, _ = (int(number) for number in embedded.byte_range)
    match = _PLACE.fullmatch(pdf[start + length : rest])
    content = bytes.fromhex(match[1].decode("ascii")) if match else b""
    length_of_cms = _der_length(content) if content else 0
    is_clean = (
        length_of_cms > 0 and not any(content[length_of_cms:]) and is_plain_frame(content[:length_of_cms])
    )
    return _Filling(is_clean, embedded.signed_revision < embedded.reader.xrefs.total_revisions - 1)


def _der_length(content: bytes) -> int:
    """Bytes of the first BER value: header, content and end mark."""
    _, _, _, header, body, end = asn1_parser.parse(content, strict=False)
    return len(header) + len(body) + len(end)


def _judge(
    base: SignatureReport, status: PdfSignatureStatus, trust: _Trust, filling: _Filling
) -> SignatureReport:
    stamp = status.timestamp_validity
    proven = stamp.timestamp if stamp and stamp.valid and stamp.trusted else None
    problems = [*_integrity(status, filling), *_trust_problems(base, status, trust, proven)]
    if stamp and not proven:
        problems.append(problem("SIGN-058"))
    return dataclasses.replace(
        base,
        timestamp=proven,
        is_intact=bool(status.intact and status.valid),
        is_trusted=bool(status.trusted),
        covers=WHOLE if status.coverage == SignatureCoverageLevel.ENTIRE_FILE else REVISION,
        problems=tuple(problems),
    )


def _integrity(status: PdfSignatureStatus, filling: _Filling) -> Iterator[Problem]:
    """Are the bytes the signed ones, do they reach over the document, what came after."""
    if not status.intact:
        yield problem("SIGN-043")
    elif not status.valid:
        yield problem("SIGN-059")
    elif status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        yield problem("SIGN-060")
    elif not status.docmdp_ok or not status.seed_value_ok:
        yield problem("SIGN-044")
    elif filling.has_later:
        yield problem("SIGN-051")
    if status.intact and not filling.is_clean:
        yield problem("SIGN-062")


def _trust_problems(
    base: SignatureReport, status: PdfSignatureStatus, trust: _Trust, proven: datetime | None
) -> Iterator[Problem]:
    """Why the owner is not trusted, or what to know though he is."""
    owner, claimed = base.signer, base.signed_at
    if owner is None:
        return
    if claimed is None and proven is None:
        yield problem("SIGN-061")
        return
    at = proven or claimed or trust.now
    zone = claimed.tzinfo if claimed else UTC
    words = {
        "valid_from": _shown(owner.valid_from.astimezone(zone)),
        "valid_to": _shown(owner.valid_to.astimezone(zone)),
        "signed_at": _shown(at),
    }
    if at < owner.valid_from:
        yield problem("SIGN-047", **words)
    elif at > owner.valid_to:
        yield problem("SIGN-046", **words)
    elif owner.is_authority or (owner.key_usage and "content_commitment" not in owner.key_usage):
        yield problem("SIGN-048")
    elif status.intact and status.valid and not status.trusted and trust.roots:
        # Of a broken signature nobody asks the chain, so nothing is said about it.
        yield problem("SIGN-045", issuer=owner.issuer)
    if proven is None:
        yield problem("SIGN-052")
        if at > trust.now:
            yield problem("SIGN-054", **words)
        elif owner.valid_from <= at <= owner.valid_to < trust.now:
            yield problem("SIGN-053", **words)


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
    return problem("SIGN-050", algorithm=_GOST_DIGESTS.get(digest.dotted, digest.dotted))


def _claimed_time(embedded: EmbeddedPdfSignature) -> datetime | None:
    """The signer's clock; without a zone it is taken for UTC."""
    claimed: datetime | None = embedded.self_reported_timestamp
    if claimed is not None and claimed.tzinfo is None:
        return claimed.replace(tzinfo=UTC)
    return claimed


def _algorithm(embedded: EmbeddedPdfSignature, owner: SigningCertificate | None) -> str:
    digest = embedded.signer_info["digest_algorithm"]["algorithm"]
    words = _DIGESTS.get(digest.native) or _GOST_DIGESTS.get(digest.dotted, digest.dotted)
    return f"{owner.algorithm}, {words}" if owner else words


def _level(embedded: EmbeddedPdfSignature, trust: _Trust) -> SignatureLevel:
    """By what the file carries; whether it holds is judged elsewhere."""
    attributes = {attribute["type"].native for attribute in embedded.signer_info["signed_attrs"]}
    is_pades = embedded.sig_object.get("/SubFilter") == SigSeedSubFilter.PADES.value
    if not is_pades or _CERTIFICATE_V2 not in attributes:
        return SignatureLevel.CMS
    unsigned = embedded.signer_info["unsigned_attrs"].native or ()
    if not any(attribute["type"] == _TIMESTAMP for attribute in unsigned):
        return SignatureLevel.B_B
    if not trust.is_extended:
        return SignatureLevel.B_T
    return SignatureLevel.B_LTA if trust.has_document_timestamp else SignatureLevel.B_LT


@contextmanager
def _silent(*names: str) -> Iterator[None]:
    """Hold back a library's records below CRITICAL while it works on personal data."""
    loggers = [logging.getLogger(name) for name in names]
    before = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for one, level in zip(loggers, before, strict=True):
            one.setLevel(level)


def _shown(moment: datetime) -> str:
    return f"{moment:%d.%m.%Y %H:%M}"
