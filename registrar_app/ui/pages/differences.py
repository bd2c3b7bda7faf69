"""What was read beside what is recorded: only differing fields, the person decides row by row."""

from uuid import UUID

from PySide6.QtCore import Signal

from registrar_app.domain.dates import plural
from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.records import Identity, PersonRecord
from registrar_app.domain.values import Sex, Source
from registrar_app.services.desk import Desk
from registrar_app.services.shapes import BadgeView, Clock, Differences
from registrar_app.services.shapes import DifferenceRow as ServiceRow
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.record import make_badge
from registrar_app.ui.pages.record_rows import count_words, head_line
from registrar_app.ui.read_words import read_words
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.banner import Action, NoteLine
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.difference_table import DifferenceRow, DifferenceTable, Side
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.section import SectionTitle

_RECORD, _CARD = 0, 1


class DifferencesPage(Page):
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
        super().__init__(theme)
        self._desk, self._tasks, self._messages, self._go, self._clock = desk, tasks, messages, go, clock
        self.person_id, self.identity = person_id, identity
        self._words = read_words(identity.source)
        self._saving = False
        self._title = SectionTitle(
            theme,
            "Что записать",
            note="↑↓ строка, ←→ сторона, Пробел — выбрать",
            note_right=True,
            hairline=False,
        )
        self.body.addWidget(self._title)
        self.table = DifferenceTable(theme, ("В записи", self._words.place))
        self.table.changed.connect(self._on_choice)
        self.body.addWidget(self.table)
        self._same = NoteLine(theme, Role.OK, "Совпадает", "")
        self._promise = NoteLine(theme, Role.INFO, "", "")
        for line in (self._same, self._promise):
            self.body.addWidget(line)
        self._build_bar()
        self.table.hide()
        self._load()

    def _build_bar(self) -> None:
        self._write = Button(
            self.theme, "Записать", kind=ButtonKind.PRIMARY, key="Ctrl+Enter", handler=self.accept
        )  # fmt: skip
        self.bar.add(
            self._write,
            Button(self.theme, f"Всё {self._words.source}", key="Alt+1", handler=self.take_all),
            Button(self.theme, "Оставить как в записи", key="Alt+2", handler=self.take_none),
        )
        self.bar.add_right(
            Button(self.theme, "Отложить", kind=ButtonKind.QUIET, key="Esc", handler=self.postpone)
        )

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

        self._tasks.run_query(read, lambda found: self._on_loaded(*found), self._on_failed, parent=self)

    def _on_loaded(
        self, record: PersonRecord, differences: Differences, badges: tuple[BadgeView, ...], found_by: str
    ) -> None:
        data = record.data
        self.set_title(data.name.full, head_line(record, self._clock().date()))
        self.head.set_badges([make_badge(self.theme, one) for one in badges])
        self.table.set_rows([table_row(one) for one in differences.rows])
        self.table.setVisible(bool(differences.rows))
        same = differences.same
        fields = count_words(len(same), "поле", "поля", "полей")
        verb = plural(len(same), "Совпадает", "Совпадают", "Совпадает")
        self._same.set_texts(f"{verb} {fields}:", ", ".join(_lower(one) for one in same))
        self._same.setVisible(bool(same))
        self._say_found(differences, found_by, is_woman=data.sex is Sex.FEMALE)
        self._on_choice()
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

    def _on_failed(self, error: RegistrarError) -> None:
        self._saving = False
        one = error.problem
        text = one.way_out
        if isinstance(error, RefusedError):
            text = " ".join(problem.full_text for problem in error.problems)
        self.banner.show_message(ROLES[one.level], one.text, text, code=one.code)

    # -- choosing -------------------------------------------------------------------------------

    def activate(self) -> None:
        """The table has the focus."""
        self.table.setFocus()

    def chosen(self) -> frozenset[str]:
        """Keys of the rows set to the card's side."""
        return frozenset(key for key, side in self.table.choices().items() if side == _CARD)

    def _on_choice(self) -> None:
        count = len(self.chosen())
        changes = count_words(count, "изменение", "изменения", "изменений")
        self._write.set_text(f"Записать {changes}" if count else "Сверено, ничего не менять")
        fields = count_words(count, "поле", "поля", "полей")
        if count:
            marked = f"запишется только отмеченное, {fields}. Старые значения останутся в истории."
        else:
            marked = "в записи всё останется как есть, совпавшее отметится как сверенное."
        promise = f"{self._words.itself}: {marked}"
        self._promise.set_texts("", promise)

    def take_all(self) -> None:
        """Alt+1: the card's side everywhere; nothing is written yet."""
        self.table.choose_all(_CARD)
        self.table.setFocus()

    def take_none(self) -> None:
        """Alt+2: the record's side everywhere; nothing is written yet."""
        self.table.choose_all(_RECORD)
        self.table.setFocus()

    def accept(self) -> None:
        """Ctrl+Enter: write the chosen rows and mark what agrees as verified by the card."""
        if self._saving:
            return
        self._saving = True
        keys = self.chosen()
        self._tasks.run_change(
            lambda: self._desk.identification.accept(self.person_id, self.identity, keys),
            self._on_accepted,
            self._on_failed,
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
    return DifferenceRow(row.key, row.caption, sides, _CARD if row.preset == "card" else _RECORD)


def _lower(caption: str) -> str:
    """A caption inside a sentence; abbreviations stay."""
    return caption if caption[:2].isupper() else caption[0].lower() + caption[1:]
