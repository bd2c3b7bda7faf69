"""What was read beside what is recorded: only differing fields, the person decides row by row."""

from uuid import UUID

from PySide6.QtCore import Signal

from registrar_app.domain.dates import plural
from registrar_app.domain.records import Identity, PersonRecord
from registrar_app.domain.values import Sex, Source
from registrar_app.services.desk import Desk
from registrar_app.services.shapes import BadgeView, Clock, Differences
from registrar_app.services.shapes import DifferenceRow as ServiceRow
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.beside import OTHER, RECORD, BesidePage
from registrar_app.ui.pages.record_parts import make_badge
from registrar_app.ui.pages.record_rows import count_words, head_line
from registrar_app.ui.read_words import read_words
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.banner import Action
from registrar_app.ui.widgets.difference_table import DifferenceRow, Side

_UNCHANGED = "в записи всё останется как есть, совпавшее отметится как сверенное."


class DifferencesPage(BesidePage):
    """A known person whose card or barcode says something else than the record."""

    accepted = Signal(object)
    """``PersonRecord`` after the choice was written; the window has gone on to the record."""
    read_wanted = Signal()
    """Read the card again (F5)."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        tasks: Tasks,
        messages: Messages,
        go: Navigation,
        clock: Clock,
        person_id: UUID,
        identity: Identity,
    ) -> None:
        self._words = read_words(identity.source)
        super().__init__(
            theme,
            ("В записи", self._words.place),
            all_words=f"Всё {self._words.source}",
            itself=self._words.itself,
            unchanged=_UNCHANGED,
        )
        self._desk, self._tasks, self._messages, self._go, self._clock = desk, tasks, messages, go, clock
        self.person_id, self.identity = person_id, identity
        self._load()

    # -- loading --------------------------------------------------------------------------------

    def _load(self) -> None:
        def read() -> tuple[PersonRecord, Differences, tuple[BadgeView, ...], str]:
            record = self._desk.people.open(self.person_id)
            return (
                record,
                self._desk.identification.differences(record, self.identity),
                self._desk.people.badges(record),
                self._desk.identification.identify(self.identity).by,
            )

        self._tasks.run_query(read, lambda found: self._on_loaded(*found), self.on_failed, parent=self)

    def _on_loaded(
        self, record: PersonRecord, differences: Differences, badges: tuple[BadgeView, ...], found_by: str
    ) -> None:
        data = record.data
        self.set_title(data.name.full, head_line(record, self._clock().date()))
        self.head.set_badges([make_badge(self.theme, one) for one in badges])
        self.show_rows([table_row(one) for one in differences.rows], differences.same)
        self._say_found(differences, found_by, is_woman=data.sex is Sex.FEMALE)
        self.set_width_class(self.width_class)
        self.activate()

    def _say_found(self, differences: Differences, found_by: str, *, is_woman: bool) -> None:
        """The banner: card read, who, how many fields differ, remarks on the card."""
        who = "пациентка найдена" if is_woman else "пациент найден"
        how = f" {found_by}" if found_by else ""
        count = len(differences.rows)
        many = count_words(count, "поле", "поля", "полей")
        differ = plural(count, "другое", "другие", "другие")
        text = f"{self._words.free}{self._words.place} {many} {differ}, чем в записи."
        remarks = " ".join(one.full_text for one in self.identity.problems)
        code = ", ".join(dict.fromkeys(one.code for one in self.identity.problems))
        role = max(
            (ROLES[one.level] for one in self.identity.problems),
            key=lambda one: (Role.INFO, Role.WARN, Role.ERROR).index(one) if one is not Role.OK else -1,
            default=Role.OK,
        )
        again = Action("Прочитать ещё раз", self.read_wanted.emit, "F5")
        self.banner.show_message(
            role, f"{self._words.done}, {who}{how}", f"{text} {remarks}".strip(), code=code,
            action=again if self.identity.source is Source.CARD else None, icon="circle-check",
        )  # fmt: skip

    # -- choosing -------------------------------------------------------------------------------

    def accept(self) -> None:
        """Ctrl+Enter: write the chosen rows and mark what agrees as verified by the card."""
        if self._saving:
            return
        self._saving = True
        keys = self.chosen()
        self._tasks.run_change(
            lambda: self._desk.identification.accept(self.person_id, self.identity, keys),
            self._on_accepted,
            self.on_failed,
            parent=self,
        )

    def _on_accepted(self, record: PersonRecord) -> None:
        self._saving = False
        count = len(self.chosen())
        self.accepted.emit(record)
        self._go.refresh()
        self._go.person(record.id)
        changes = count_words(count, "изменение записано", "изменения записаны", "изменений записано")
        self._messages.status(changes if count else self._words.checked)

    def postpone(self) -> None:
        """Esc: to the record, nothing written."""
        self._go.person(self.person_id)


def table_row(row: ServiceRow) -> DifferenceRow:
    """A row of the service as the table shows it."""
    sides = (Side(row.in_record, row.record_note), Side(row.on_card, row.card_note))
    return DifferenceRow(row.key, row.caption, sides, OTHER if row.preset == "card" else RECORD)
