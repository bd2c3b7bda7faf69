"""The unit of work: one save is one transaction of rows, search keys, outbox operations and audit.

The session itself does it, at every flush and at the commit, so that no use case can get round.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn, TypeVar
from uuid import UUID

from sqlalchemy import Connection, TextClause, UpdateBase, event
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.util import identity_key

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.ids import new_id
from registrar_app.domain.records import Actor
from registrar_app.domain.values import Source
from registrar_app.models import pair_rows
from registrar_app.models.base import Base, Synced, iso
from registrar_app.models.connecting import SCHEMA_VER
from registrar_app.models.key_rows import write_keys
from registrar_app.models.ledger import BypassError, Ledger, Operation, Raw, StoredRow, insert_sql
from registrar_app.models.patches import Patch, dump, plain
from registrar_app.models.tables import LOCAL

R = TypeVar("R", bound=Base)

_OUTBOX = (
    "INSERT INTO outbox (op_id, group_id, incarnation, tbl, row_id, root_id, kind, patch, base_row_ver,"
    " schema_ver, user_id, made_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)"
)
_AUDIT = (
    "INSERT INTO audit_event (id, row_ver, at, action, staff_id, desk, source, root_id, group_id, detail)"
    " VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_OPEN_MAIN = (
    "SELECT count(*) FROM attachment"
    " WHERE person_id = ? AND kind = 'main' AND ends IS NULL AND void_at IS NULL"
)


class WorkSession(Session):
    """A session whose every flush and commit passes the ledger, and which refuses what would pass by it."""

    unit: "UnitOfWork"
    _link: Connection | None = None

    def connection(self, *_args: Any, **_kwargs: Any) -> NoReturn:  # noqa: ANN401
        """Refuse: statements on the bare connection would pass by the outbox.

        Raises:
            BypassError: always.
        """
        raise BypassError("a change goes through mapped rows, not through the connection")

    def _bulk_save_mappings(self, *_args: Any, **_kwargs: Any) -> NoReturn:  # noqa: ANN401
        raise BypassError("bulk methods pass by the outbox")

    def link(self) -> Connection:
        """The connection, for the unit of work itself; the same as long as the session lives."""
        if self._link is None:
            self._link = super().connection()
        return self._link

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Write what is pending: rows inserted without a mapped object first, then the mapped ones."""
        self.unit.write_inserts(self.link())
        super().flush(objects)


def link_of(session: Session) -> Connection:
    """The connection under a session, for reading statements of the repositories alone."""
    if isinstance(session, WorkSession):
        session.flush()
        return session.link()
    return session.connection()


@event.listens_for(WorkSession, "do_orm_execute")
def _guard(state: ORMExecuteState) -> None:
    """Let only reading and local tables through."""
    statement = state.statement
    if isinstance(statement, TextClause):
        raise BypassError("no literal SQL in a change")
    if isinstance(statement, UpdateBase) and getattr(statement.table, "name", "") not in LOCAL:
        raise BypassError("bulk statements pass by the outbox")


@event.listens_for(WorkSession, "before_flush")
def _before_flush(session: WorkSession, *_rest: object) -> None:
    session.unit.ledger.take(session)


@event.listens_for(WorkSession, "before_commit")
def _before_commit(session: WorkSession) -> None:
    session.flush()
    session.unit.write_journals(session.link())


