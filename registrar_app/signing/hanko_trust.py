"""What signatures are judged by: roots, the file's own validation data, timestamps over the file."""

import asyncio
import dataclasses
import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import SignatureCoverageLevel, TimestampSignatureStatus
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import InsufficientRevinfoError, PathError, RevokedError, ValidationError

from registrar_app.signing.default_math import default_math
from registrar_app.signing.gost_cms import check_gost_cms
from registrar_app.signing.gost_names import BY_DIGEST
from registrar_app.signing.hanko_gost import GostSignatureValidator

_log = logging.getLogger(__name__)
_REVOKED = (AdESFailure.REVOKED, AdESIndeterminate.REVOKED_NO_POE, AdESIndeterminate.REVOKED_CA_NO_POE)


@dataclass(frozen=True)
class Stamp:
    """A timestamp token that was judged."""

    time: datetime
    holds: bool
    """It stamps what it should, its signature holds and its service is trusted."""
    revision: int = -1
    """Of a token over the whole file: the revision it closes."""


@dataclass(frozen=True)
class Chain:
    """How far an owner can be trusted."""

    is_trusted: bool
    is_revoked: bool = False
    has_revocation: bool = False
    """It was known that nobody in the chain is revoked."""


@dataclass(frozen=True)
class Trust:
    """What every signature of a file is judged by."""

    roots: tuple[asn1_x509.Certificate, ...]
    now: datetime
    dss: DocumentSecurityStore | None = None
    stamps: tuple[Stamp, ...] = ()
    """Over the whole file, in the order of revisions."""

    dss_since: int = -1
    """The revision that brought the validation data; a stamp from then on keeps them."""

    def at(self, moment: datetime, revocation: str = "soft-fail") -> ValidationContext:
        """No fetching: what is not in the file is not known.

        Args:
            moment: Judge the chain as of then.
            revocation: ``soft-fail`` or ``hard-fail``, a mode of the library.
        """
        given: dict[str, Any] = {
            "trust_roots": list(self.roots),
            "moment": moment,
            "allow_fetching": False,
            "revocation_mode": revocation,
            "signature_validator": GostSignatureValidator(),
            # Data gathered after signing say whether the key was revoked before it.
            "retroactive_revinfo": True,
        }
        return self.dss.as_validation_context(given) if self.dss else ValidationContext(**given)

    def stamp_after(self, revision: int) -> Stamp | None:
        """The first timestamp over the file that holds and covers a revision."""
        return next((one for one in self.stamps if one.holds and one.revision >= revision), None)


def read_trust(reader: PdfFileReader, roots: tuple[asn1_x509.Certificate, ...], now: datetime) -> Trust:
    """Gather what the file carries to be judged by.

    Raises:
        Exception: of any kind, when a stranger's file is put together wrong.
    """
    dss = DocumentSecurityStore.read_dss(reader) if "/DSS" in reader.root else None
    bare = Trust(roots, now, dss, dss_since=_first_data(reader) if dss else -1)
    stamps = tuple(_file_stamp(one, bare) for one in reader.embedded_timestamp_signatures)
    return dataclasses.replace(bare, stamps=stamps)


def judge_chain(
    owner: asn1_x509.Certificate, others: list[asn1_x509.Certificate], trust: Trust, at: datetime
) -> Chain:
    """Whether an owner's chain leads to a root and held at a moment."""
    if trust.dss:
        known = _walk(owner, others, trust.at(at, "hard-fail"))
        if known is not None:
            return known
    return _walk(owner, others, trust.at(at)) or Chain(is_trusted=False)


def is_revocation(indication: object) -> bool:
    """Whether the library's reason for no trust is a revoked certificate."""
    return indication in _REVOKED


