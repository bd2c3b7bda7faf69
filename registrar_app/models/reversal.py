"""Taking back recorded operations: undo of a save, of a merge, of an import - one way for all of them.

An insert is voided, a patch gets its base back, each only where the present value is still the one that was
written; what was changed since is reported and stays. Groups of fields go back as one value.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import select

from registrar_app.models.changes import last_change
from registrar_app.models.journal_tables import OutboxRow
from registrar_app.models.ledger import StoredRow, fields_of
from registrar_app.models.patches import Patch, Plain, load, plain, restore
from registrar_app.models.person_groups import GROUPS
from registrar_app.models.person_shapes import GROUP_OF
from registrar_app.models.stored_rows import stored_row
from registrar_app.models.tables import SYNCED
from registrar_app.models.unit_of_work import UnitOfWork, link_of

_VOID = ("void_at", "void_reason")
_ALONE = ("person_id", "is_former")
_BIRTHS = ("insert", "merge")
_PERSON_GROUP = {path: group for group, paths in GROUPS.items() for path in paths if "." not in path}
_STAYS = frozenset({"audit_event", "confirmation"})
"""What was said and done stays in the record when the rest of a save goes."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One operation as the outbox or a journal keeps it."""

    tbl: str
    row_id: UUID
    kind: str
    """insert, merge, patch or void."""
    patch: Patch = field(repr=False)


@dataclass(frozen=True, slots=True)
class Blocked:
    """Something that was changed since and therefore stays as it is."""

    tbl: str
    row_id: UUID
    fields: tuple[str, ...] = field(repr=False)
    """Fields of the group; empty: the whole row (other rows hang on it, or it is never taken back)."""
    was: tuple[Plain, ...] = field(repr=False)
    """What had been written."""
    now: tuple[Plain, ...] = field(repr=False)
    staff_id: UUID | None = None
    """Who changed it, if known."""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reversal:
    """What taking back did."""

    done: int
    """Rows taken back."""
    blocked: tuple[Blocked, ...] = ()
    roots: frozenset[UUID] = field(default=frozenset(), repr=False)
    """Aggregates (person ids) the operations belong to."""


def reverse(work: UnitOfWork, recorded: Iterable[Recorded], reason: str, *, partly: bool = False) -> Reversal:
    """Take back operations, the last one first.

    Args:
        work: The change.
        recorded: In the order in which they were made.
        reason: One word for ``void_reason``: undone, unmerged, import_undone.
        partly: True: what was changed since stays and the rest goes back; False: then nothing is written.
    """
    way = _Way(work, reason)
    for one in reversed(list(recorded)):
        way.plan(one)
    way.keep_what_others_hang_on()
    if way.blocked and not partly:
        return Reversal(0, tuple(way.blocked), frozenset(way.roots))
    changes = list(way.changes())
    for row, values in changes:
        work.patch(row, **values)
    return Reversal(len(changes), tuple(way.blocked), frozenset(way.roots))


def reverse_groups(
    work: UnitOfWork,
    group_ids: Iterable[UUID],
    reason: str = "undone",
    *,
    partly: bool = False,
    root_id: UUID | None = None,
) -> Reversal:
    """Take back whole saves by their group ids (``OutboxRow.group_id``), the last one first.

    Args:
        work: The change.
        group_ids: The saves.
        reason: As ``reverse`` has it.
        partly: As ``reverse`` has it.
        root_id: The one aggregate they belong to, where it is known: found by index, whatever the history.
    """
    wanted = list(group_ids)
    within = [OutboxRow.root_id == root_id] if root_id is not None else []
    found: list[tuple[int, UUID, Recorded]] = []
    for group_id in wanted:
        rows = work.session.execute(
            select(
                OutboxRow.op_seq, OutboxRow.root_id, OutboxRow.tbl, OutboxRow.row_id, OutboxRow.kind,
                OutboxRow.patch,
            ).where(OutboxRow.group_id == group_id, *within)
        )  # fmt: skip
        found += [
            (seq, root, Recorded(tbl, row_id, kind, load(patch)))
            for seq, root, tbl, row_id, kind, patch in rows
        ]
    found.sort(key=lambda one: one[0])
    groups = frozenset(wanted)
    return reverse(
        work, [_whole(work, seq, root, one, groups) for seq, root, one in found], reason, partly=partly
    )


def _whole(work: UnitOfWork, seq: int, root_id: UUID, one: Recorded, groups: frozenset[UUID]) -> Recorded:
    """A patch with what others changed later in the same row, as it stood then: groups are one value."""
    if one.kind != "patch":
        return one
    later = work.session.execute(
        select(OutboxRow.patch, OutboxRow.group_id)
        .where(OutboxRow.root_id == root_id, OutboxRow.op_seq > seq, OutboxRow.row_id == one.row_id)
        .order_by(OutboxRow.op_seq)
    ).all()
    beside: Patch = {}
    for patch, group_id in later:
        if group_id not in groups:
            for name, (base, _new) in load(patch).items():
                beside.setdefault(name, [base, base])
    return Recorded(one.tbl, one.row_id, one.kind, {**beside, **one.patch})


