"""The frame of a page: head, tabs, banner, body in a scroll area, side column, action bar.

A page is made of these parts and never decides anything by itself::

    class RecordPage(Page):
        def __init__(self, theme, record):
            super().__init__(theme, side=True, tabs=(Tab("data", "Данные"), Tab("att", "Прикрепление", "F8")))
            self.set_title("Иванов Иван Иванович", "мужчина · 01.02.1980, 46 лет")
            self.head.set_badges([Badge(theme, "Полис действует", Role.OK)])
            left, right = self.two_columns()
            left.addWidget(SectionTitle(theme, "Личные данные"))
            left.addWidget(DefinitionList(theme, (Definition("Пол", "мужской"),)))
            self.bar.add(Button(theme, "Изменить", icon="pencil", key="F4", handler=self.edit))
            self.bar.add_right(Button(theme, "Закрыть", kind=ButtonKind.QUIET, key="Esc"))
"""

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from registrar_app.ui.metrics import (
    COLUMN_GAP,
    COLUMN_MAX,
    FORM_MAX,
    PAD,
    PAD_TOP,
    SIDE,
    SIDE_NARROW,
    WidthClass,
)
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.banner import Banner
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.label import Panel
from registrar_app.ui.widgets.page_parts import ActionBar, PageHead, SideColumn, scroll_area, takes_tab
from registrar_app.ui.widgets.tabs import Tab

__all__ = ["ActionBar", "Page", "PageHead", "SideColumn", "scroll_area", "takes_tab"]

_LOW = 480
ANCHOR = "anchor"
"""Property of a widget whose parts stand where it stands in the reading order."""

_LAST = 1 << 20
"""Below everything that stands in the body of a page."""


