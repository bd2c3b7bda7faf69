"""The signing side of pyHanko behind ``pades.sign``: fields, metadata, stamp, both ports.

Imported late, see the package's docstring. pyHanko prepares and fills the file for both ports; GOST keys come
through ``CmsSigner`` because pyHanko's own CMS code has no Streebog.
"""

import asyncio
import hashlib
import io
from collections.abc import Callable
from datetime import datetime

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore
from reportlab.lib.units import mm

from registrar_app.domain.errors import RegistrarError
from registrar_app.signing.hanko_stamper import Stamper, with_timestamp
from registrar_app.signing.pades import SignatureField
from registrar_app.signing.ports import RawSigner, Signer
from registrar_app.signing.stamp import whole_points
from registrar_app.signing.timestamps import TimestampClient

BYTES_RESERVED = 16384
"""Hexadecimal characters for the CMS of another program, whose chain is not known beforehand."""
_LONGEST_RAW = 512
_BESIDE_CHAIN = 1152
"""Bytes of a CMS besides X.509 and names: attributes, the signature (RSA-4096: 512), frame."""
STAMP_RESERVED = 24576
"""So many more for a timestamp token with the chain of its service."""
DIGEST = "sha256"
_CERTIFICATE_V2 = "signing_certificate_v2"
_HAIR = 0.01
"""Of a point."""


def sign_file(
    pdf: bytes,
    key: Signer,
    field: SignatureField,
    more_fields: tuple[SignatureField, ...],
    picture: bytes | None,
    signing_time: datetime,
    *,
    certify: bool,
    timestamps: TimestampClient | None = None,
) -> bytes:
    """Make the fields and one signature; arguments and errors of ``pades.sign``, ``picture`` is a PDF."""
    writer = _open(pdf)
    _make_fields(writer, field, more_fields)
    is_first = not _is_signed(writer)
    metadata = signers.PdfSignatureMetadata(
        field_name=field.name,
        md_algorithm=DIGEST,
        subfilter=fields.SigSeedSubFilter.PADES,
        name=key.signing_certificate.owner,
        certify=certify and is_first,
        docmdp_permissions=_lock_of(writer, field.name) or fields.MDPPerm.FILL_FORMS,
    )
    engine: signers.Signer = (
        PortSigner(key)
        if isinstance(key, RawSigner)
        else signers.ExternalSigner(signing_cert=None, cert_registry=None, signature_value=bytes(64))
    )
    stamper = Stamper(timestamps, signing_time) if timestamps and isinstance(key, RawSigner) else None
    pdf_signer = TimedPdfSigner(
        metadata, engine, stamp_style=_stamp_style(picture), signing_time=signing_time, timestamper=stamper
    )
    reserved = room_for(key) + (STAMP_RESERVED if timestamps else 0)
    try:
        if isinstance(key, RawSigner):
            return asyncio.run(_sign_whole(pdf_signer, writer, reserved))

        def complete(parts: bytes) -> bytes:
            answer = key.sign_cms(parts)
            _require_fitting_cms(answer)
            return with_timestamp(answer, timestamps, signing_time) if timestamps else answer

        return asyncio.run(_sign_with_cms(pdf_signer, writer, complete, reserved))
    except SigningError as fault:
        raise RegistrarError("SIGN-023", reason="отказ при сборке подписи") from fault


def room_for(key: Signer) -> int:
    """Hexadecimal characters for the CMS of a key, no trial signature needed.

    Every reader goes through them one by one, so there are hardly more than it takes: a file of two
    signatures is made and verified a sixth faster than with room for any chain.
    """
    if not isinstance(key, RawSigner):
        return BYTES_RESERVED
    der = key.signing_certificate.der
    # Two attributes name the owner's X.509 by its issuer.
    issuer = len(asn1_x509.Certificate.load(der).issuer.dump())
    return 2 * (sum(len(one) for one in key.chain) + len(der) + 2 * issuer + _BESIDE_CHAIN)


class PortSigner(signers.Signer):
    """pyHanko's view of a ``RawSigner``."""

    def __init__(self, key: RawSigner) -> None:
        registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        registry.register_multiple(asn1_x509.Certificate.load(der) for der in key.chain)
        super().__init__(
            signing_cert=asn1_x509.Certificate.load(key.signing_certificate.der),
            cert_registry=registry,
            embed_roots=False,
        )
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Raw signature; a dry run only asks how long it will be."""
        return bytes(_LONGEST_RAW) if dry_run else self._key.sign_raw(data, digest_algorithm)


class TimedPdfSigner(signers.PdfSigner):
    """A signer whose time is told, not read from the clock of the moment."""

    def __init__(
        self,
        metadata: signers.PdfSignatureMetadata,
        engine: signers.Signer,
        *,
        stamp_style: StaticStampStyle | None,
        signing_time: datetime,
        timestamper: TimeStamper | None = None,
    ) -> None:
        super().__init__(metadata, engine, stamp_style=stamp_style, timestamper=timestamper)
        self._signing_time = signing_time

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        """As pyHanko's, with our time."""
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._signing_time
        return session