class UnitOfWork:
    """A change in progress; repositories take it, use cases pass it on."""

    def __init__(
        self,
        session: WorkSession,
        actor: Actor,
        incarnation: UUID,
        probe: Callable[[str], None] | None = None,
    ) -> None:
        self.session: Session = session
        """For reading and for mapped rows; refuses bulk statements that would pass by the outbox."""
        self.actor = actor
        self.group_id = new_id()
        self.made_at = datetime.now(UTC)
        self.ledger = Ledger()
        self._incarnation = incarnation
        self._probe = probe or (lambda _name: None)
        self._notes: list[tuple[str, UUID | None, dict[str, str]]] = []
        self._sources: dict[str, str] = {}
        self._inserts: dict[type[Synced], list[tuple[Raw, ...]]] = {}
        self._groups: dict[UUID, UUID] | None = None
        session.unit = self

    def split_groups(self) -> None:
        """Make what belongs to each root a save of its own: a step of an import holds many of them."""
        self._groups = {}

    def group_of(self, root_id: UUID) -> UUID:
        """Id of the save that a root's operations belong to."""
        return self.group_id if self._groups is None else self._groups.setdefault(root_id, new_id())

    def add(self, row: R) -> R:
        """Add a new mapped row."""
        self.session.add(row)
        return row

    def insert(self, row_class: type[Synced], row_id: UUID | None = None, /, **values: Any) -> UUID:  # noqa: ANN401
        """Insert a synced row without a mapped object, several times faster; gives its id.

        Args:
            row_class: The mapped class.
            row_id: The id; None makes a new one.
            values: Fields by name; the others get their defaults.
        """
        row_id = row_id or new_id()
        self._inserts.setdefault(row_class, []).append(self.ledger.insert(row_class, row_id, values))
        return row_id

    def write_inserts(self, link: Connection) -> None:
        """Write the rows given to ``insert``. The session calls it at every flush."""
        pending, self._inserts = self._inserts, {}
        for row_class, rows in pending.items():
            link.exec_driver_sql(insert_sql(row_class), rows)

    def patch(self, row: StoredRow, /, **values: Any) -> None:  # noqa: ANN401
        """Change fields of a stored row without a mapped object; equal values are left alone.

        Args:
            row: As read in this change by ``stored_rows``.
            values: New values by field name.
        """
        changes = {name: value for name, value in values.items() if row[name] != value}
        if not changes:
            return
        raws = self.ledger.patch(row, changes)
        names = ", ".join(f'"{name}" = ?' for name in changes)
        link_of(self.session).exec_driver_sql(
            f"UPDATE {row.row_class.__tablename__} SET {names} WHERE id = ?",  # noqa: S608 - our own names
            (*raws, row.id.bytes),
        )
        mapped = self.session.identity_map.get(identity_key(row.row_class, row.id))
        if mapped is not None:
            self.session.refresh(mapped)

    def note(self, action: str, root_id: UUID | None = None, **detail: str) -> None:
        """Add an audit event besides the one of the save itself: open, search, print, export.

        Args:
            action: One word.
            root_id: The person or paper it is about.
            detail: Further words, never personal data.
        """
        self._notes.append((action, root_id, detail))

    def note_sources(self, sources: Mapping[str, Source]) -> None:
        """Remember for the history which field groups came from another source than the actor's."""
        self._sources.update({group: str(source) for group, source in sources.items()})

    def write_journals(self, link: Connection) -> None:
        """Write search keys, audit and outbox of what was flushed; the session calls it at its commit."""
        operations = self.ledger.effective()
        self._probe("keys")
        self._check(link, operations)
        pair_rows.refresh(link, write_keys(link, operations), iso(self.made_at))
        self._probe("audit")
        audits = self._audits(operations)
        if not audits:
            return
        link.exec_driver_sql(_AUDIT, [row for row, _op in audits])
        self._probe("outbox")
        link.exec_driver_sql(
            _OUTBOX, [self._op_row(op) for op in (*operations, *(op for _row, op in audits))]
        )
        self._probe("written")

    @staticmethod
    def _check(link: Connection, operations: list[Operation]) -> None:
        """Invariants over several rows. The write lock is held since the start, so this decides races too."""
        for root in {op.root_id for op in operations if op.tbl == "attachment"}:
            if link.exec_driver_sql(_OPEN_MAIN, (root.bytes,)).scalar_one() > 1:
                raise RegistrarError("DB-030")

    def _audits(self, operations: list[Operation]) -> list[tuple[tuple[Any, ...], Operation]]:
        """Audit rows with their operations: one a touched root for the save, one a note."""
        out = []
        by_root: dict[UUID, dict[str, None]] = {}
        for op in operations:
            by_root.setdefault(op.root_id, {})[op.tbl] = None
        for root, tables in by_root.items():
            detail: dict[str, Any] = {"changed": list(tables)}
            if self._sources:
                detail["sources"] = self._sources
            out.append(self._audit("save", root, detail))
        out += [self._audit(action, root_id, detail) for action, root_id, detail in self._notes]
        return out

    def _audit(
        self, action: str, root_id: UUID | None, detail: Mapping[str, Any]
    ) -> tuple[tuple[Any, ...], Operation]:
        row_id, at, actor = new_id(), iso(self.made_at), self.actor
        group_id = self.group_of(root_id or row_id)
        words = json.dumps(detail, ensure_ascii=False, separators=(",", ":"))
        row = (
            row_id.bytes,
            at,
            action,
            actor.staff_id and actor.staff_id.bytes,
            actor.desk,
            str(actor.source),
            root_id and root_id.bytes,
            group_id.bytes,
            words,
        )
        values = {
            "at": at,
            "action": action,
            "staff_id": actor.staff_id,
            "desk": actor.desk,
            "source": str(actor.source),
            "root_id": root_id,
            "group_id": group_id,
            "detail": words,
        }
        patch: Patch = {name: [None, plain(value)] for name, value in values.items() if value is not None}
        return row, Operation("audit_event", row_id, root_id or row_id, "audit", patch, 0)

    def _op_row(self, op: Operation) -> tuple[Any, ...]:
        staff = self.actor.staff_id
        return (
            new_id().bytes,
            self.group_of(op.root_id).bytes,
            self._incarnation.bytes,
            op.tbl,
            op.row_id.bytes,
            op.root_id.bytes,
            op.kind,
            dump(op.patch),
            op.base_row_ver,
            SCHEMA_VER,
            staff and staff.bytes,
            iso(self.made_at),
        )