class _Way:
    """The way back of some rows: what each is to become, and what stands in the way."""

    def __init__(self, work: UnitOfWork, reason: str) -> None:
        self._work = work
        self._reason = reason
        self._rows: dict[tuple[str, UUID], StoredRow] = {}
        self._values: dict[tuple[str, UUID], dict[str, Any]] = {}
        self.blocked: list[Blocked] = []
        self.roots: set[UUID] = set()

    def plan(self, one: Recorded) -> None:
        """Plan one operation back; the later ones of the same row are planned already."""
        row_class = SYNCED[one.tbl]
        if one.tbl in _STAYS:
            return
        row = self._row(one)
        if row is None or row_class.is_append_only:
            self.blocked.append(Blocked(one.tbl, one.row_id, (), (), ()))
        elif one.kind in _BIRTHS:
            self._void(one, row)
        else:
            for names in _units(one):
                self._restore(one, row, names)

    def changes(self) -> Iterator[tuple[StoredRow, dict[str, Any]]]:
        """Each row with the fields that really become another value."""
        for key, values in self._values.items():
            row = self._rows[key]
            differing = {name: value for name, value in values.items() if row[name] != value}
            if differing:
                yield row, differing

    def _row(self, one: Recorded) -> StoredRow | None:
        key = one.tbl, one.row_id
        if key not in self._rows:
            row = stored_row(self._work.session, SYNCED[one.tbl], one.row_id)
            if row is None:
                return None
            self._rows[key], self._values[key] = row, {}
        row = self._rows[key]
        self.roots.add(row.id if row.row_class.root_column == "id" else row[row.row_class.root_column])
        return row

    def _now(self, key: tuple[str, UUID], name: str) -> Plain:
        """Present value, planned steps included."""
        return plain(self._values[key].get(name, self._rows[key][name]))

    def _void(self, one: Recorded, row: StoredRow) -> None:
        """A row that was born goes, if it is as it was born; one that is gone stays gone."""
        key = one.tbl, one.row_id
        if self._now(key, "void_at") is not None:
            return
        born = {name: one.patch.get(name, [None, None])[1] for name in fields_of(row.row_class)}
        changed = tuple(name for name, value in born.items() if not _alike(self._now(key, name), value))
        if changed:
            self._block(one, changed)
        else:
            self._values[key] |= {"void_at": self._work.made_at, "void_reason": self._reason}

    def _restore(self, one: Recorded, row: StoredRow, names: tuple[str, ...]) -> None:
        """A group of fields gets its base back, if it is as it was written."""
        key = one.tbl, one.row_id
        if any(self._now(key, name) != one.patch[name][1] for name in names):
            if any(self._now(key, name) != one.patch[name][0] for name in names):
                self._block(one, names)
            return
        self._values[key] |= {name: restore(row.row_class, name, one.patch[name][0]) for name in names}

    def _block(self, one: Recorded, names: tuple[str, ...]) -> None:
        key, row = (one.tbl, one.row_id), self._rows[one.tbl, one.row_id]
        root = row.id if row.row_class.root_column == "id" else row[row.row_class.root_column]
        staff_id, at = last_change(self._work.session, root, one.tbl, names, one.row_id) or (None, None)
        was = tuple(one.patch.get(name, [None, None])[1] for name in names)
        now = tuple(self._now(key, name) for name in names)
        self.blocked.append(Blocked(one.tbl, one.row_id, names, was, now, staff_id, at))

    def keep_what_others_hang_on(self) -> None:
        """A person with rows of his own that came later is not taken away from under them."""
        for (tbl, row_id), values in list(self._values.items()):
            if tbl == "person" and values.get("void_at") is not None:
                hung = self._hung_on(row_id)
                if hung:
                    del values["void_at"], values["void_reason"]
                    self.blocked.append(Blocked(hung, row_id, (), (), ()))

    def _hung_on(self, person_id: UUID) -> str:
        """A table with living rows of a person that stay; empty if there is none."""
        link = link_of(self._work.session)
        for tbl, column in _hanging():
            living = "" if SYNCED[tbl].is_append_only else " AND void_at IS NULL"
            sql = f"SELECT id FROM {tbl} WHERE {column} = ?{living}"  # noqa: S608 - our own names
            for (raw,) in link.exec_driver_sql(sql, (person_id.bytes,)):
                if self._values.get((tbl, UUID(bytes=raw)), {}).get("void_at") is None:
                    return tbl
        return ""


@cache
def _hanging() -> tuple[tuple[str, str], ...]:
    """Indexed columns that point to a person; what was said of him does not count.

    Events of a paper have no index of their own, but never come without the paper.
    """
    return tuple(
        (tbl, key.parent.name)
        for tbl, row_class in SYNCED.items()
        if tbl not in _STAYS and tbl != "pair_answer"
        for key in row_class.__table__.foreign_keys
        if key.column.table.name == "person" and tbl != "person" and key.parent.index
    )


def _units(one: Recorded) -> list[tuple[str, ...]]:
    """The fields of a patch in groups that go back as one value; groups in which nothing changed are left."""
    units: dict[str, list[str]] = {}
    for name in one.patch:
        units.setdefault(_unit(one.tbl, name), []).append(name)
    return [
        tuple(names)
        for names in units.values()
        if any(one.patch[name][0] != one.patch[name][1] for name in names)
    ]


def _unit(tbl: str, name: str) -> str:
    if name in _VOID:
        return "void"
    if tbl == "person":
        return _PERSON_GROUP.get(name, name)
    return name if name in _ALONE else GROUP_OF.get(f"{tbl}.{name}", tbl)


def _alike(one: Plain, other: Plain) -> bool:
    """Equal; a default that an operation did not name is no difference."""
    return one == other or (not one and not other)
