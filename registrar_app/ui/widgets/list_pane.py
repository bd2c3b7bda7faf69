"""The left pane: search field, header line, people, foot bar."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from registrar_app.domain.records import SearchRow
from registrar_app.ui.metrics import ACTION_BAR
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.button import Button
from registrar_app.ui.widgets.label import Hairline, Label, Panel
from registrar_app.ui.widgets.search_field import SearchField
from registrar_app.ui.widgets.search_list import RowRole, SearchDelegate, SearchModel

_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def plain_list(theme: Theme) -> QListView:
    """A frameless list on the pane's surface."""
    view = QListView()
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.viewport().setAutoFillBackground(False)
    view.setFont(theme.font(Use.BODY))
    return view


class ListPane(Panel):
    """Finds people; what happens with them is the page's."""

    query_changed = Signal(str)
    """At each key in the search field."""
    row_selected = Signal(object)
    """A ``SearchRow`` or None: the selection moved."""
    row_opened = Signal(object)
    """A ``SearchRow``: Enter or a double click."""

    def __init__(
        self,
        theme: Theme,
        today: date,
        *,
        placeholder: str = "Фамилия, полис, СНИЛС, дата",
        short_placeholder: str = "Фамилия, полис, дата",
        foot: Button | None = None,
        more: Button | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, Role.SURFACE, ("right",), parent)
        self._theme, self._placeholders = theme, (placeholder, short_placeholder)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 1, 0)
        outer.setSpacing(0)
        pad = theme.px(12)
        self.search = SearchField(theme, placeholder)
        field_row = QHBoxLayout()
        field_row.setContentsMargins(pad, pad, pad - 1, theme.px(6))
        field_row.addWidget(self.search)
        outer.addLayout(field_row)
        head_row = QHBoxLayout()
        head_row.setContentsMargins(theme.px(16), theme.px(5), pad, theme.px(7))
        self._head = Label(theme, "Недавние", role=Role.TEXT2, use=Use.SMALL_BOLD)
        self._note = Label(theme, "", role=Role.TEXT2, use=Use.SMALL)
        head_row.addWidget(self._head)
        head_row.addStretch(1)
        head_row.addWidget(self._note)
        outer.addLayout(head_row)
        outer.addWidget(Hairline(theme))
        self.model = SearchModel(today)
        self._delegate = SearchDelegate(theme)
        self.list = plain_list(theme)
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.setAccessibleName("Пациенты")
        outer.addWidget(self.list, 1)
        self.more = more
        self._more_bar = Panel(theme, Role.SURFACE, ("top",))
        if more is not None:
            more_row = QHBoxLayout(self._more_bar)
            more_row.setContentsMargins(theme.px(4), theme.px(3), theme.px(4), theme.px(3))
            more_row.addWidget(more, 1)
        self._more_bar.hide()
        outer.addWidget(self._more_bar)
        self.foot = foot
        if foot is not None:
            outer.addWidget(self._foot_bar(foot))
        self.search.textEdited.connect(self.query_changed)
        self.search.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.viewport().installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.doubleClicked.connect(self._on_double)
        theme.changed.connect(self._restyle)
        self._silent = False

    def _foot_bar(self, foot: Button) -> Panel:
        bar = Panel(self._theme, Role.SUBTLE, ("top",))
        bar.setFixedHeight(self._theme.px(ACTION_BAR))
        row = QHBoxLayout(bar)
        pad = self._theme.px(12)
        row.setContentsMargins(pad, 0, pad, 0)
        row.addWidget(foot, 1)
        return bar

    def _restyle(self) -> None:
        self.list.setFont(self._theme.font(Use.BODY))
        self.list.doItemsLayout()

    def set_narrow(self, narrow: bool) -> None:
        """Shorter words for narrow windows."""
        self.search.setPlaceholderText(self._placeholders[1 if narrow else 0])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Row heights follow the width."""
        super().resizeEvent(event)
        self.list.doItemsLayout()

    # -- contents -------------------------------------------------------------------------------

    def set_rows(
        self, rows: Sequence[SearchRow], *, query: str = "", header: str = "Недавние", note: str = ""
    ) -> None:
        """Show rows; the selection stays on the same person if he is still there.

        Args:
            rows: The people.
            query: What was searched, to mark it in the surnames.
            header: «Недавние», «Найдено 8», «Никого не нашли».
            note: Words at the right of the header.
        """
        kept = self.current_row()
        self._silent = True
        self.model.set_rows(rows, query)
        self._head.setText(header)
        self._note.setText(note)
        place = next((i for i, one in enumerate(rows) if kept is not None and one.id == kept.id), -1)
        if place >= 0:
            self.list.setCurrentIndex(self.model.index(place))
        self._silent = False
        if place < 0 and kept is not None:
            self.row_selected.emit(None)

    def offer_more(self, offered: bool) -> None:
        """Show or hide the offer under the list: «Похожие»."""
        self._more_bar.setVisible(offered and self.more is not None)

    def show_from(self, place: int) -> None:
        """Bring a row to the top of the list."""
        self.list.scrollTo(self.model.index(place), QAbstractItemView.ScrollHint.PositionAtTop)

    def current_row(self) -> SearchRow | None:
        """The selected row."""
        index = self.list.currentIndex()
        row = index.data(RowRole) if index.isValid() else None
        return row if isinstance(row, SearchRow) else None

    def select(self, person_id: UUID | None, *, silent: bool = False) -> None:
        """Select a person, or nobody; ``silent`` emits nothing."""
        self._silent = silent
        place = next((i for i, one in enumerate(self.model.rows) if one.id == person_id), -1)
        self.list.setCurrentIndex(self.model.index(place) if place >= 0 else QModelIndex())
        if place < 0:
            self.list.clearSelection()
        self._silent = False

    def focus_search(self) -> None:
        """F3: the search field, its text selected."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # -- keys -----------------------------------------------------------------------------------

    def _on_current(self, current: QModelIndex) -> None:
        if not self._silent:
            self.row_selected.emit(current.data(RowRole) if current.isValid() else None)

    def _on_double(self, index: QModelIndex) -> None:
        self.row_opened.emit(index.data(RowRole))

    def _open_current(self) -> None:
        row = self.current_row()
        if row is None and self.model.rows:
            self.list.setCurrentIndex(self.model.index(0))
            row = self.current_row()
        if row is not None:
            self.row_opened.emit(row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the field move the list, letters in the list go to the field, Enter opens."""
        if watched is self.list.viewport() and isinstance(event, QResizeEvent):
            if event.size().width() != event.oldSize().width():
                # Row heights follow the width, which shrinks when the scroll bar comes.
                self.list.scheduleDelayedItemsLayout()
            return False
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if event.key() in _ENTER and plain:
            self._open_current()
            return True
        if watched is self.search and event.key() in _MOVES and plain:
            self._move(event)
            return True
        if watched is self.list and plain and event.text().strip() and event.text().isprintable():
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self.search.selectAll()
            self.search.insert(event.text())
            return True
        return super().eventFilter(watched, event)

    def _move(self, event: QKeyEvent) -> None:
        rows = len(self.model.rows)
        if not rows:
            return
        here = self.list.currentIndex().row()
        page = max(self.list.viewport().height() // max(self.list.sizeHintForRow(0), 1), 1)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -page}.get(
            Qt.Key(event.key()), page
        )
        self.list.setCurrentIndex(self.model.index(min(max(here + step, 0), rows - 1)))
