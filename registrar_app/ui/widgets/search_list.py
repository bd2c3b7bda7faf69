"""Model and drawing of the people in the left pane."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from registrar_app.domain.dates import age_words, date_in_words, ru_date
from registrar_app.domain.records import SearchRow
from registrar_app.domain.values import BirthPrecision, PersonName
from registrar_app.ui.metrics import ROW_LIST, ROW_LIST_TALL
from registrar_app.ui.paint import focus_ring, round_box
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.badge import badge_size, draw_badge

Index = QModelIndex | QPersistentModelIndex
RowRole = Qt.ItemDataRole.UserRole
_LEFT, _RIGHT = 16, 10
_MOST_WIDTHS = 2000
"""Widths kept, a few lists' worth."""


class SearchModel(QAbstractListModel):
    """The rows of one search; what a screen reader hears stands here too."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._rows: tuple[SearchRow, ...] = ()
        self.today = today
        self.query = ""

    def set_rows(self, rows: Sequence[SearchRow], query: str) -> None:
        """Other rows, and what was typed for them (to mark it)."""
        self.beginResetModel()
        self._rows, self.query = tuple(rows), query
        self.endResetModel()

    @property
    def rows(self) -> tuple[SearchRow, ...]:
        """The rows shown."""
        return self._rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """The row itself, and its words."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == RowRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.words(row)
        return None

    def words(self, row: SearchRow) -> str:
        """One sentence on a row: «Сидоров Константин Владимирович, «14» августа 1957 г., участок 12»."""
        is_day = row.birth_date is not None and row.birth_precision is BirthPrecision.DAY
        born = date_in_words(row.birth_date) if is_day and row.birth_date else row.birth_words
        parts = [row.name.full, born.replace("«", "").replace("»", "")]
        if row.died_on:
            parts.append(f"умер {ru_date(row.died_on)}")
        elif row.district:
            parts.append(f"участок {row.district}")
        parts += [word for word in (row.near, "в архиве" if row.is_archived else row.badge) if word]
        return ", ".join(parts)


def matched_length(name: PersonName, query: str) -> int:
    """How many letters at the start of the surname were typed, Ё as Е and in any case."""
    words = query.split()
    if not words:
        return 0
    typed, last = words[0].casefold().replace("ё", "е"), name.last.casefold().replace("ё", "е")
    return len(typed) if last.startswith(typed) else 0


def row_badge(row: SearchRow) -> tuple[str, Role]:
    """The one badge of a row; empty words for none."""
    if row.died_on is not None:
        return f"умер {ru_date(row.died_on)}", Role.NEUTRAL
    if row.near:  # what is similar tells first whether this row is worth a look
        return row.near, Role.NEUTRAL
    if row.is_archived:
        return "в архиве", Role.NEUTRAL
    return row.badge, Role(row.badge_role)


