"""What a finished paper leaves behind: a row of the journal with its end, and what may never be entered."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from registrar_app.domain.dates import ru_date
from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records import NewCertificate, PersonRecord, StaffMember
from registrar_app.models import papers as stored
from registrar_app.models.unit_of_work import UnitOfWork
from registrar_app.services.bench import Bench
from registrar_app.services.journal import valid_until
from registrar_app.services.paper_record import person_part
from registrar_app.services.today import note_today

if TYPE_CHECKING:
    from registrar_app.printing.form import Edition, Form
    from registrar_app.services.issuing import Finished

VALID_UNTIL = "valid_until"
"""Id of the field with the last day of a paper that names one itself."""


def issue_day(values: Mapping[str, Any], today: date) -> date:
    """The day that stands on the paper; today where it has none."""
    return date.fromisoformat(str(values.get("issue_date") or today.isoformat()))


def end_of(form: "Form", values: Mapping[str, Any], issued_on: date) -> date | None:
    """Last day of a paper: the one it names, else counted by its form; None where it has no end."""
    try:
        return date.fromisoformat(str(values.get(VALID_UNTIL) or ""))
    except ValueError:
        return valid_until(form, issued_on)


def refuse_dead(record: PersonRecord, day: date) -> None:
    """Nobody is examined or consents after his death; a paper of an earlier day may still be written.

    Raises:
        RegistrarError: ``REC-084``.
    """
    if record.died_on is not None and day > record.died_on:
        raise RegistrarError("REC-084", day=ru_date(record.died_on))


def enter(
    work: UnitOfWork,
    bench: Bench,
    certificate_id: UUID,
    record: PersonRecord,
    kind: "tuple[Form, Edition]",
    values: Mapping[str, Any],
    number: tuple[str, str],
    doctor: StaffMember | None,
    done: "Finished",
    note: str = "",
) -> None:
    """The journal's row, its event and the audit.

    Args:
        work: The change it belongs to.
        bench: The workplace.
        certificate_id: Id of the paper.
        record: Of whom.
        kind: Form and edition.
        values: All values by field id.
        number: Series and number; empty for a paper that is kept without one.
        doctor: Whose name stands on it.
        done: The finished file.
        note: Of the event: what it was issued instead of.
    """
    from registrar_app.services.issuing import dumped

    form, edition = kind
    issued_on = issue_day(values, bench.today())
    stored.add_certificate(
        work,
        NewCertificate(
            person_id=record.id,
            form=form.key,
            edition=edition.id,
            number=number[1],
            series=number[0],
            issued_on=issued_on,
            person=dumped(person_part(record.data)),
            values=dumped({key: value for key, value in values.items() if value not in (None, "")}),
            blob_sha256=done.sha256,
            level=done.level,
            signers=tuple(one.signer for one in done.signatures),
            signed_at=bench.clock() if done.level else None,
            physician=doctor.name.short if doctor else "",
            id=certificate_id,
            valid_until=end_of(form, values, issued_on),
        ),
        note,
    )
    work.note("issue", record.id, form=form.key)
    note_today(work, bench, "issued", record.id)
