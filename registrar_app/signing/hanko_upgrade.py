"""The part of ``levels`` that needs the library: data of revocation, timestamps over the whole file."""

import asyncio
import io
import logging
from collections.abc import Sequence
from datetime import datetime

from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    InsufficientRevinfoError,
    PathBuildingError,
    PathError,
    RevokedError,
    ValidationError,
)
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend
from pyhanko_certvalidator.fetchers.api import OwnedFetcherBackend
from pyhanko_certvalidator.path import ValidationPath

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.signing.hanko_gost import GostSignatureValidator
from registrar_app.signing.hanko_stamper import Stamper
from registrar_app.signing.hanko_trust import quiet_library
from registrar_app.signing.levels import TrustServices
from registrar_app.signing.ports import SignatureLevel, SigningCertificate
from registrar_app.signing.timestamps import CLOCK_TOLERANCE
from registrar_app.signing.x509_reader import read_signing_certificate, split_certificates

_log = logging.getLogger(__name__)
_DIGEST = "sha256"
_BYTES_RESERVED = 24576
"""Hexadecimal characters for a timestamp over the file."""


def upgrade_file(pdf: bytes, level: SignatureLevel, services: TrustServices, now: datetime) -> bytes:
    """Arguments and errors of ``levels.upgrade``."""
    reader = _open(pdf)
    signatures = reader.embedded_regular_signatures
    if not signatures:
        raise RegistrarError("SIGN-098", reason="в файле нет подписей")
    with quiet_library():
        if level is SignatureLevel.B_T:
            return pdf if _all_stamped(reader) else asyncio.run(_stamped(pdf, services, now, None))
        return asyncio.run(_proven(pdf, level, services, now))


def require_not_revoked(
    owner: SigningCertificate, chain: Sequence[bytes], services: TrustServices, now: datetime
) -> None:
    """Arguments and errors of ``levels.require_not_revoked``."""

    async def ask() -> None:
        context = _context(services, now)
        try:
            others = [asn1_x509.Certificate.load(der) for der in chain]
            walk = _walk(asn1_x509.Certificate.load(owner.der), others, context)
            # A time for all addresses together: somebody waits for the paper.
            await asyncio.wait_for(walk, services.timeout_s)
        except TimeoutError:
            raise SurroundingsError("SIGN-095") from None
        finally:
            await context.aclose()  # type: ignore[no-untyped-call]

    with quiet_library():
        asyncio.run(ask())


async def _proven(pdf: bytes, level: SignatureLevel, services: TrustServices, now: datetime) -> bytes:
    """B-LT and B-LTA: a time if there is none, the data, and for the latter a timestamp over them."""
    context = _context(services, now)
    try:
        # The stamp that makes B-LTA also proves the time: one is enough for both.
        if level is SignatureLevel.B_LT and not _all_stamped(_open(pdf)):
            pdf = await _stamped(pdf, services, now, None)
        pdf = await _with_data(pdf, context)
        if level is SignatureLevel.B_LTA:
            pdf = await _stamped(pdf, services, now, context)
    finally:
        await context.aclose()  # type: ignore[no-untyped-call]
    return pdf


async def _with_data(pdf: bytes, context: ValidationContext) -> bytes:
    """The file with certificates and answers about revocation for all of its signatures and timestamps."""
    reader = _open(pdf)
    writer = IncrementalPdfFileWriter.from_reader(reader)
    paths = [
        await _path(signed, context) for one in reader.embedded_signatures for signed in _signed_inside(one)
    ]
    # For all in common: an entry for each signature (VRI) may not change once another has signed over it.
    store = DocumentSecurityStore.supply_dss_in_writer(writer, None, paths=paths, validation_context=context)
    if not store.modified:
        return pdf
    output = io.BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    return output.getvalue()


async def _stamped(
    pdf: bytes, services: TrustServices, now: datetime, context: ValidationContext | None
) -> bytes:
    """The file with a timestamp over all of it; with a context also the data to check that timestamp."""
    stamper = PdfTimeStamper(Stamper(services.timestamps(), now))
    writer = IncrementalPdfFileWriter.from_reader(_open(pdf))
    output = io.BytesIO()
    try:
        await stamper.async_timestamp_pdf(
            writer, _DIGEST, validation_context=context, bytes_reserved=_BYTES_RESERVED, output=output
        )
    except (PathError, ValidationError) as fault:
        raise _refusal(fault, "служба меток времени") from None
    return output.getvalue()


def _signed_inside(embedded: EmbeddedPdfSignature) -> list[object]:
    """The signature's own SignedData and those of the timestamps in it."""
    return [embedded.signed_data, *extract_tst_data_iter(embedded.signer_info, signed=False)]


async def _path(signed: object, context: ValidationContext) -> ValidationPath:
    parts = extract_certificate_info(signed)
    return await _walk(parts.signer_cert, list(parts.other_certs), context)


async def _walk(
    owner: asn1_x509.Certificate, others: list[asn1_x509.Certificate], context: ValidationContext
) -> ValidationPath:
    """The way from an owner to a root, nobody on it revoked."""
    validator = CertificateValidator(owner, intermediate_certs=others, validation_context=context)
    try:
        path: ValidationPath = await validator.async_validate_usage(set())  # type: ignore[no-untyped-call]
    except (PathError, ValidationError, ValueError) as fault:
        # "from None": the library's text names people.
        raise _refusal(fault, read_signing_certificate(owner.dump()).owner) from None
    return path


def _refusal(fault: Exception, owner: str) -> RegistrarError:
    """The library's reason in our words."""
    _log.info("a chain does not hold: %s", type(fault).__name__)
    if isinstance(fault, RevokedError):
        return RegistrarError("SIGN-094", owner=owner)
    if isinstance(fault, InsufficientRevinfoError):
        return SurroundingsError("SIGN-095")
    if isinstance(fault, PathBuildingError):
        return RegistrarError("SIGN-096", owner=owner)
    return RegistrarError("SIGN-097", owner=owner)


def _context(services: TrustServices, now: datetime) -> ValidationContext:
    """Asks the authorities; a chain of which nothing is known of revocation does not pass."""
    ders, _ = split_certificates(services.roots)
    return ValidationContext(
        trust_roots=[asn1_x509.Certificate.load(der) for der in ders],
        moment=now,
        allow_fetching=True,
        revocation_mode="hard-fail",
        signature_validator=GostSignatureValidator(),
        fetcher_backend=OwnedFetcherBackend(AIOHttpFetcherBackend(per_request_timeout=services.timeout_s)),
        # Answers are a little younger than the moment the signing began.
        time_tolerance=CLOCK_TOLERANCE,
    )


def _all_stamped(reader: PdfFileReader) -> bool:
    """Every signature has a timestamp of its own, or one over the file lies behind it."""
    stamps = [int(one.signed_revision) for one in reader.embedded_timestamp_signatures]
    last = max(stamps, default=-1)
    return all(
        last > one.signed_revision or any(extract_tst_data_iter(one.signer_info, signed=False))
        for one in reader.embedded_regular_signatures
    )


def _open(pdf: bytes) -> PdfFileReader:
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        _ = reader.embedded_signatures
    except (PdfError, ValueError, KeyError, IndexError, TypeError, AttributeError) as fault:
        raise RegistrarError("SIGN-020") from fault
    return reader
