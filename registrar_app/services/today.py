"""Numbers of the day at this workplace: people taken, attached, papers issued. Forgotten at midnight."""

from typing import Literal
from uuid import UUID

from registrar_app.models import settings as stored
from registrar_app.models.unit_of_work import UnitOfWork
from registrar_app.services.bench import Bench
from registrar_app.services.shapes import TodayCounts

_TODAY: stored.Setting[dict[str, str]] = stored.Setting("desk.today", {})
_TAIL = 10
"""Hex digits of a row id that tell people of one day apart."""
Deed = Literal["accepted", "registered", "attached", "issued"]


def note_today(work: UnitOfWork, bench: Bench, deed: Deed, person_id: UUID) -> None:
    """Count a deed, in the transaction of the deed itself. A person counts as accepted once a day."""
    kept = stored.get(work.session, _TODAY)
    today = bench.today().isoformat()
    if kept.get("day") != today:
        kept = {"day": today}
    people = kept.get("people", "").split()
    tail = person_id.hex[-_TAIL:]
    is_new = tail not in people
    if is_new:
        kept = {**kept, "people": " ".join([*people, tail])}
    elif deed == "accepted":
        return
    if deed != "accepted":
        kept = {**kept, deed: str(int(kept.get(deed, "0")) + 1)}
    stored.put(work, _TODAY, kept)


def counts(bench: Bench) -> TodayCounts:
    """Numbers of today so far."""
    with bench.store.read() as session:
        kept = stored.get(session, _TODAY)
    if kept.get("day") != bench.today().isoformat():
        return TodayCounts()
    return TodayCounts(
        accepted=len(kept.get("people", "").split()),
        registered=int(kept.get("registered", "0")),
        attached=int(kept.get("attached", "0")),
        issued=int(kept.get("issued", "0")),
    )
