"""The unit of work: one save is one transaction of rows, search keys, outbox operations and audit."""

from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.domain.records import Actor


class UnitOfWork:
    """A change in progress; repositories take it, use cases pass it on."""

    session: Session
    """For reading within the change; refuses bulk statements that would pass by the outbox."""
    actor: Actor
    group_id: UUID

    def note(self, action: str, root_id: UUID | None = None, **detail: str) -> None:
        """Add an audit event besides the one of the save itself: open, search, print, export.

        Args:
            action: One word.
            root_id: The person or paper it is about.
            detail: Further words, never personal data.
        """
        raise NotImplementedError
