"""Drafts of forms, kept on this workplace until they are saved or dropped; they survive a crash."""

from collections.abc import Mapping

from registrar_app.domain.records import Identity
from registrar_app.services.shapes import DraftView


class Drafts:
    """Kept drafts by (kind, key): kind ``person`` or ``paper:<form key>``, key the person's id or ``new``."""

    def save(
        self, kind: str, key: str, values: Mapping[str, object], identity: Identity | None = None
    ) -> DraftView:
        """Keep the draft in place of the former; its ``saved_at`` is what the page shows."""
        raise NotImplementedError

    def load(self, kind: str, key: str) -> DraftView | None:
        """The kept draft, None if there is none."""
        raise NotImplementedError

    def drop(self, kind: str, key: str) -> None:
        """Forget a draft; does nothing if there is none."""
        raise NotImplementedError

    def all(self) -> tuple[DraftView, ...]:
        """All kept drafts, newest first."""
        raise NotImplementedError
