"""A line under the fields: what stood in the focused field last time; its place is fixed, nothing jumps."""

from collections.abc import Collection, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from registrar_app.domain.dates import plural, ru_date
from registrar_app.ui.metrics import PAD
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.cut_label import CutLabel
from registrar_app.ui.widgets.label import IconLabel, Panel

_ELSEWHERE = "Фразы врача есть у полей, куда пишут словами"


class OfferBar(Panel):
    """«В прошлый раз: здорова» with «Взять» and «Взять всё»; phrases of the field by a key."""

    taken = Signal(str)
    """Field id whose former value is wanted."""
    all_taken = Signal()
    phrases_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, Role.INFO_TINT, ("top",), parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.px(PAD), theme.px(6), theme.px(PAD), theme.px(6))
        line.setSpacing(theme.px(8))
        line.addWidget(IconLabel(theme, "history", role=Role.INFO, size=18))
        self._text = CutLabel(theme)
        line.addWidget(self._text, 1)
        self._take = Button(theme, "Взять", small=True, numbered=True, handler=self._on_take)
        line.addWidget(self._take)
        self._all = Button(
            theme,
            "Взять всё",
            kind=ButtonKind.QUIET,
            small=True,
            key="Ctrl+D",
            handler=self.all_taken.emit,
        )
        line.addWidget(self._all)
        self._phrases = Button(
            theme, "Фразы", kind=ButtonKind.QUIET, small=True, key="Ctrl+J", handler=self.phrases_wanted.emit
        )
        self._phrases.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        line.addWidget(self._phrases)
        self._with_phrases: frozenset[str] = frozenset()
        self._offers: dict[str, str] = {}
        self._field = ""
        self.hide()

    def set_offers(self, offers: Mapping[str, str], with_phrases: Collection[str] = ()) -> None:
        """Former values by field id, and the fields that have phrases; without any the line stays hidden."""
        self._offers = dict(offers)
        self._with_phrases = frozenset(with_phrases)
        self.setVisible(bool(offers) or bool(with_phrases))
        self._all.setVisible(bool(offers))
        self.set_field("")

    def set_field(self, field_id: str) -> None:
        """Another field has the focus."""
        self._field = field_id
        former = self._offers.get(field_id, "")
        self._take.setVisible(bool(former))
        self._phrases.setVisible(field_id in self._with_phrases)
        words = f"В прошлый раз: {_shown(former)}" if former else "Есть ответы из прошлой бумаги пациента"
        if not self._offers:
            words = "Готовые фразы врача для этого поля" if field_id in self._with_phrases else _ELSEWHERE
        self._text.set_words(" ".join(words.split()))

    def _on_take(self) -> None:
        self.taken.emit(self._field)


def _shown(former: str) -> str:
    """A former value in words: of a table how many rows, of a tick that it was set."""
    if former.startswith("["):
        rows = former.count("{")
        return f"{rows} {plural(rows, 'строка', 'строки', 'строк')}"
    if former == "1":
        return "отмечено"
    try:
        return ru_date(date.fromisoformat(former))
    except ValueError:
        return former