class StampPage(PdfContent):
    """The first page of a PDF in memory as the picture of a stamp (pyHanko's own importer wants a path)."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        """Import the page into the file being signed and draw it."""
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._pdf)))
        left, bottom, right, top = page.get_object()["/BBox"]
        self.resources.xobject["/RegistrarStamp"] = page
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/RegistrarStamp Do"


def _stamp_style(picture: bytes | None) -> StaticStampStyle | None:
    if picture is None:
        return None
    # The picture has the field's size already; pyHanko would leave five points around it.
    whole_field = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MID,
        y_align=AxisAlignment.ALIGN_MID,
        inner_content_scaling=InnerScaling.NO_SCALING,
    )
    return StaticStampStyle(background=StampPage(picture), border_width=0, background_layout=whole_field)


def _open(pdf: bytes) -> IncrementalPdfFileWriter:
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        _page_count(writer)
    except (PdfError, ValueError, KeyError, IndexError, TypeError, AttributeError) as fault:
        raise RegistrarError("SIGN-020") from fault
    if writer.prev.encrypted:
        raise RegistrarError("SIGN-020")
    return writer


def _page_count(writer: IncrementalPdfFileWriter) -> int:
    return int(writer.prev.root["/Pages"]["/Count"])


def _make_fields(
    writer: IncrementalPdfFileWriter, field: SignatureField, more_fields: tuple[SignatureField, ...]
) -> None:
    """Append the fields that are not there: after a certification signature it would be too late."""
    known = {name: value for name, value, _ in fields.enumerate_sig_fields(writer.prev)}
    if known.get(field.name) is not None:
        raise RegistrarError("SIGN-022")
    wanted = [one for one in (field, *more_fields) if one.name not in known]
    if wanted and _is_signed(writer):
        raise RegistrarError("SIGN-025")
    for one in wanted:
        closes = bool(more_fields) and one is more_fields[-1]
        fields.append_signature_field(writer, _field_spec(writer, one, closes=closes))


def _is_signed(writer: IncrementalPdfFileWriter) -> bool:
    """Whether a field holds a signature; the signature itself, thousands of digits, is not read."""
    return any(value is not None for _, value, _ in fields.enumerate_sig_fields(writer.prev))


def _field_spec(
    writer: IncrementalPdfFileWriter, field: SignatureField, *, closes: bool
) -> fields.SigFieldSpec:
    pages = _page_count(writer)
    if not 0 <= field.page < pages:
        raise RegistrarError("SIGN-026", page=field.page + 1, pages=pages)
    left, top = _upper_left(writer, field.page)
    x1, y2 = left + field.x_mm * mm, top - field.y_mm * mm
    # The size of the stamp, and a hair more: of a difference of fractions the library takes the whole part.
    width, height = (whole_points(one) + _HAIR for one in (field.width_mm, field.height_mm))
    box = (x1, y2 - height, x1 + width, y2)
    if not closes:
        return fields.SigFieldSpec(field.name, on_page=field.page, box=box)
    return fields.SigFieldSpec(
        field.name,
        on_page=field.page,
        box=box,
        field_mdp_spec=fields.FieldMDPSpec(fields.FieldMDPAction.ALL),
        doc_mdp_update_value=fields.MDPPerm.NO_CHANGES,
    )


def _upper_left(writer: IncrementalPdfFileWriter, page: int) -> tuple[float, float]:
    """Left and upper edge of a page's MediaBox, which it may inherit, in points."""
    node = writer.prev.find_page_for_modification(page)[0].get_object()  # type: ignore[no-untyped-call]
    while "/MediaBox" not in node:
        node = node["/Parent"]
    x1, y1, x2, y2 = (float(edge) for edge in node["/MediaBox"])
    return min(x1, x2), max(y1, y2)


def _lock_of(writer: IncrementalPdfFileWriter, name: str) -> fields.MDPPerm | None:
    """What the field itself allows after its signature; pyHanko wants the metadata to say the same."""
    for known, _, reference in fields.enumerate_sig_fields(writer):
        made = reference.get_object()
        if known == name and "/Lock" in made and "/P" in made["/Lock"]:
            return fields.MDPPerm(int(made["/Lock"]["/P"]))
    return None


async def _sign_whole(pdf_signer: TimedPdfSigner, writer: IncrementalPdfFileWriter, reserved: int) -> bytes:
    output = io.BytesIO()
    await pdf_signer.async_sign_pdf(writer, existing_fields_only=True, bytes_reserved=reserved, output=output)
    return output.getvalue()


async def _sign_with_cms(
    pdf_signer: TimedPdfSigner,
    writer: IncrementalPdfFileWriter,
    complete: Callable[[bytes], bytes],
    reserved: int,
) -> bytes:
    """Prepare the file, let the other program make the CMS over its two parts, put it in."""
    output = io.BytesIO()
    prepared, _, _ = await pdf_signer.async_digest_doc_for_signing(
        writer, existing_fields_only=True, bytes_reserved=reserved, output=output
    )
    whole = output.getvalue()
    signed_parts = whole[: prepared.reserved_region_start] + whole[prepared.reserved_region_end :]
    if hashlib.sha256(signed_parts).digest() != prepared.document_digest:
        raise RuntimeError("the parts given to the signing program are not those of the file")
    answer = complete(signed_parts)
    if len(answer) * 2 > reserved:
        raise RegistrarError("SIGN-024", reason="подпись слишком велика")
    prepared.fill_with_cms(output, answer)
    return output.getvalue()


def _require_fitting_cms(answer: bytes) -> None:
    """Refuse what PAdES forbids: content inside, no attribute that names the owner's X.509."""
    try:
        signed = cms.ContentInfo.load(answer, strict=True)["content"]
        names = {attribute["type"].native for attribute in signed["signer_infos"][0]["signed_attrs"]}
        content = signed["encap_content_info"]["content"].native
    except (ValueError, TypeError, KeyError, IndexError) as fault:
        raise RegistrarError("SIGN-024", reason="ответ не читается") from fault
    if content is not None:
        raise RegistrarError("SIGN-024", reason="документ вложен в подпись")
    if _CERTIFICATE_V2 not in names:
        raise RegistrarError("SIGN-024", reason="нет признака сертификата")
