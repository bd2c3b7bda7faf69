"""Issuing a paper: render with its number, PDF/A, sign, verify, keep.

How a number is used once and for ever: the number is taken inside the one transaction that also writes the
journal. The database's write lock is held from taking the number to the commit, so nobody else can take it;
whatever fails in between (a value too long, a key that refuses, a signature that does not verify, a full
disk, a power cut) rolls everything back and the number is the next one's. Only the finished file may stay
behind as a blob that no row names; it was never shown and never left the program, and is swept away later.
After the commit the number is spent, whatever becomes of the paper: a spoiled one is an event, not a gap.
"""

import dataclasses
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.problems import Problem, problem
from registrar_app.printing.form import Edition, Form, Mode, SheetSpec
from registrar_app.printing.pdfa import finish
from registrar_app.printing.render import RenderedPaper, render
from registrar_app.services.levels import LevelPlan
from registrar_app.services.paper_shapes import Signature
from registrar_app.services.qr_codes import PLACE
from registrar_app.signing.pades import SignatureField, sign
from registrar_app.signing.ports import Signer
from registrar_app.signing.stamp import DEFAULT_LOOK, DEFAULT_TEMPLATE, stamp_lines
from registrar_app.signing.timestamps import TimestampClient
from registrar_app.signing.verify import VerificationReport, verify

DOCTOR, ORGANIZATION = "doctor", "organization"
_PLACE = "signature_{}"
"""Id of the place of a signature in the form's table."""
_UNTRUSTED = frozenset({"SIGN-045", "SIGN-056"})
"""Problems that only say that no trusted root is known here."""
_UNPROVEN = frozenset({"SIGN-058"})
"""The timestamp alone is not trusted here."""
_NO_STAMP = {"SIGN-090": "SIGN-099", "SIGN-091": "SIGN-099", "SIGN-093": "SIGN-122", "SIGN-058": "SIGN-123"}
"""Failures of the timestamp after which the paper is signed without one -> what is said of it."""


