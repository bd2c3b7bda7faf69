"""Death and archive of a record: what is asked before, what is kept besides."""

from datetime import date
from uuid import UUID

from registrar_app.domain.dates import ru_date
from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records import Confirmation, PersonRecord
from registrar_app.models import life
from registrar_app.models import people as stored
from registrar_app.services.bench import Bench

BASIS = "REC-081"
"""Code under which the paper that proves a death is kept with the record."""


def mark_died(bench: Bench, record: PersonRecord, day: date | None, basis: str) -> None:
    """See ``People.mark_died``."""
    actor = bench.actor()
    born = record.data.birth_date
    if day is not None and day > bench.today():
        raise RegistrarError("REC-081", "died_on", words="ещё не наступила")
    if day is not None and born is not None and day < born:
        raise RegistrarError("REC-081", "died_on", words=f"раньше даты рождения ({ru_date(born)})")
    if day is not None and not basis.strip():
        raise RegistrarError("REC-082", "basis", what="по какому документу")
    kept = Confirmation(BASIS, "died_on", day.isoformat() if day else "", reason=basis.strip())
    with bench.store.change(actor) as work:
        life.mark_died(work, record.id, day)
        stored.keep_confirmations(work, record.id, [kept] if kept.reason else [])
        work.note("died" if day else "not_died", record.id)


def archive(bench: Bench, record: PersonRecord, reason: str) -> None:
    """See ``People.archive``."""
    actor = bench.actor()
    if not reason.strip():
        raise RegistrarError("REC-082", "reason", what="почему запись уходит в архив")
    if record.attachment is not None:
        raise RegistrarError("REC-083", district=record.attachment.district_number)
    with bench.store.change(actor) as work:
        life.archive(work, record.id, bench.today(), reason.strip())


def unarchive(bench: Bench, person_id: UUID) -> None:
    """See ``People.unarchive``."""
    with bench.store.change(bench.actor()) as work:
        life.archive(work, person_id, None, "")