def judge_token(
    signed: cms.SignedData, imprint: Callable[[str], bytes], trust: Trust, revision: int = -1
) -> Stamp:
    """Judge a timestamp token as of its own time.

    Args:
        signed: Its SignedData.
        imprint: Gives the digest of what should be stamped, by name or object identifier.
        trust: Roots and data of the file.
        revision: See ``Stamp``.

    Raises:
        Exception: of any kind, when a stranger's token is put together wrong.
    """
    info = signed["encap_content_info"]["content"].parsed
    if not isinstance(info, tsp.TSTInfo):
        raise ValueError("a timestamp token without its content")  # noqa: TRY004 - the file is wrong, not the call
    time: datetime = info["gen_time"].native
    (signer,) = signed["signer_infos"]
    if signer["digest_algorithm"]["algorithm"].dotted in BY_DIGEST:
        return Stamp(time, _gost_token_holds(signed, info, imprint, trust), revision)
    status = TimestampSignatureStatus(
        **asyncio.run(validate_tst_signed_data(signed, trust.at(time), imprint))
    )
    return Stamp(time, bool(status.intact and status.valid and status.trusted), revision)


@contextmanager
def quiet_library() -> Iterator[None]:
    """Hold back the library's records below CRITICAL: it names owners in its log, ours stays free of them."""
    loggers = [logging.getLogger(name) for name in ("pyhanko", "pyhanko_certvalidator")]
    before = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for one, level in zip(loggers, before, strict=True):
            one.setLevel(level)


def digest_of(data: bytes) -> Callable[[str], bytes]:
    """Digests of some bytes by name or object identifier."""

    def digest(name: str) -> bytes:
        kind = BY_DIGEST.get(name)
        return default_math().digest(kind, data) if kind else hashlib.new(name, data).digest()

    return digest


def signed_bytes(embedded: EmbeddedPdfSignature) -> bytes:
    """The bytes of the file under a signature."""
    start, length, rest, tail = (int(number) for number in embedded.byte_range)
    stream = embedded.reader.stream
    parts = []
    for place, size in ((start, length), (rest, tail)):
        stream.seek(place)
        parts.append(stream.read(size))
    return b"".join(parts)


def _walk(
    owner: asn1_x509.Certificate, others: list[asn1_x509.Certificate], context: ValidationContext
) -> Chain | None:
    """None: not enough is known of revocation."""
    validator = CertificateValidator(owner, intermediate_certs=others, validation_context=context)
    essential = context.revinfo_policy.revocation_checking_policy.essential
    try:
        asyncio.run(validator.async_validate_usage(set()))  # type: ignore[no-untyped-call]
    except InsufficientRevinfoError:
        return None
    except RevokedError:
        return Chain(is_trusted=False, is_revoked=True)
    except (PathError, ValidationError, ValueError) as fault:
        _log.info("a chain does not hold: %s", type(fault).__name__)
        return Chain(is_trusted=False)
    return Chain(is_trusted=True, has_revocation=bool(essential))


def _first_data(reader: PdfFileReader) -> int:
    """The revision in which the validation data first stood; a stamp from then on keeps them for long."""
    where = reader.root.raw_get("/DSS")
    if not isinstance(where, IndirectObject):
        return int(reader.xrefs.total_revisions) - 1
    return int(reader.xrefs.get_introducing_revision(where.reference))


def _file_stamp(embedded: EmbeddedPdfSignature, trust: Trust) -> Stamp:
    content = signed_bytes(embedded)
    stamp = judge_token(embedded.signed_data, digest_of(content), trust, embedded.signed_revision)
    covered = embedded.evaluate_signature_coverage() >= SignatureCoverageLevel.ENTIRE_REVISION
    return dataclasses.replace(stamp, holds=stamp.holds and covered)


def _gost_token_holds(
    signed: cms.SignedData, info: tsp.TSTInfo, imprint: Callable[[str], bytes], trust: Trust
) -> bool:
    check = check_gost_cms(signed, bytes(signed["encap_content_info"]["content"]), default_math())
    algorithm = info["message_imprint"]["hash_algorithm"]["algorithm"]
    same = info["message_imprint"]["hashed_message"].native == imprint(algorithm.native)
    if not (same and check.is_intact and check.is_by_owner):
        return False
    parts = extract_certificate_info(signed)
    usage = parts.signer_cert.extended_key_usage_value
    if usage is None or "time_stamping" not in usage.native:
        return False
    return judge_chain(parts.signer_cert, list(parts.other_certs), trust, info["gen_time"].native).is_trusted
