"""Drafts of forms, kept on this workplace until they are saved or dropped; they survive a crash."""

from collections.abc import Mapping
from uuid import UUID

from registrar_app.domain.problems import problem
from registrar_app.domain.records import Draft, Identity
from registrar_app.models import drafts as stored
from registrar_app.services import codec
from registrar_app.services.bench import Bench
from registrar_app.services.shapes import Advice, DraftView

PERSON = "person"
"""Kind of the drafts of people's forms."""


class Drafts:
    """Kept drafts by (kind, key): kind ``person`` or ``paper:<form key>``, key the person's id or ``new``."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def save(
        self, kind: str, key: str, values: Mapping[str, object], identity: Identity | None = None
    ) -> DraftView:
        """Keep the draft in place of the former; its ``saved_at`` is what the page shows."""
        with self._bench.store.change(self._bench.quiet_actor()) as work:
            stored.save_draft(work, kind, key, codec.pack(values, identity))
        return DraftView(kind, key, dict(values), self._bench.clock(), identity)

    def load(self, kind: str, key: str) -> DraftView | None:
        """The kept draft, None if there is none."""
        with self._bench.store.read() as session:
            found = stored.load_draft(session, kind, key)
        return self._view(found) if found else None

    def drop(self, kind: str, key: str) -> None:
        """Forget a draft; does nothing if there is none."""
        with self._bench.store.change(self._bench.quiet_actor()) as work:
            stored.drop_draft(work, kind, key)

    def all(self) -> tuple[DraftView, ...]:
        """All kept drafts, newest first."""
        with self._bench.store.read() as session:
            found = stored.list_drafts(session)
        return tuple(self._view(one) for one in found)

    def advice(self, person_id: UUID) -> tuple[Advice, ...]:
        """That an edit of a record waits to be saved; nothing where none does."""
        draft = self.load(PERSON, str(person_id))
        if draft is None:
            return ()
        found = problem("REC-087", when=f"{draft.saved_at:%d.%m.%Y %H:%M}")
        text = f"{found.text} {found.way_out}"
        return (Advice("warn", "Правка не сохранена", text, "edit:", "Продолжить", found.code),)

    def _view(self, draft: Draft) -> DraftView:
        values, identity = codec.unpack(draft.payload)
        at = draft.saved_at.astimezone(self._bench.clock().tzinfo)
        return DraftView(draft.kind, draft.key, values, at, identity)