@dataclass(frozen=True, slots=True)
class Signers:
    """Who signs: the doctor, then the organisation; both may be missing for a paper signed by hand."""

    doctor: Signer | None
    organization: Signer | None

    @property
    def in_order(self) -> tuple[tuple[str, Signer], ...]:
        """(field, key) in the order of signing."""
        both = ((DOCTOR, self.doctor), (ORGANIZATION, self.organization))
        return tuple((name, key) for name, key in both if key is not None)


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished file with what the journal needs."""

    pdf: bytes = dataclasses.field(repr=False)
    pages: int
    sha256: str
    level: str
    """``B-B``; empty for a paper to be signed by hand."""
    signatures: tuple[Signature, ...]
    remarks: tuple[Problem, ...]


def make_file(
    form: Form,
    edition: Edition,
    values: dict[str, Any],
    number: str | None,
    signers: Signers,
    roots: Sequence[bytes],
    now: datetime,
    probe: Callable[[str], None],
    plan: LevelPlan | None = None,
    code: str = "",
) -> Finished:
    """The finished file of a numbered paper.

    Args:
        form: The form.
        edition: Its edition.
        values: All values by field id.
        number: The number just taken; None for a paper without one.
        signers: The opened keys.
        roots: Trusted roots, PEM.
        now: Aware time of signing.
        probe: Called with the name of each step, for tests of failures in between.
        plan: Timestamps and the look of the mark; None: none, and as the standard shows.
        code: Text of the QR code; empty: none.

    Raises:
        RefusedError: a value cannot be printed (``CERT-001``).
        RegistrarError: a key refused (SIGN codes), the signature does not verify (``CERT-054``).
    """
    # On protected stock the stock itself is the paper; what is signed and kept is the clinic's copy.
    is_copy = Mode.FINAL not in form.modes
    mode = Mode.DRAFT if is_copy else Mode.FINAL
    codes = {PLACE: code}
    paper = render(form, edition, values, mode=mode, number=number, copy_mark=is_copy, codes=codes)
    probe("rendered")
    pdf = finish(paper.pdf, form.title, now)
    signed = _Signing(paper, signers, tuple(roots), now, plan or LevelPlan(), form.sheet, probe)
    pdf, signatures, remarks = _sign_and_check(pdf, signed)
    level = signatures[0].level if signatures else ""
    return Finished(pdf, paper.pages, hashlib.sha256(pdf).hexdigest(), level, signatures, remarks)


@dataclass(frozen=True, slots=True, repr=False)
class _Signing:
    """What one paper is signed with."""

    paper: RenderedPaper
    signers: Signers
    roots: tuple[bytes, ...]
    now: datetime
    plan: LevelPlan
    sheet: SheetSpec
    probe: Callable[[str], None]


def _sign_and_check(
    pdf: bytes, signing: _Signing
) -> tuple[bytes, tuple[Signature, ...], tuple[Problem, ...]]:
    """Signed at the level that can be had now, with its signatures and remarks."""
    plan = signing.plan
    if not signing.signers.in_order:
        signing.probe("signed")
        signing.probe("verified")
        return pdf, (), ()
    missed: tuple[Problem, ...] = (problem("SIGN-099"),) if plan.missed else ()
    if plan.services is not None:
        try:
            return _signed_once(pdf, signing, plan.services.timestamps())
        except RegistrarError as fault:
            if fault.code not in _NO_STAMP:
                raise
            missed = (problem(_NO_STAMP[fault.code]),)
    signed, signatures, remarks = _signed_once(pdf, signing, None)
    return signed, signatures, (*missed, *remarks)


def _signed_once(
    pdf: bytes, signing: _Signing, timestamps: TimestampClient | None
) -> tuple[bytes, tuple[Signature, ...], tuple[Problem, ...]]:
    signed = _sign_all(pdf, signing, timestamps)
    signing.probe("signed")
    roots = signing.roots
    signatures, remarks = _checked(verify(signed, roots, now=signing.now), bool(roots))
    signing.probe("verified")
    return signed, signatures, remarks


def _sign_all(pdf: bytes, signing: _Signing, timestamps: TimestampClient | None) -> bytes:
    """Every signature in turn; all fields are made with the first one."""
    stamp = signing.plan.stamp
    fields = [(_field(signing, name), key) for name, key in signing.signers.in_order]
    look = DEFAULT_LOOK if stamp.has_frame else dataclasses.replace(DEFAULT_LOOK, has_frame=False)
    for place, (field, key) in enumerate(fields):
        pdf = sign(
            pdf,
            key,
            field=field,
            stamp_lines=stamp_lines(
                key.signing_certificate, signing.now.tzinfo, stamp.lines or DEFAULT_TEMPLATE, signing.now
            ),
            signing_time=signing.now,
            more_fields=[one for one, _key in fields[1:]] if place == 0 else (),
            certify=place == 0,
            look=look,
            timestamps=timestamps,
        )
    return pdf


def _field(signing: _Signing, name: str) -> SignatureField:
    """The signature's place on the paper, moved as the settings say but never over the edge.

    Raises:
        RegistrarError: the form has no such place (``CERT-060``).
    """
    place = next((one for one in signing.paper.places if one.id == _PLACE.format(name)), None)
    if place is None:
        raise RegistrarError("CERT-060")
    stamp, sheet = signing.plan.stamp, signing.sheet
    if not (stamp.right_mm or stamp.down_mm):
        return SignatureField(name, place.page, place.x, place.y, place.w, place.h)
    x = min(max(place.x + stamp.right_mm, 0.0), sheet.width_mm - place.w)
    y = min(max(place.y + stamp.down_mm, 0.0), sheet.height_mm - place.h)
    return SignatureField(name, place.page, x, y, place.w, place.h)


def _checked(
    report: VerificationReport, has_roots: bool
) -> tuple[tuple[Signature, ...], tuple[Problem, ...]]:
    """The signatures of a file that holds.

    Without any trusted root on this workplace the trust cannot be judged; then wholeness alone decides and
    the remark says so.

    Raises:
        RegistrarError: it does not hold (``CERT-054``), only its timestamp does not (``SIGN-058``).
    """
    problems = [*report.problems, *(found for one in report.signatures for found in one.problems)]
    errors = {one.code for one in problems if one.level.value == "error"}
    holds = bool(report.signatures) and all(one.is_intact for one in report.signatures)
    if holds and errors == _UNPROVEN:
        raise RegistrarError("SIGN-058")
    if not holds or (has_roots and not report.is_valid) or errors - _UNTRUSTED:
        raise RegistrarError("CERT-054")
    signatures = tuple(
        Signature(
            one.field,
            one.signer.owner if one.signer else "",
            one.signer.serial_hex if one.signer else "",
            str(one.level),
        )
        for one in report.signatures
    )
    return signatures, () if has_roots else (problem("SIGN-056"),)


def dumped(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """JSON text as the journal keeps it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
