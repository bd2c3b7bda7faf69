"""Why a paper is made: a duplicate of an older one, the answer to a request, the notice of a refusal.

The older paper and the request learn of it in the change that enters the new paper, whole or not at all.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records import CertificateEventKind, CertificateRecord, CertificateState
from registrar_app.domain.records.requests import PaperRequest, RequestState
from registrar_app.models import batch_rows
from registrar_app.models import papers as stored
from registrar_app.models import requests as request_rows
from registrar_app.models.unit_of_work import UnitOfWork
from registrar_app.services.paper_prefill import NUMBER, SERIES
from registrar_app.services.paper_shapes import PaperOrigin

if TYPE_CHECKING:
    from registrar_app.printing.form import Edition

REFUSAL = "refusal-notice"
"""Key of the notice that tells of a refusal."""
_NEW = frozenset({NUMBER, SERIES, "issue_date", "valid_until"})
"""What a duplicate has of its own."""
_OF_TODAY = frozenset({"person", "settings"})
"""Sources that a duplicate takes as they are now."""
_CAN_BE_REPLACED = (CertificateState.VALID, CertificateState.LOST, CertificateState.SPOILED)


def refuse_duplicate(paper: CertificateRecord) -> None:
    """Refuse a duplicate of a paper that no longer stands.

    Raises:
        RegistrarError: it is annulled or replaced (``CERT-103``).
    """
    if paper.state not in _CAN_BE_REPLACED:
        raise RegistrarError("CERT-103", state=paper.state.word)


def duplicate_of(paper: CertificateRecord, values: Mapping[str, Any], why: str) -> PaperOrigin:
    """The origin of a duplicate: the old values, to be entered under a new number.

    Raises:
        RegistrarError: the paper is annulled or replaced (``CERT-103``), no reason (``CERT-101``).
    """
    refuse_duplicate(paper)
    if not why.strip():
        raise RegistrarError("CERT-101", "reason")
    return PaperOrigin(values=dict(values), replaces=paper.id, why=why.strip())


def notice_of(request: PaperRequest, paper_title: str) -> PaperOrigin:
    """The origin of the printed notice of a refusal, filled from its request.

    Raises:
        RegistrarError: the request is not refused (``CERT-074``).
    """
    if request.state is not RequestState.REFUSED:
        raise RegistrarError("CERT-074", now=request.state.word, wanted="уведомление об отказе")
    data = request.data
    values = {
        "requested_on": request.asked_on.isoformat(),
        "requested_paper": ", ".join(filter(None, (paper_title, data.purpose))),
        "reason_kind": "other",
        "reason_text": request.refusal_reason,
        "how_to_fix": ", ".join(data.missing),
        "representative": data.asked_by,
    }
    return PaperOrigin(values={key: one for key, one in values.items() if one}, refuses=request.id)


def given_values(origin: PaperOrigin | None, edition: "Edition") -> dict[str, Any]:
    """What an origin gives the fields of an edition; a duplicate keeps its own number and date."""
    if origin is None:
        return {}
    known = {
        one.id
        for one in edition.fields
        if one.takes_value and (origin.replaces is None or one.source not in _OF_TODAY)
    }
    return {key: value for key, value in origin.values.items() if key in known - _NEW}


def issued_note(work: UnitOfWork, origin: PaperOrigin | None) -> str:
    """«взамен № 000124» for the event of a duplicate; empty for other papers. The row of a batch is done.

    Raises:
        RegistrarError: the old paper was annulled or replaced meanwhile (``CERT-103``), the row has a paper
            or was left out meanwhile (``CERT-161``).
    """
    if origin is not None and origin.batch is not None and not batch_rows.finish_row(work, *origin.batch):
        raise RegistrarError("CERT-161")
    if origin is None or origin.replaces is None:
        return ""
    former = stored.load_certificate(work.session, origin.replaces)
    if former is None:
        raise RegistrarError("CERT-056")
    refuse_duplicate(former)
    return f"взамен № {number_words(former)}: {origin.why}"


def close_origin(
    work: UnitOfWork,
    origin: PaperOrigin | None,
    certificate_id: UUID,
    number: str,
    asked: tuple[UUID, str],
) -> None:
    """Tell the old paper and the request of the new paper.

    Args:
        work: The change that enters it.
        origin: Why it was made; None: just asked for.
        certificate_id: The new paper.
        number: Its number with the series.
        asked: Person and form, whose oldest open request it answers.
    """
    if origin is not None and origin.replaces is not None:
        note = f"выдана взамен № {number}: {origin.why}"
        stored.add_event(work, origin.replaces, CertificateEventKind.REPLACED, note)
        return
    if origin is not None and origin.refuses is not None:
        former = request_rows.load_request(work.session, origin.refuses)
        reason = former.refusal_reason if former else ""
        request_rows.move(
            work, origin.refuses, RequestState.REFUSED, reason, refusal_id=certificate_id
        )  # fmt: skip
        return
    if origin is not None and origin.answers is not None:
        wanted = request_rows.load_request(work.session, origin.answers)
        if wanted is not None and wanted.state.is_open:
            request_rows.answer(work, wanted.id, certificate_id)
            return
    request_rows.close_for(work, *asked, certificate_id)


def number_words(paper: CertificateRecord) -> str:
    """«02 000000017» of a kept paper."""
    return f"{paper.data.series} {paper.data.number}".strip()
