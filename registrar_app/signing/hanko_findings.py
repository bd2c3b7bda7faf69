"""What is found out about one signature, whatever its algorithm; ``hanko_verify`` puts it into words."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509 as asn1_x509
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel

from registrar_app.signing.default_math import default_math
from registrar_app.signing.gost_cms import check_gost_cms, signer_certificate
from registrar_app.signing.gost_names import BY_DIGEST
from registrar_app.signing.hanko_trust import (
    Chain,
    Stamp,
    Trust,
    digest_of,
    is_revocation,
    judge_chain,
    judge_token,
    signed_bytes,
)
from registrar_app.signing.verify import Changes


@dataclass(frozen=True)
class Findings:
    """The facts about one signature."""

    is_intact: bool
    """The signed bytes are those that were signed."""
    is_by_owner: bool
    """The signature is by the key of the X.509 it names."""
    coverage: SignatureCoverageLevel
    is_allowed: bool
    """What was added later is allowed by the signature and its field."""
    changes: Changes
    chain: Chain
    stamp: Stamp | None
    """The timestamp inside the signature."""
    proven: Stamp | None
    """The timestamp that proves the time: inside, else over the file."""
    revision: int
    has_later: bool
    """A later revision exists; blanks after the end are none."""


def find(embedded: EmbeddedPdfSignature, trust: Trust, claimed: datetime | None) -> Findings:
    """Look at one signature.

    Args:
        embedded: The signature.
        trust: What it is judged by.
        claimed: The signer's own time, aware.

    Raises:
        Exception: of any kind, when a stranger's file is put together wrong.
    """
    stamp = _inner_stamp(embedded, trust)
    revision = int(embedded.signed_revision)
    proven = stamp if stamp and stamp.holds else trust.stamp_after(revision + 1)
    moment = proven.time if proven else claimed or trust.now
    judge = _gost if is_gost(embedded) else _library
    intact, by_owner, chain, seeds_kept = judge(embedded, trust, moment)
    summary = embedded.summarise_integrity_info()
    return Findings(
        is_intact=intact,
        is_by_owner=by_owner,
        coverage=summary["coverage"],
        is_allowed=bool(summary["docmdp_ok"]) and seeds_kept,
        changes=_changes(summary["diff_result"]),
        chain=chain,
        stamp=stamp,
        proven=proven,
        revision=revision,
        has_later=revision < embedded.reader.xrefs.total_revisions - 1,
    )


def is_gost(embedded: EmbeddedPdfSignature) -> bool:
    """Whether a signature is made with Streebog."""
    return embedded.signer_info["digest_algorithm"]["algorithm"].dotted in BY_DIGEST


def owner_of(embedded: EmbeddedPdfSignature) -> asn1_x509.Certificate:
    """The signer's X.509; the library's own reading would ask for a Streebog it has not.

    Raises:
        Exception: of any kind, when it is not there.
    """
    return signer_certificate(embedded.signed_data) if is_gost(embedded) else embedded.signer_cert


def _inner_stamp(embedded: EmbeddedPdfSignature, trust: Trust) -> Stamp | None:
    """The token in the unsigned attributes, which are then put aside: the library cannot read a GOST one."""
    tokens = list(extract_tst_data_iter(embedded.signer_info, signed=False))
    if not tokens:
        return None
    imprint = digest_of(embedded.signer_info["signature"].native)
    judged = [judge_token(one, imprint, trust) for one in tokens]
    del embedded.signer_info["unsigned_attrs"]
    return next((one for one in judged if one.holds), judged[0])


def _library(
    embedded: EmbeddedPdfSignature, trust: Trust, moment: datetime
) -> tuple[bool, bool, Chain, bool]:
    """RSA and ECDSA: the library does it all."""
    status = asyncio.run(async_validate_pdf_signature(embedded, trust.at(moment)))
    intact, by_owner = bool(status.intact), bool(status.valid)
    return intact, by_owner, _chain_of(status, embedded, trust, moment), bool(status.seed_value_ok)


def _chain_of(
    status: PdfSignatureStatus, embedded: EmbeddedPdfSignature, trust: Trust, moment: datetime
) -> Chain:
    is_revoked = is_revocation(status.trust_problem_indic)
    if not status.trusted or trust.dss is None:
        return Chain(bool(status.trusted), is_revoked)
    return judge_chain(owner_of(embedded), _others(embedded), trust, moment)


def _gost(embedded: EmbeddedPdfSignature, trust: Trust, moment: datetime) -> tuple[bool, bool, Chain, bool]:
    """GOST: digest and signature by our hands, structure and certificates by the library."""
    content = signed_bytes(embedded)
    check = check_gost_cms(embedded.signed_data, content, default_math())
    # The library would hash the file itself and has no Streebog; it looks here first and needs no more of it.
    embedded.external_digests[embedded.external_md_algorithm] = b""
    embedded.compute_integrity_info()  # type: ignore[no-untyped-call]
    seeds_kept = embedded.seed_value_spec is None
    if not (check.is_intact and check.is_by_owner):
        return check.is_intact, check.is_by_owner, Chain(is_trusted=False), seeds_kept
    chain = judge_chain(owner_of(embedded), _others(embedded), trust, moment)
    return True, True, chain, seeds_kept


def _others(embedded: EmbeddedPdfSignature) -> list[asn1_x509.Certificate]:
    return list(extract_certificate_info(embedded.signed_data).other_certs)


def _changes(result: object) -> Changes:
    """What was added after the signature, by its gravest part."""
    if result is None:
        return Changes.NONE
    if not isinstance(result, DiffResult):
        return Changes.OTHER
    return {
        ModificationLevel.NONE: Changes.NONE,
        ModificationLevel.LTA_UPDATES: Changes.PROOFS,
        ModificationLevel.FORM_FILLING: Changes.SIGNATURES,
    }.get(result.modification_level, Changes.OTHER)
