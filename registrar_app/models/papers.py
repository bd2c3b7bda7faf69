"""Papers: number ranges, issued certificates, their events, the journal."""

from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.records import (
    CertificateEventKind,
    CertificateRecord,
    JournalFilter,
    JournalPage,
    JournalRow,
    NewCertificate,
    NumberRange,
)
from registrar_app.models.unit_of_work import UnitOfWork


def add_range(
    work: UnitOfWork,
    *,
    form: str,
    series: str = "",
    year: int,
    desk: str,
    first: int,
    last: int,
    width: int = 0,
) -> None:
    """Give a workplace the numbers first..last of a form.

    Raises:
        RegistrarError: the range overlaps another one of the form, series and year (DB-031).
    """
    raise NotImplementedError


def ranges(session: Session, form: str = "") -> tuple[NumberRange, ...]:
    """All ranges, or those of a form."""
    raise NotImplementedError


def free_numbers(session: Session, *, form: str, series: str = "", year: int, desk: str) -> int:
    """How many numbers the workplace has left."""
    raise NotImplementedError


def take_number(
    work: UnitOfWork,
    *,
    form: str,
    series: str = "",
    year: int,
    desk: str,
    holder: UUID | None = None,
) -> str:
    """Take the next number, for ever: it is never given again, also if the paper is not issued.

    Args:
        work: The change; the number is taken when it commits.
        form: Key of the form.
        series: Series of protected stock, else empty.
        year: Calendar year of the range.
        desk: The workplace.
        holder: Id of the paper it is for: a second call for the same paper gives the same number.

    Raises:
        RegistrarError: no numbers are left (DB-032).
    """
    raise NotImplementedError


def add_certificate(work: UnitOfWork, new: NewCertificate) -> UUID:
    """Keep an issued paper with its event «issued».

    Raises:
        RegistrarError: number and series are already in the journal (DB-033).
    """
    raise NotImplementedError


def add_event(work: UnitOfWork, certificate_id: UUID, kind: CertificateEventKind, note: str = "") -> UUID:
    """Add an event to an issued paper.

    Raises:
        LookupError: no such paper (a bug of the caller).
    """
    raise NotImplementedError


def load_certificate(session: Session, certificate_id: UUID) -> CertificateRecord | None:
    """A paper with its events."""
    raise NotImplementedError


def by_number(session: Session, form: str, number: str, series: str = "") -> CertificateRecord | None:
    """A paper by its number."""
    raise NotImplementedError


def certificates_of(session: Session, person_id: UUID) -> tuple[JournalRow, ...]:
    """All papers of a person, newest first."""
    raise NotImplementedError


def journal(session: Session, where: JournalFilter, limit: int = 100, offset: int = 0) -> JournalPage:
    """A page of the journal, newest first."""
    raise NotImplementedError
