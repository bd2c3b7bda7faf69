"""A record that was opened in place of a new one: what had been typed is offered to it row by row."""

from collections.abc import Mapping
from uuid import UUID

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.records import Identity, PersonRecord
from registrar_app.services.desk import Desk
from registrar_app.services.shapes import BadgeView, Clock
from registrar_app.ui.messages import Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.beside import BesidePage
from registrar_app.ui.pages.carried import Carried, carried
from registrar_app.ui.pages.draft_keeper import KIND
from registrar_app.ui.pages.record_parts import make_badge
from registrar_app.ui.pages.record_rows import count_words, head_line
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme


class CarryPage(BesidePage):
    """What the opened record lacks or has otherwise; the draft is kept until the rows are decided."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        tasks: Tasks,
        messages: Messages,
        go: Navigation,
        clock: Clock,
        person_id: UUID,
        typed: Mapping[str, str],
        draft_key: str,
        identity: Identity | None = None,
    ) -> None:
        """Make the page and read the record.

        Args:
            theme: Colours.
            desk: Use cases.
            tasks: Threads.
            messages: Words in the status bar.
            go: Ways to other pages.
            clock: Present moment.
            person_id: The record that was opened.
            typed: Raw texts of the new record's form.
            draft_key: Its draft, dropped once the rows are decided.
            identity: The card the new record was filled from; values still equal to it are marked so.
        """
        super().__init__(
            theme,
            ("В записи", "Набрано"),
            all_words="Всё набранное",
            itself="Набранное само ничего не меняет",
            unchanged="запись останется как есть, черновик новой записи уйдёт.",
        )
        self._desk, self._tasks, self._messages, self._go, self._clock = desk, tasks, messages, go, clock
        self.person_id = person_id
        self._typed, self._draft_key, self._identity = dict(typed), draft_key, identity
        self._record: PersonRecord | None = None
        self._carried: Carried | None = None
        self._tasks.run_query(self._read, lambda found: self._on_loaded(*found), self.on_failed, parent=self)

    def _read(self) -> tuple[PersonRecord, tuple[BadgeView, ...]]:
        record = self._desk.people.open(self.person_id)
        return record, self._desk.people.badges(record)

    def _on_loaded(self, record: PersonRecord, badges: tuple[BadgeView, ...]) -> None:
        self._record = record
        self._carried = carried(record, self._typed, self._clock().date())
        self.set_title(record.data.name.full, head_line(record, self._clock().date()))
        self.head.set_badges([make_badge(self.theme, one) for one in badges])
        if not self._carried.rows:
            self._drop_draft()
            self._messages.status("Всё набранное в этой записи уже есть")
            self._go.person(self.person_id)
            return
        self.show_rows(self._carried.rows, self._carried.same)
        self.banner.show_message(
            Role.INFO,
            "Открыта запись, которая уже была в базе",
            "Набранное для новой записи не потеряно: выберите, что из него взять.",
        )
        self.set_width_class(self.width_class)
        self.activate()

    def _drop_draft(self) -> None:
        key = self._draft_key
        self._tasks.run_query(lambda: self._desk.drafts.drop(KIND, key), parent=self)

    def accept(self) -> None:
        """Ctrl+Enter: write the chosen rows into the record; what cannot be saved so goes to the form."""
        record, found, keys = self._record, self._carried, self.chosen()
        if self._saving or record is None or found is None:
            return
        if not keys:
            self._drop_draft()
            self._messages.status("Запись оставлена как была")
            self._go.person(self.person_id)
            return
        self._saving = True
        values, draft_key, identity = found.values(keys), self._draft_key, self._identity
        # Only what was chosen goes on to a form: the rest of the record may have been saved anew by others.
        wanted = {key: text for key, text in values.items() if text != found.saved.get(key, "")}

        def work() -> PersonRecord:
            saved = self._desk.people.save(values, self.person_id, base=record, identity=identity)
            self._desk.drafts.drop(KIND, draft_key)
            return saved

        self._tasks.run_change(
            work, self._on_saved, lambda error: self._on_refused(error, wanted), parent=self
        )

    def _on_saved(self, record: PersonRecord) -> None:
        count = len(self.chosen())
        self._go.refresh()
        self._go.person(record.id)
        self._messages.status(
            count_words(count, "изменение записано", "изменения записаны", "изменений записано")
        )

    def _on_refused(self, error: RegistrarError, values: Mapping[str, str]) -> None:
        """Open questions stand at their fields: the form of the record opens with the choice in it."""
        if not isinstance(error, RefusedError):
            self.on_failed(error)
            return
        self._drop_draft()
        self._go.edit_with(self.person_id, values)

    def postpone(self) -> None:
        """Esc: to the record; what was typed stays a draft."""
        self._messages.status("Набранное осталось черновиком", Role.INFO)
        self._go.person(self.person_id)
