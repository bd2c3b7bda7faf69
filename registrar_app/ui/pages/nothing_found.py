"""Nobody found: what was searched, how, among how many, and what can be done now."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from registrar_app.domain.dates import plural
from registrar_app.domain.records import SearchResult
from registrar_app.services.shapes import Clock
from registrar_app.ui.pages.typed_search import form_values
from registrar_app.ui.theme import Theme
from registrar_app.ui.widgets.empty_state import ActionLine, EmptyState
from registrar_app.ui.widgets.page import Page

_NBSP = "\u00a0"


class NothingFoundPage(Page):
    """The empty state of the search; the next step is always one key away."""

    search_wanted = Signal()
    new_wanted = Signal()
    read_wanted = Signal()

    def __init__(self, theme: Theme, clock: Clock) -> None:
        super().__init__(theme, head=False)
        self._clock = clock
        self._shown: QWidget | None = None
        self.bar.hide()

    def show_result(self, result: SearchResult, typed: str) -> None:
        """Say what was searched in vain.

        Args:
            result: An answer without rows.
            typed: The text of the search field.
        """
        if self._shown is not None:
            self.body.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
        today = self._clock().date()
        values = form_values(typed, today)
        self._shown = EmptyState(
            self.theme, title_words(result, values), text_words(result, typed), actions=self._actions(values)
        )
        self.body.insertWidget(1, self._shown)

    def activate(self) -> None:
        """The focus stays in the search field."""

    def _actions(self, values: dict[str, str]) -> list[ActionLine]:
        name = " ".join(values[part] for part in ("last_name", "first_name") if part in values)
        lines = [
            ActionLine("credit-card", "Вставить полис", "номер точнее фамилии", "F5", self.read_wanted.emit)
        ]
        if "birth_date" not in values:
            lines.append(
                ActionLine(
                    "calendar", "Искать по дате рождения", "наберите, например, 160491", "F3",
                    self.search_wanted.emit,
                )
            )  # fmt: skip
        else:
            lines.append(
                ActionLine(
                    "search", "Искать короче", "первые буквы фамилии, девичья фамилия, СНИЛС", "F3",
                    self.search_wanted.emit,
                )
            )  # fmt: skip
        new = f"Новый пациент: {name}" if name else "Новый пациент"
        lines.append(
            ActionLine("user-plus", new, "набранное перенесётся в форму", "Ctrl+N", self.new_wanted.emit)
        )
        return lines


def title_words(result: SearchResult, values: dict[str, str]) -> str:
    """«Гарипова» — такой фамилии в базе нет."""
    if set(values) == {"last_name"}:
        return f"«{values['last_name']}» — такой фамилии в базе нет"
    if values and not {"last_name", "birth_date"} & set(values):
        return f"«{result.query}» — такого номера в базе нет"
    return f"«{result.query}» — такого пациента в базе нет"


def text_words(result: SearchResult, typed: str) -> str:
    """What was typed, how it was read, and how many records were looked through."""
    turned = (
        f"Набрано «{typed.strip()}»: раскладка другая, искали по-русски. " if result.turned_layout else ""
    )
    number = f"{result.searched:,}".replace(",", _NBSP)
    records = plural(result.searched, "запись", "записи", "записей")
    checked = f"{turned}Проверили все {number}{_NBSP}{records} на этом компьютере."
    if not result.similar:
        return checked
    return f"{checked} Слева похожие: это не точные совпадения, сверьте дату рождения и номер полиса."
