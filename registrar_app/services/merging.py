"""Joining two records of one person, and taking it back."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Problem, problem
from registrar_app.domain.records import Actor, PersonRecord
from registrar_app.models import joined, merges
from registrar_app.models import people as stored
from registrar_app.models.clinic import staff_names
from registrar_app.models.ledger import StoredRow
from registrar_app.models.merge_counts import counts_of
from registrar_app.services import merge_table as table
from registrar_app.services.bench import Bench
from registrar_app.services.collisions import who_when
from registrar_app.services.group_words import group_caption
from registrar_app.services.merge_shapes import MergeLine, MergeView, Side
from registrar_app.services.words import refusal

ALLOWED = ("senior", "admin")
"""Roles that may join and part records."""


class Merging:
    """Use cases of a senior registrar: two records side by side, joined, parted again."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    @property
    def is_allowed(self) -> bool:
        """Whether the present worker may join records: a senior registrar or an administrator."""
        return self._bench.staff is not None and self._bench.staff.role in ALLOWED

    def compare(self, first: UUID, second: UUID) -> MergeView:
        """Two records side by side; anybody may look.

        Raises:
            RegistrarError: one of them is not there, both are one (``REC-001``, ``REC-073``).
        """
        with self._bench.store.read() as session:
            return table.view(*self._halves(session, first, second))

    def merge(
        self, into: UUID, from_: UUID, choices: Mapping[str, Side] | None = None, reason: str = ""
    ) -> PersonRecord:
        """Join: ``into`` stays and gets all children of ``from_``, whose id leads to it from now on.

        Args:
            into: The record that stays.
            from_: The record that goes into it.
            choices: Key of ``MergeRowView`` -> whose value stays: ``first`` is ``into``, ``second`` is
                ``from_``. A key that is missing has its preset.
            reason: Why, in words; kept with the history.

        Raises:
            RefusedError: ``REC-002`` with a problem ``REC-074`` at each open key without a choice.
            RegistrarError: not allowed (``REC-072``), not two living records (``REC-073``).
        """
        actor = self._allowed_actor()
        chosen = dict(choices or {})
        with self._bench.store.change(actor) as work:
            # Read under the lock: what was compared a minute ago may have been saved anew since.
            one, other = self._halves(work.session, into, from_)
            sides, asked = table.presets(one.record, other.record)
            missing = sorted(asked - chosen.keys())
            if missing:
                open_keys = tuple(problem("REC-074", key, caption=group_caption(key)) for key in missing)
                raise RefusedError("REC-002", open_keys, words=refusal(open_keys))
            sides |= {key: side for key, side in chosen.items() if key in sides}
            from_other = [key for key, side in sides.items() if side == "second"]
            merges.merge(work, into, from_, from_other, self._bench.today(), reason.strip())
            work.note("merge", into)
        return self._record(into)

    def undo(self, merge_id: UUID) -> PersonRecord:
        """Part the records again; gives the one that had stayed. Its later changes stay with it.

        Raises:
            RegistrarError: not allowed (``REC-072``), undone already or a later merge stands
                (``REC-077``).
        """
        actor = self._allowed_actor()
        with self._bench.store.change(actor) as work:
            row = merges.merge_row(work.session, merge_id)
            if row is None:
                raise RegistrarError("REC-077", words="такого объединения нет", way="Обновите список.")
            against = self._against(work.session, row)
            if against is not None:
                raise RegistrarError(against.code, **against.params)
            merges.unmerge(work, merge_id)
            work.note("unmerge", row["into_id"])
        return self._record(row["into_id"])

    def merges_of(self, person_id: UUID) -> tuple[MergeLine, ...]:
        """Every joining the record took part in, newest first."""
        with self._bench.store.read() as session:
            living = joined.survivor_id(session, person_id)
            ids = {person_id, *joined.merged_set(session, living)}
            names = staff_names(session)
            return tuple(self._line(session, row, names) for row in merges.merges_of(session, ids))

    def _line(self, session: Session, row: StoredRow, names: Mapping[UUID, str]) -> MergeLine:
        zone = self._bench.clock().tzinfo
        against = self._against(session, row)
        other = stored.load_own(session, row["from_id"])
        return MergeLine(
            merge_id=row.id,
            into_id=row["into_id"],
            from_id=row["from_id"],
            at=row["made_at"].astimezone(zone),
            staff=names.get(row["staff_id"], ""),
            other=table.who(other) if other else "",
            reason=row["reason"],
            undone_at=row["void_at"].astimezone(zone) if row["void_at"] else None,
            can_undo=against is None and self.is_allowed,
            blocked=against if self.is_allowed else problem("REC-072"),
        )

    def _against(self, session: Session, row: StoredRow) -> Problem | None:
        """Why a merge cannot be undone now; None when it can.

        Merges come off in the opposite order of their making: a later one has moved what this one moved.
        """
        if row["void_at"] is not None:
            return problem("REC-077", words="они уже разделены", way="Обновите список.")
        later_id = merges.standing_on(session, row)
        later = merges.merge_row(session, later_id) if later_id else None
        if later is None:
            return None
        name = staff_names(session).get(later["staff_id"], "")
        when = who_when(name, later["made_at"].astimezone(self._bench.clock().tzinfo))
        return problem(
            "REC-077",
            words=f"после этого одну из них объединили ещё раз ({when})",
            way="Сначала разделите то, более позднее объединение.",
        )

    def _allowed_actor(self) -> Actor:
        actor = self._bench.actor()
        if not self.is_allowed:
            raise RegistrarError("REC-072")
        return actor

    @staticmethod
    def _halves(session: Session, first: UUID, second: UUID) -> tuple[table.Half, table.Half]:
        if first == second:
            raise RegistrarError("REC-073", words="это одна запись")
        halves = []
        for one in (first, second):
            record = stored.load_person(session, one)
            if record is None:
                raise RegistrarError("REC-001")
            if record.id != one:
                raise RegistrarError("REC-073", words="одна из них уже объединена с другой")
            halves.append(table.Half(record, counts_of(session, one)))
        return halves[0], halves[1]

    def _record(self, person_id: UUID) -> PersonRecord:
        with self._bench.store.read() as session:
            record = stored.load_person(session, person_id)
        if record is None:
            raise RegistrarError("REC-001")
        return record
