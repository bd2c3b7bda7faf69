"""Papers of the journal found by what a stranger holds: a file, or what its code says."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from registrar_app.models.paper_tables import CertificateRow


def by_code(session: Session, form: str, number: str, issued_on: date) -> UUID | None:
    """The paper with a number on a day.

    Args:
        session: A reading session.
        form: Key of the form.
        number: Series and number with a blank between, as a paper shows them.
        issued_on: Day of issue.
    """
    whole = func.trim(CertificateRow.series + " " + CertificateRow.number)
    return session.scalar(
        select(CertificateRow.id)
        .where(
            CertificateRow.form == form,
            CertificateRow.number == number.rsplit(" ", 1)[-1],
            CertificateRow.issued_on == issued_on,
            whole == number,
        )
        .order_by(CertificateRow.id.desc())
        .limit(1)
    )


def by_files(session: Session, digests: Collection[str]) -> UUID | None:
    """The paper whose file, as it was signed, has one of these digests.

    Args:
        session: A reading session.
        digests: SHA-256, lower-case hexadecimal.
    """
    return session.scalar(files_query(digests))


def files_query(digests: Collection[str]) -> Select[UUID]:
    """The question of ``by_files``."""
    return select(CertificateRow.id).where(CertificateRow.blob_sha256.in_(digests)).limit(1)
