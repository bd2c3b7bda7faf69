"""A navigation that only remembers where a page wanted to go."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

from registrar_app.domain.records import Identity
from registrar_app.services.paper_shapes import PaperOrigin


class Ways:
    """Stands at the outer edge of a page; ``went`` holds (name, arguments)."""

    def __init__(self) -> None:
        self.went: list[tuple[str, tuple[object, ...]]] = []

    def _note(self, name: str, *words: object) -> None:
        self.went.append((name, words))

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.went]

    def home(self) -> None:
        self._note("home")

    def person(self, person_id: UUID, tab: str = "data") -> None:
        self._note("person", person_id, tab)

    def preview(self, person_id: UUID) -> None:
        self._note("preview", person_id)

    def edit(self, person_id: UUID, field: str = "") -> None:
        self._note("edit", person_id, field)

    def edit_with(self, person_id: UUID, values: Mapping[str, str]) -> None:
        self._note("edit_with", person_id, values)

    def new_person(self, values: Mapping[str, str], identity: Identity | None = None) -> None:
        self._note("new_person", values, identity)

    def differences(self, person_id: UUID, identity: Identity) -> None:
        self._note("differences", person_id, identity)

    def carry(
        self, person_id: UUID, typed: Mapping[str, str], draft_key: str, identity: Identity | None = None
    ) -> None:
        self._note("carry", person_id, typed, draft_key, identity)

    def compare(self, person_id: UUID, other_id: UUID) -> None:
        self._note("compare", person_id, other_id)

    def attachment(self, person_id: UUID) -> None:
        self._note("attachment", person_id)

    def paper(self, form_key: str, person_id: UUID, origin: PaperOrigin | None = None) -> None:
        self._note("paper", form_key, person_id, *([origin] if origin else []))

    def issued(self, certificate_id: UUID) -> None:
        self._note("issued", certificate_id)

    def journal(self) -> None:
        self._note("journal")

    def readers(self) -> None:
        self._note("readers")

    def settings(self, group: str = "") -> None:
        self._note("settings", group)

    def help(self, topic: str = "") -> None:
        self._note("help", topic)

    def sign_in(self) -> None:
        self._note("sign_in")

    def verify_file(self, paths: Sequence[Path] = ()) -> None:
        self._note("verify_file", *([tuple(paths)] if paths else []))

    def verify_code(self, text: str) -> None:
        self._note("verify_code", text)

    def refresh(self) -> None:
        self._note("refresh")