class SearchDelegate(QStyledItemDelegate):
    """Draws a person: surname bold with the typed part marked, name, age, second line, one badge."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.narrow = False
        self._widths: dict[tuple[Use, str], int] = {}
        theme.changed.connect(self._forget)

    def _forget(self) -> None:
        """Other fonts, other widths."""
        self._widths.clear()

    def _width(self, use: Use, text: str) -> int:
        """Pixels of a text; each is asked for five times at every key, and most stay from key to key."""
        known = self._widths.get((use, text))
        if known is None:
            if len(self._widths) >= _MOST_WIDTHS:
                self._widths.clear()
            known = self._widths[use, text] = QFontMetrics(self._theme.font(use)).horizontalAdvance(text)
        return known

    def _is_tall(self, row: SearchRow, width: int, today: date) -> bool:
        """Whether the name needs two lines."""
        px = self._theme.px
        given = " ".join(part for part in (row.name.first, row.name.patronymic) if part)
        need = self._width(Use.BOLD, row.name.last) + px(6) + self._width(Use.BODY, given) + px(14)
        return need + self._width(Use.SMALL, age_words(row.birth_date, today)) > width - px(_LEFT + _RIGHT)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """56 high, 74 when the name needs two lines."""
        model = index.model()
        width = option.widget.viewport().width() if option.widget else 0  # type: ignore[attr-defined]
        tall = isinstance(model, SearchModel) and self._is_tall(index.data(RowRole), width, model.today)
        return QSize(width, self._theme.px(ROW_LIST_TALL if tall else ROW_LIST))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        row, model, theme = index.data(RowRole), index.model(), self._theme
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        if not isinstance(model, SearchModel):
            return
        painter.save()
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, theme.color(Role.ACCENT_TINT))
            painter.fillRect(rect.x(), rect.y(), 4, rect.height(), theme.color(Role.ACCENT))
        painter.fillRect(rect.x() + theme.px(14), rect.bottom(), rect.width(), 1, theme.color(Role.LINE))
        self._paint_name(painter, rect, row, model)
        self._paint_meta(painter, rect, row, selected)
        if selected and state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, rect, theme, 4)
        painter.restore()

    def _paint_name(self, painter: QPainter, rect: QRect, row: SearchRow, model: SearchModel) -> None:
        theme, px = self._theme, self._theme.px
        left, top, line = rect.x() + px(_LEFT), rect.y() + px(9), px(19)
        name = Role.TEXT if row.died_on is None else Role.TEXT2
        age = age_words(row.birth_date, model.today) if row.died_on is None else ""
        matched = matched_length(row.name, model.query)
        width = self._width(Use.BOLD, row.name.last)
        if matched:
            mark = self._width(Use.BOLD, row.name.last[:matched])
            round_box(painter, QRect(left - 2, top, mark + 3, line), 3, theme.color(Role.MATCH))
        self._text(painter, Use.BOLD, name, QRect(left, top, width + 2, line), row.name.last)
        given = " ".join(part for part in (row.name.first, row.name.patronymic) if part)
        if self._is_tall(row, rect.width(), model.today):
            place = QRect(left, top + line, rect.width() - px(_LEFT + _RIGHT), line)
        else:
            place = QRect(left + width + px(5), top, rect.width() - width - px(_LEFT), line)
        self._text(painter, Use.BODY, name, place, given)
        right = rect.right() - px(_RIGHT)
        age_width = self._width(Use.SMALL, age)
        if left + width + px(8) > right - age_width:
            top += line  # the surname is never cut: the age makes room
        self._text(painter, Use.SMALL, Role.TEXT2, QRect(right - age_width, top, age_width + 2, line), age)

    def _paint_meta(self, painter: QPainter, rect: QRect, row: SearchRow, selected: bool) -> None:
        theme, px = self._theme, self._theme.px
        place = QRect(rect.x() + px(_LEFT), rect.bottom() - px(26), 0, px(19))
        right = rect.right() - px(_RIGHT)
        badge, role = row_badge(row)
        if row.near and badge == row.near:
            whole = rect.width() - px(_LEFT + _RIGHT) - self._width(Use.SMALL, self._meta(row, rect.width()))
            if badge_size(theme, badge, use=Use.TINY).width() + px(6) > whole:
                badge = "похоже"  # what tells people apart needs the room
        if badge:
            size = badge_size(theme, badge, use=Use.TINY)
            box = QRect(right - size.width() + 1, place.y(), size.width(), size.height())
            draw_badge(painter, box, theme, badge, role, use=Use.TINY, on_selected=selected)
            right = box.x() - px(6)
        place.setRight(right)
        self._text(painter, Use.SMALL, Role.TEXT2, place, self._meta(row, place.width()))

    def _meta(self, row: SearchRow, width: int) -> str:
        """«14.08.1957 · полис …0045 · уч. 12»; the word «полис» goes first when room is short."""
        kind = " дет." if row.district_kind and row.district_kind.value == "paediatric" else ""
        district = f"уч.\u00a0{row.district}{kind}" if row.district else ""
        tail = f"…{row.policy_tail}"
        variants = (
            (f"полис\u00a0{tail}" if row.policy_tail else "полиса нет", district),
            (tail if row.policy_tail else "", district),
            (tail if row.policy_tail else "", ""),
        )
        born = text = row.birth_words
        for policy, where in variants:
            text = "  ·  ".join(part for part in (born, policy, where) if part)
            if self._width(Use.SMALL, text) <= width:
                return text
        return text

    def _text(self, painter: QPainter, use: Use, role: Role, rect: QRect, text: str) -> None:
        font: QFont = self._theme.font(use)
        painter.setFont(font)
        painter.setPen(self._theme.color(role))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
