"""Two layouts Qt does not have: a row that wraps, and the 12-column grid of the forms."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

COLUMNS = 12
_Placed = tuple[QLayoutItem, int, int]


class _ListLayout(QLayout):
    """Keeps its items in a list; the sub-classes place them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        """Take an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Item at a place, None beyond the end as Qt asks."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # noqa: N802
        """Remove and give the item at a place."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        """It takes no room it does not need."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height needed for a width."""
        return self._place(QRect(0, 0, width, 0), test=True)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        """Place the items."""
        super().setGeometry(rect)
        self._place(rect, test=False)

    def sizeHint(self) -> QSize:
        """The least it can do with."""
        return self.minimumSize()

    def _place(self, rect: QRect, *, test: bool) -> int:
        raise NotImplementedError

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]


class FlowLayout(_ListLayout):
    """Items in a row; what does not fit goes to the next line."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8, right: bool = False) -> None:
        super().__init__(parent)
        self._gap, self._right = gap, right

    def minimumSize(self) -> QSize:  # noqa: N802
        """The widest item."""
        size = QSize(0, 0)
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def sizeHint(self) -> QSize:
        """All in one line."""
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self._gap * max(len(sizes) - 1, 0)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def _place(self, rect: QRect, *, test: bool) -> int:
        lines: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._shown():
            width = item.sizeHint().width()
            if lines[-1] and used + width > rect.width():
                lines.append([])
                used = 0
            lines[-1].append(item)
            used += width + self._gap
        y = rect.y()
        for line in lines:
            height = max((item.sizeHint().height() for item in line), default=0)
            if not test:
                self._place_line(line, rect, y, height)
            y += height + self._gap
        return max(y - self._gap - rect.y(), 0)

    def _place_line(self, line: list[QLayoutItem], rect: QRect, y: int, height: int) -> None:
        total = sum(item.sizeHint().width() for item in line) + self._gap * (len(line) - 1)
        x = rect.right() + 1 - total if self._right else rect.x()
        for item in line:
            size = item.sizeHint()
            width = min(size.width(), rect.width())
            item.setGeometry(QRect(x, y + (height - size.height()) // 2, width, size.height()))
            x += width + self._gap


class HeadLineLayout(_ListLayout):
    """One text at the left, then badges at the right of the same line; without room they stand below it."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8) -> None:
        super().__init__(parent)
        self._gap = gap

    def minimumSize(self) -> QSize:  # noqa: N802
        """The widest item."""
        width = max((item.minimumSize().width() for item in self._shown()), default=0)
        return QSize(width, 0)

    def sizeHint(self) -> QSize:
        """All in one line."""
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self._gap * max(len(sizes) - 1, 0)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def _place(self, rect: QRect, *, test: bool) -> int:
        items = self._shown()
        if not items:
            return 0
        hint = self.sizeHint()
        if hint.width() <= rect.width():
            first, rest = items[0], items[1:]
            x = rect.right() + 1
            for item in reversed(rest):
                size = item.sizeHint()
                x -= size.width()
                self._put(item, x, rect.y(), hint.height(), test=test)
                x -= self._gap
            self._put(first, rect.x(), rect.y(), hint.height(), test=test)
            return hint.height()
        return self._place_below(items, rect, test=test)

    def _place_below(self, items: list[QLayoutItem], rect: QRect, *, test: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        for number, item in enumerate(items):
            size = item.sizeHint()
            if number and (number == 1 or x + size.width() > rect.right() + 1):
                x, y, line = rect.x(), y + line + 4, 0
            self._put(item, x, y, size.height(), test=test)
            x += size.width() + self._gap
            line = max(line, size.height())
        return y + line - rect.y()

    def _put(self, item: QLayoutItem, x: int, y: int, line: int, *, test: bool) -> None:
        size = item.sizeHint()
        if not test:
            item.setGeometry(QRect(x, y + (line - size.height()) // 2, size.width(), size.height()))


class FormLayout(_ListLayout):
    """Rows of a 12-column grid with one gutter; each item says how many columns it takes.

    Left and right edges of equal spans are the same pixel in all rows; a row is as high as its highest item.
    """

    def __init__(self, parent: QWidget | None = None, *, gutter: int = 14, row_gap: int = 8) -> None:
        super().__init__(parent)
        self._gutter, self._row_gap = gutter, row_gap
        self._spans: list[int] = []
        self._first: set[QWidget] = set()

    def add(self, widget: QWidget, span: int, *, new_row: bool = False) -> None:
        """Put a widget behind the last one; it starts a new row when it does not fit, or is told to.

        Raises:
            ValueError: a span outside 1-12.
        """
        if not 1 <= span <= COLUMNS:
            raise ValueError(span)
        self._spans.append(span)
        if new_row:
            self._first.add(widget)
        self.addWidget(widget)

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # noqa: N802
        """Remove an item and its span."""
        if 0 <= index < len(self._spans):
            self._spans.pop(index)
        return super().takeAt(index)

    def _need(self, factor: int) -> int:
        """Width at which no item is narrower than it can be, when each span counts ``factor`` times."""
        shown = [
            (item, span) for item, span in zip(self._items, self._spans, strict=True) if not item.isEmpty()
        ]
        return _need(shown, factor, self._gutter)

    def _rows(self, width: int) -> list[list[_Placed]]:
        """Rows of (item, first column, span).

        In narrow windows, with large type or with an answer below a short field the fields of a row take
        2, 3 … times their span and more rows; the other rows stay as they are.
        """
        items = [
            (item, span) for item, span in zip(self._items, self._spans, strict=True) if not item.isEmpty()
        ]
        found: list[list[_Placed]] = []
        for row in self._broken(items, 1):
            plain = [(item, span) for item, _, span in row]
            factor = next(
                (one for one in (1, 2, 3, 4, 6) if _need(plain, one, self._gutter) <= width), COLUMNS
            )
            found += self._broken(plain, factor)
        return found

    def _broken(self, items: list[tuple[QLayoutItem, int]], factor: int) -> list[list[_Placed]]:
        """Items in rows, each as wide as ``factor`` times its span."""
        rows: list[list[_Placed]] = [[]]
        column = 0
        for item, one in items:
            span = min(one * factor, COLUMNS)
            if column and (column + span > COLUMNS or item.widget() in self._first):
                rows.append([])
                column = 0
            rows[-1].append((item, column, span))
            column += span
        return rows

    def minimumSize(self) -> QSize:  # noqa: N802
        """As narrow as the widest item with a row of its own; the height follows the width."""
        return QSize(self._need(COLUMNS), 0)

    def sizeHint(self) -> QSize:
        """Comfortable width with its height."""
        width = self._need(1)
        return QSize(width, self.heightForWidth(width))

    def _place(self, rect: QRect, *, test: bool) -> int:
        step = (rect.width() + self._gutter) / COLUMNS
        y = rect.y()
        for row in self._rows(rect.width()):
            height = 0
            for item, column, span in row:
                left = round(column * step)
                width = round((column + span) * step) - self._gutter - left
                need = item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
                height = max(height, need)
                if not test:
                    item.setGeometry(QRect(rect.x() + left, y, width, need))
            y += height + self._row_gap
        return max(y - self._row_gap - rect.y(), 0)


def _need(items: list[tuple[QLayoutItem, int]], factor: int, gutter: int) -> int:
    """Width at which none of (item, span) is narrower than it can be, each span counting ``factor`` times."""
    width = 0
    for item, span in items:
        wide = min(span * factor, COLUMNS)
        least = item.minimumSize().width()
        width = max(width, -(-(least + gutter) * COLUMNS // wide) - gutter)
    return width