class Page(Panel):
    """Base class of all pages; see the module text for an example."""

    takes_whole_width = False
    """True for pages beside which no list stands (papers)."""
    title_changed = Signal(str)
    """The words of ``title`` changed."""
    close_requested = Signal()
    """The page wants to be left (Esc where nothing else is to be done)."""

    def __init__(
        self,
        theme: Theme,
        *,
        tabs: tuple[Tab, ...] = (),
        side: bool = False,
        head: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, Role.SURFACE, (), parent)
        self.theme = theme
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.head = PageHead(theme, tabs)
        outer.addWidget(self.head)
        self.head.setVisible(head)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(0)
        outer.addLayout(self._middle, 1)
        self._body_widget = QWidget()
        self._body_outer = QVBoxLayout(self._body_widget)
        self._body_outer.setContentsMargins(0, 0, 0, 0)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.px(10))
        self._body_outer.addLayout(self.body)
        self._body_outer.addStretch(1)
        self.body_area = scroll_area(self._body_widget)
        self._middle.addWidget(self.body_area, 1)
        self.banner = Banner(theme)
        self.body.addWidget(self.banner)
        self.side = SideColumn(theme) if side else None
        if self.side is not None:
            self._middle.addWidget(self.side)
        self.bar = ActionBar(theme)
        outer.addWidget(self.bar)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(0)
        self._settled.timeout.connect(self._on_settled)
        # A scroll area keeps the layout requests of what it shows to itself.
        self._body_widget.installEventFilter(self)
        if self.side is not None:
            self.side.contents.installEventFilter(self)
        self._columns: list[QWidget] = []
        self.width_class = WidthClass.WIDE
        theme.changed.connect(self._restyle)
        self._restyle()

    # -- filling --------------------------------------------------------------------------------

    def two_columns(self) -> tuple[QVBoxLayout, QVBoxLayout]:
        """Two columns of sections below what the body holds so far."""
        row = QHBoxLayout()
        row.setSpacing(self.theme.px(COLUMN_GAP))
        layouts = []
        for _ in range(2):
            holder = QWidget()
            box = QVBoxLayout(holder)
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(self.theme.px(6))
            row.addWidget(holder, 1, Qt.AlignmentFlag.AlignTop)
            self._columns.append(holder)
            layouts.append(box)
        self.body.addLayout(row)
        self._restyle()
        return layouts[0], layouts[1]

    def fill(self, widget: QWidget) -> None:
        """A widget that takes all the room left in the body (a table, a preview)."""
        self._body_outer.setStretch(0, 1)
        self._body_outer.setStretch(1, 0)
        spacer = self._body_outer.itemAt(1).spacerItem()
        if spacer is not None:
            spacer.changeSize(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Minimum)
        self.body.addWidget(widget, 1)
        self.body.addStretch(0)  # while the widget is hidden the room is nobody's, or the banner swells

    def add_form(self, form: QWidget) -> None:
        """A form in the body, as wide as forms may be."""
        form.setMaximumWidth(self.theme.px(FORM_MAX))
        # A row of its own: a column asks for the height at its own width, where the form is narrower.
        row = QHBoxLayout()
        row.addWidget(form, 1)
        row.addStretch(0)
        self.body.addLayout(row)

    def _restyle(self) -> None:
        px = self.theme.px
        self.body.setContentsMargins(px(PAD), px(PAD_TOP), px(PAD), px(PAD_TOP))
        for column in self._columns:
            column.setMaximumWidth(px(COLUMN_MAX))
        self.set_width_class(self.width_class)

    def set_width_class(self, width_class: WidthClass) -> None:
        """Arrange the page for the room the window gives; called by the window."""
        self.width_class = width_class
        self.head.set_short(width_class is not WidthClass.WIDE)
        if self.side is None:
            return
        below = width_class is WidthClass.SMALL
        if below and self.side.parentWidget() is not self._body_widget:
            self._middle.removeWidget(self.side)
            self._body_outer.addWidget(self.side)
        elif not below and self.side.parentWidget() is self._body_widget:
            self._body_outer.removeWidget(self.side)
            self._middle.addWidget(self.side)
        wide = SIDE if width_class is WidthClass.WIDE else SIDE_NARROW
        self.side.setMinimumWidth(0 if below else self.theme.px(wide))
        self.side.setMaximumWidth(16777215 if below else self.theme.px(wide))
        self.side.setMinimumHeight(self.theme.px(240) if below else 0)

    # -- behaviour ------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """Words of the head."""
        return self.head.title

    def set_title(self, title: str, line: str = "") -> None:
        """Head words."""
        self.head.set_title(title, line)
        self.title_changed.emit(title)

    def activate(self) -> None:
        """The page is shown now: put the focus where work starts. Override."""
        self.focusNextChild()

    def primary(self) -> bool:
        """Ctrl+Enter: press the primary button; whether there was one."""
        for button in self.buttons():
            if button.kind is ButtonKind.PRIMARY:
                button.click()
                return True
        return False

    def back(self) -> bool:
        """Esc: one step back; whether something was done. Override where Esc has no button."""
        if self.press_key("Esc"):
            return True
        self.close_requested.emit()
        return False

    def next_question(self, step: int = 1) -> bool:  # noqa: ARG002
        """F6: go to the next error or question; whether there is one. Override in pages with forms."""
        return False

    def buttons(self) -> list[Button]:
        """Visible buttons in reading order: head, body from the top, side column, action bar."""
        found = [one for one in self.findChildren(Button) if one.isVisibleTo(self)]
        found.sort(key=self._reading_place)
        return found

    def _place(self, widget: QWidget) -> tuple[int, ...]:
        inner = widget.parentWidget()
        while inner is not None and inner is not self and not isinstance(inner, Page):
            inner = inner.parentWidget()
        if isinstance(inner, Page) and inner is not self:
            # A page within a page comes last in the body, in its own order: what is scrolled out of its
            # sight stands, by its place alone, below its own action bar.
            return 1, _LAST, 0, *inner._place(widget)
        point = widget.mapTo(self, QPoint(0, 0))
        zone = 1
        if self.head.isAncestorOf(widget):
            zone = 0
        elif self.side is not None and self.side.isAncestorOf(widget):
            zone = 2
        elif self.bar.isAncestorOf(widget):
            zone = 4 if self.bar.is_right(widget) else 3
        return zone, point.y(), point.x()

    def number_answers(self) -> None:
        """Give the answers and advice on the page their Alt+1 … Alt+9 from the top."""
        buttons = self.buttons()
        taken = {one.key for one in buttons if not one.is_numbered}
        free = [f"Alt+{digit}" for digit in range(1, 10) if f"Alt+{digit}" not in taken]
        for button in buttons:
            if button.is_numbered:
                button.set_key(free.pop(0) if free else "")

    def press_key(self, key: str) -> bool:
        """Press the button or choose the tab that shows this key; whether there is one."""
        self.number_answers()
        for button in self.buttons():
            if button.key == key and button.isEnabled():
                button.click()
                return True
        return self.head.tabs.isVisibleTo(self) and self.head.tabs.press(key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low page keeps one line of its head."""
        super().resizeEvent(event)
        self.head.set_low(self.height() < self.theme.px(_LOW))

    def order_focus(self) -> None:
        """Make the Tab order the reading order: head, body row by row, side column, action bar."""
        found = [
            one
            for one in self.findChildren(QWidget)
            # A dialogue of the system is a child of its page, too, but a window of its own.
            if takes_tab(one) and one.isVisibleTo(self) and one.window() is self.window()
        ]
        found.sort(key=self._reading_place)
        for first, second in pairwise(found):
            QWidget.setTabOrder(first, second)

    def _reading_place(self, widget: QWidget) -> tuple[int, ...]:
        """Zone and place; what belongs to a field stands where the field stands."""
        anchor = widget
        parent = widget.parentWidget()
        while parent is not None and parent is not self:
            if parent.property(ANCHOR):
                anchor = parent
            parent = parent.parentWidget()
        return (*self._place(anchor), *self._place(widget))

    def event(self, event: QEvent) -> bool:
        """Number the answers again when something in the page came or went."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._settled.start()
        return done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The same for what comes and goes inside the body or the side column."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._settled.start()
        return super().eventFilter(watched, event)

    def _on_settled(self) -> None:
        self.number_answers()
        self.order_focus()

    def showEvent(self, event: QShowEvent) -> None:
        """Number the answers when the page appears."""
        super().showEvent(event)
        self.number_answers()
        self._settled.start()
