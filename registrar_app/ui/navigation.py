"""Where a page can send the registrar. Pages know this protocol only; ``app.py`` wires the real one."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol
from uuid import UUID

from registrar_app.domain.records import Identity
from registrar_app.services.paper_shapes import PaperOrigin


class Navigation(Protocol):
    """The ways between pages. Every method may be called from the GUI thread only."""

    def home(self) -> None:
        """The start page, focus in the search field, its text selected."""

    def person(self, person_id: UUID, tab: str = "data") -> None:
        """Open a record: tab ``data``, ``attachment``, ``papers`` or ``history``."""

    def preview(self, person_id: UUID) -> None:
        """Show a record in passing while the search list moves («Просмотр»)."""

    def edit(self, person_id: UUID, field: str = "") -> None:
        """Edit a record, focus on a field where one is named."""

    def edit_with(self, person_id: UUID, values: Mapping[str, str]) -> None:
        """Edit a record with proposed texts over its own; nothing is saved yet."""

    def new_person(self, values: Mapping[str, str], identity: Identity | None = None) -> None:
        """An empty or filled new record."""

    def differences(self, person_id: UUID, identity: Identity) -> None:
        """What was read beside what is recorded."""

    def carry(
        self, person_id: UUID, typed: Mapping[str, str], draft_key: str, identity: Identity | None = None
    ) -> None:
        """A record in place of a new one: what was typed for the new one is offered to it."""

    def compare(self, person_id: UUID, other_id: UUID) -> None:
        """Two records that may be one person, side by side."""

    def attachment(self, person_id: UUID) -> None:
        """Attach a person."""

    def paper(self, form_key: str, person_id: UUID, origin: PaperOrigin | None = None) -> None:
        """Fill a paper for a person; a duplicate, an answer to a request, a refusal has an origin."""

    def issued(self, certificate_id: UUID) -> None:
        """Look at an issued paper: the signed file, its signatures, print and reprint."""

    def journal(self) -> None:
        """The journal of papers."""

    def readers(self) -> None:
        """Reader states and advice (F12)."""

    def settings(self, group: str = "") -> None:
        """Settings, a group where one is named."""

    def help(self, topic: str = "") -> None:
        """Help (F1)."""

    def sign_in(self) -> None:
        """Choose who works at the desk (Ctrl+L)."""

    def verify_file(self, paths: Sequence[Path] = ()) -> None:
        """Check signed files that lie somewhere: those named, else the ones chosen on the page."""

    def verify_code(self, text: str) -> None:
        """Check the code of a paper that was scanned."""

    def refresh(self) -> None:
        """Data changed: lists and the page in view read them anew."""
