"""The work list «Возможные двойники»: one pair after another, answered by keys alone."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from registrar_app.domain.dates import plural
from registrar_app.services.desk import Desk
from registrar_app.services.merge_shapes import PairView
from registrar_app.services.shapes import Clock
from registrar_app.ui.messages import Messages
from registrar_app.ui.metrics import PANE, PANE_NARROW, WidthClass
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.pair_page import TITLE, PairPage
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.badge import Badge
from registrar_app.ui.widgets.banner import Action
from registrar_app.ui.widgets.button import Button
from registrar_app.ui.widgets.empty_state import ActionLine, EmptyState
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.pair_list import PairLine, PairList

STRENGTHS = {
    "strong": ("сильный признак", Role.WARN),
    "weak": ("слабый признак", Role.INFO),
    "similar": ("похоже", Role.NEUTRAL),
}
_LIMIT = 200
Key = tuple[UUID, UUID]


class PairsPage(PairPage):
    """The list at the left, the pair under its cursor at the right; an answer leads to the next one."""

    takes_whole_width = True
    joined_here = Signal(object, object)
    """Ids of the record that stayed and of the joining, to be offered for undo."""

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, messages: Messages, go: Navigation, clock: Clock
    ) -> None:
        self.pairs: tuple[PairView, ...] = ()
        self._total = 0
        self._list_request = 0
        self._is_new = True
        self.list = PairList(theme)
        super().__init__(theme, desk, tasks, messages, go, clock)
        self._middle.insertWidget(0, self.list)
        self.list.chosen.connect(self._on_chosen)
        self._build_walk()
        self._empty = EmptyState(
            theme,
            "Пар без ответа нет",
            "Как только у двух записей совпадут номер полиса, СНИЛС, документ или имя с датой рождения,"
            " пара появится здесь сама.",
            actions=[ActionLine("search", "Найти пациента", "к поиску", "F3", go.home)],
        )
        self.body.addWidget(self._empty)
        self._empty.hide()
        self.set_title("Возможные двойники")
        self.read_list()

    def _build_walk(self) -> None:
        """«1 из 14» with the keys to both neighbours, at the right of the head."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.px(8))
        self._count = Label(self.theme, role=Role.TEXT2)
        row.addWidget(self._count)
        row.addWidget(Button(self.theme, "Назад", small=True, key="PgUp", handler=self.previous))
        row.addWidget(Button(self.theme, "Дальше", small=True, key="PgDn", handler=self.next))
        self._walk = holder
        self.head.add_right(holder)
        holder.hide()

    # -- the list -------------------------------------------------------------------------------

    def read_list(self) -> None:
        """Read the list anew; the pair in view stays where it is still waiting."""
        self._list_request += 1
        request = self._list_request
        self.tasks.run_query(
            lambda: (self.desk.pairs.list(_LIMIT), self.desk.pairs.count()),
            lambda found: self._on_list(request, *found),
            self.on_failed,
            parent=self,
        )

    def _on_list(self, request: int, pairs: tuple[PairView, ...], total: int) -> None:
        if request != self._list_request:
            return
        before, here = self.list.ids, self.list.current()
        self.pairs, self._total = pairs, total
        many = f"{total} {plural(total, 'пара', 'пары', 'пар')}" if total else ""
        self.list.set_lines([pair_line(one) for one in pairs], "Возможные двойники", many)
        self._empty.setVisible(not pairs)
        if not pairs:
            self.show_nothing()
            self.set_title("Возможные двойники")
            self.head.set_badges([])
            self._empty.rows[0].setFocus(Qt.FocusReason.OtherFocusReason)
        elif here not in self.list.ids:
            place = before.index(here) if here in before else 0
            self.list.choose(min(place, len(pairs) - 1))
        self._show_count()

    def _show_count(self) -> None:
        here = self.list.current()
        self._walk.setVisible(here is not None)
        if here is not None:
            self._count.setText(f"{self.list.ids.index(here) + 1} из {self._total}")

    def current(self) -> PairView | None:
        """The pair in view."""
        here = self.list.current()
        return next((one for one in self.pairs if one.key == here), None)

    def _on_chosen(self, key: Key) -> None:
        one = self.current()
        if one is not None:
            self.set_title(TITLE, reason_words(one))
            self._show_count()
            self.load_pair(*key)

    def previous(self) -> None:
        """PgUp."""
        self._step(-1)

    def next(self) -> None:
        """PgDn."""
        self._step(1)

    def _step(self, step: int) -> None:
        here = self.list.current()
        if here is None:
            return
        self.banner.clear()
        place = self.list.ids.index(here) + step
        if 0 <= place < len(self.list.ids):
            self.list.choose(place)
        else:
            self.messages.status("Это первая пара" if step < 0 else "Это последняя пара", Role.INFO)

    def badges(self) -> list[Badge]:
        """How sure."""
        one = self.current()
        if one is None:
            return []
        word, role = STRENGTHS[one.strength]
        return [Badge(self.theme, word, role, icon="")]

    def on_shown(self) -> None:
        """The table takes the focus, unless the list is being walked."""
        if self._is_new or not self.list.list.hasFocus():
            super().on_shown()
        self._is_new = False

    # -- after an answer ------------------------------------------------------------------------

    def joined(self, survivor: UUID, merge_id: UUID) -> None:
        """The next pair; the joining can still be taken back."""
        self.joined_here.emit(survivor, merge_id)
        self.banner.show_message(
            Role.OK, "Записи объединены", "Ниже следующая пара.",
            action=Action("Отменить", lambda: self._part(merge_id), "Ctrl+Z"),
        )  # fmt: skip
        self.read_list()

    def answered(self) -> None:
        """The next pair."""
        self.banner.clear()
        self.read_list()

    def _part(self, merge_id: UUID) -> None:
        self.tasks.run_change(
            lambda: self.desk.merging.undo(merge_id), self._on_parted, self.on_failed, parent=self
        )

    def _on_parted(self, record: object) -> None:
        del record
        self.banner.clear()
        self.messages.status("Объединение отменено: записи снова две")
        self.read_list()

    # -- the page -------------------------------------------------------------------------------

    def activate(self) -> None:
        """Read the list anew; the table has the focus."""
        if self.list.ids:
            super().activate()
        else:
            self.list.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.read_list()

    def press_key(self, key: str) -> bool:
        """F3 leaves for the search, which this page covers."""
        if key == "F3":
            self.go.home()
            return True
        return super().press_key(key)

    def set_width_class(self, width_class: WidthClass) -> None:
        """A narrower list in narrow windows."""
        super().set_width_class(width_class)
        narrow = width_class is not WidthClass.WIDE
        self.list.setFixedWidth(self.theme.px(PANE_NARROW if narrow else PANE))

    def _place(self, widget: QWidget) -> tuple[int, int, int]:
        """Reading order: the list first."""
        zone, y, x = super()._place(widget)
        return (-1 if self.list.isAncestorOf(widget) else zone), y, x


def pair_line(pair: PairView) -> PairLine:
    """A pair as the list shows it."""
    word, role = STRENGTHS[pair.strength]
    if pair.asked_by:
        word, role = "ждёт старшего", Role.WARN
    one, other = pair.first, pair.second
    return PairLine(
        pair.key, one.name.short, other.name.short, word, role, pair.matched,
        first_born=one.birth_words if one.birth_date else "",
        second_born=other.birth_words if other.birth_date else "",
    )  # fmt: skip


def reason_words(pair: PairView) -> str:
    """«совпало: СНИЛС · просит Лебедева Н. П.: одна и та же» under the title."""
    parts = [f"совпало: {pair.matched}"]
    if pair.asked_by:
        parts.append(f"просит {pair.asked_by}" + (f": {pair.note}" if pair.note else ""))
    elif pair.note:
        parts.append(pair.note)
    return " · ".join(parts)
