"""Parts of a page: head with tabs, action bar, side column, and the scroll area of the body."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from registrar_app.ui.metrics import (
    ACTION_BAR,
    PAD,
    PAD_TOP,
)
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.badge import Badge
from registrar_app.ui.widgets.banner import AdviceItem
from registrar_app.ui.widgets.button import Button
from registrar_app.ui.widgets.label import Label, Panel
from registrar_app.ui.widgets.layouts import FlowLayout, HeadLineLayout
from registrar_app.ui.widgets.photo import PhotoView
from registrar_app.ui.widgets.section import SectionTitle
from registrar_app.ui.widgets.tabs import Tab, TabBar

_MAX_ADVICE = 4


def _wraps(widget: QWidget) -> QWidget:
    """Let a widget's height follow its width, and never swell."""
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)
    return widget


def takes_tab(widget: QWidget) -> bool:
    """Whether Tab stops at a widget; parts of composed widgets do not count."""
    stops = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return stops and widget.focusProxy() is None and widget.isEnabled()


class PageHead(Panel):
    """Photo, name, second line, badges at the right, something above them at the right, tabs."""

    def __init__(self, theme: Theme, tabs: tuple[Tab, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(theme, Role.SURFACE, ("bottom",), parent)
        self._theme = theme
        self._low = False
        _wraps(self)
        outer = QVBoxLayout(self)
        pad = theme.px(PAD)
        # The words of the tabs stand on the page's left edge, the room for their focus ring before it.
        self.tabs = TabBar(theme, tabs, self)
        inset = self.tabs.overhang
        outer.setContentsMargins(pad - inset, theme.px(14), pad, 1 if tabs else theme.px(10))
        outer.setSpacing(2)
        first = QHBoxLayout()
        first.setSpacing(theme.px(14))
        self._title = Label(theme, use=Use.TITLE, wrap=True)
        first.addWidget(self._title, 1)
        self._right = QHBoxLayout()
        self._right.setSpacing(8)
        first.addLayout(self._right)
        self._word = Label(theme, role=Role.TEXT2, use=Use.BOLD)
        self._word.hide()
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addLayout(first)
        self._second = _wraps(QWidget())
        self._flow = HeadLineLayout(self._second)
        self._line = Label(theme, role=Role.TEXT2)
        self._flow.addWidget(self._line)
        texts.addWidget(self._second)
        self.photo = PhotoView(theme)
        beside = QHBoxLayout()
        beside.setContentsMargins(inset, 0, 0, 0)
        beside.setSpacing(theme.px(14))
        beside.addWidget(self.photo, 0, Qt.AlignmentFlag.AlignTop)
        beside.addLayout(texts, 1)
        outer.addLayout(beside)
        self._flow.addWidget(self._word)
        self._badges: list[Badge] = []
        if not tabs:
            self.tabs.hide()
        if tabs:
            outer.addSpacing(theme.px(8))
        outer.addWidget(self.tabs)

    @property
    def title(self) -> str:
        """The first line."""
        return self._title.text()

    def set_title(self, title: str, line: str = "") -> None:
        """Title and second line (name and «мужчина · 14.08.1957, 69 лет · карта № 003118»)."""
        self._title.setText(title)
        self._line.setText(line)
        self._show_second()

    def set_word(self, word: str, role: Role = Role.TEXT2) -> None:
        """A word at the right («Просмотр», «Правка записи»): above the badges, below other things."""
        self._word.setText(word)
        self._word.set_role(role)
        self._place_word()

    def _place_word(self) -> None:
        """In the first line, unless something else stands there and the second has room."""
        self._right.removeWidget(self._word)
        self._flow.removeWidget(self._word)
        if self._right.count() and not self._badges:
            self._flow.addWidget(self._word)
        else:
            self._right.addWidget(self._word)
        self._word.setVisible(bool(self._word.text()))
        self._show_second()

    def _show_second(self) -> None:
        has_word = bool(self._word.text()) and self._right.count() > 0 and not self._badges
        wanted = bool(self._line.text() or self._badges or has_word)
        self._second.setVisible(wanted and not self._low)

    def set_low(self, low: bool) -> None:
        """One line only, in windows without height."""
        if low != self._low:
            self._low = low
            self.photo.set_low(low)
            self._show_second()

    def add_right(self, widget: QWidget) -> None:
        """Put a button or a badge at the upper right."""
        self._right.addWidget(widget)
        self._place_word()

    def set_badges(self, badges: Sequence[Badge]) -> None:
        """Badges at the right of the second line."""
        for old in self._badges:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._badges = list(badges)
        for badge in self._badges:
            self._flow.addWidget(badge)
        self._place_word()
        self.updateGeometry()

    def set_short(self, short: bool) -> None:
        """Short badges in narrow windows."""
        for badge in self._badges:
            badge.set_short(short)


class ActionBar(Panel):
    """Buttons under the page: primary and secondary left, a hint, the way out right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, Role.SUBTLE, ("top",), parent)
        self._theme = theme
        _wraps(self)
        row = QHBoxLayout(self)
        pad = theme.px(PAD)
        row.setContentsMargins(pad, theme.px(11), pad, theme.px(11))
        row.setSpacing(theme.px(14))
        left = _wraps(QWidget())
        self._left = FlowLayout(left, gap=8)
        row.addWidget(left, 1)
        self._right = QHBoxLayout()
        self._right.setSpacing(8)
        row.addLayout(self._right)
        self._hint: Label | None = None
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.setMinimumHeight(self._theme.px(ACTION_BAR))

    def add(self, *buttons: Button) -> None:
        """Buttons at the left, in this order."""
        for button in buttons:
            self._left.addWidget(button)

    def add_right(self, *widgets: QWidget) -> None:
        """Widgets at the right; the way out is the last."""
        for widget in widgets:
            self._right.addWidget(widget)

    def is_right(self, widget: QWidget) -> bool:
        """Whether a widget stands in the right part; it is read after the left one."""
        return self._right.indexOf(widget) >= 0

    def set_hint(self, text: str) -> None:
        """A sentence in small type behind the buttons («Enter — следующее поле»)."""
        if self._hint is None:
            self._hint = Label(self._theme, role=Role.TEXT2, use=Use.SMALL)
            self._left.addWidget(self._hint)
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def clear(self) -> None:
        """Take all buttons away."""
        for layout in (self._left, self._right):
            while layout.count():
                item = layout.takeAt(0)
                widget = item.widget() if item is not None else None
                if widget is not None:  # a spacer has none
                    widget.hide()
                    widget.deleteLater()
        self._hint = None


class SideColumn(Panel):
    """«Обратите внимание», duplicates, last papers; scrolls by itself."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, Role.SUBTLE, ("left",), parent)
        self._theme = theme
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        self.contents = QWidget()
        self._box = QVBoxLayout(self.contents)
        pad = theme.px(17)
        self._box.setContentsMargins(pad, PAD_TOP, pad, PAD_TOP)
        self._box.setSpacing(8)
        self._box.addStretch(1)
        area = scroll_area(self.contents)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(area)
        self._bar_width = area.verticalScrollBar().sizeHint().width()
        area.verticalScrollBar().rangeChanged.connect(self._on_range)

    def _on_range(self, least: int, most: int) -> None:
        """The scroll bar takes its room from the margin, not from the words and buttons beside it."""
        if not isValid(self._box):  # the bar tells of itself once more while the column goes
            return
        pad = self._theme.px(17)
        right = pad if most <= least else max(pad - self._bar_width - 3, 2)
        self._box.setContentsMargins(pad, PAD_TOP, right, PAD_TOP)

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end."""
        self._box.insertWidget(self._box.count() - 1, widget)

    def add_title(self, text: str, *, hairline: bool = False) -> None:
        """A section title."""
        if self._box.count() > 1:
            gap = QWidget()
            gap.setFixedHeight(6)
            self.add(gap)
        self.add(SectionTitle(self._theme, text, hairline=hairline))

    def add_advice(self, items: Sequence[AdviceItem], title: str = "Обратите внимание") -> None:
        """The advice, at most four, then «ещё 2»."""
        if not items:
            return
        self.add_title(title)
        for item in items[:_MAX_ADVICE]:
            self.add(item)
        for item in items[_MAX_ADVICE:]:
            item.deleteLater()
        if len(items) > _MAX_ADVICE:
            more = f"ещё {len(items) - _MAX_ADVICE}"
            self.add(Label(self._theme, more, role=Role.TEXT2, use=Use.SMALL))

    def clear(self) -> None:
        """Take everything away."""
        while self._box.count() > 1:
            widget = self._box.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def scroll_area(inner: QWidget) -> QScrollArea:
    """A frameless, see-through scroll area that honours height for width."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    area.setWidget(inner)
    inner.setAutoFillBackground(False)
    return area
