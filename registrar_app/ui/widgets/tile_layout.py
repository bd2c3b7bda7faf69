"""A grid whose tiles of one row are equally high."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLayoutItem

from registrar_app.ui.widgets.layouts import COLUMNS, FormLayout


class TileLayout(FormLayout):
    """The 12-column grid for tiles: every tile of a row gets the height of the highest."""

    def _place(self, rect: QRect, *, test: bool) -> int:
        step = (rect.width() + self._gutter) / COLUMNS
        y = rect.y()
        for row in self._rows(rect.width()):
            placed: list[tuple[QLayoutItem, int, int]] = []
            for item, column, span in row:
                left = round(column * step)
                placed.append((item, left, round((column + span) * step) - self._gutter - left))
            height = max((_need(item, width) for item, _, width in placed), default=0)
            if not test:
                for item, left, width in placed:
                    item.setGeometry(QRect(rect.x() + left, y, width, height))
            y += height + self._row_gap
        return max(y - self._row_gap - rect.y(), 0)


def _need(item: QLayoutItem, width: int) -> int:
    """Height an item wants at a width."""
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
