"""A line under the fields: what stood in the focused field last time; its place is fixed, nothing jumps."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from registrar_app.ui.metrics import PAD
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.label import IconLabel, Label, Panel


class OfferBar(Panel):
    """«В прошлый раз: здорова» with «Взять» and «Взять всё»."""

    taken = Signal(str)
    """Field id whose former value is wanted."""
    all_taken = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, Role.INFO_TINT, ("top",), parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.px(PAD), theme.px(6), theme.px(PAD), theme.px(6))
        line.setSpacing(theme.px(8))
        line.addWidget(IconLabel(theme, "history", role=Role.INFO, size=18))
        self._text = Label(theme, use=Use.BANNER)
        self._text.setMinimumWidth(theme.px(60))
        line.addWidget(self._text, 1)
        self._take = Button(theme, "Взять", small=True, numbered=True, handler=self._on_take)
        line.addWidget(self._take)
        self._all = Button(
            theme,
            "Взять всё",
            kind=ButtonKind.QUIET,
            small=True,
            numbered=True,
            handler=self.all_taken.emit,
        )
        line.addWidget(self._all)
        self._offers: dict[str, str] = {}
        self._field = ""
        self._words = ""
        self.hide()

    def set_offers(self, offers: Mapping[str, str]) -> None:
        """Former values by field id; without any the line stays hidden."""
        self._offers = dict(offers)
        self.setVisible(bool(offers))
        self.set_field("")

    def set_field(self, field_id: str) -> None:
        """Another field has the focus."""
        self._field = field_id
        former = self._offers.get(field_id, "")
        self._take.setVisible(bool(former))
        self._words = f"В прошлый раз: {former}" if former else "Есть ответы из прошлой справки пациента"
        self._show()

    def _show(self) -> None:
        metrics = QFontMetrics(self._theme.font(Use.BANNER))
        words = " ".join(self._words.split())
        shown, room = words, max(self._text.width() - 2, self._theme.px(60))
        while metrics.horizontalAdvance(shown) > room and len(shown) > 1:
            shown = shown[:-2].rstrip() + "…"
        self._text.setText(shown)
        self._text.setToolTip(words)
        self._text.setAccessibleName(words)

    def _on_take(self) -> None:
        self.taken.emit(self._field)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the words for the new width."""
        super().resizeEvent(event)
        self._show()
