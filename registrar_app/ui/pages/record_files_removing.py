"""Why a file is taken out of a record: asked in the page, then once more on the button."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from registrar_app.domain.records import PersonFile
from registrar_app.ui.theme import Theme
from registrar_app.ui.widgets.ask_once import AskOnceButton
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec
from registrar_app.ui.widgets.section import SectionTitle

_REASONS = ("добавлен по ошибке", "чужой документ", "плохо видно", "устарел")


class RemovingBox(QWidget):
    """Title, reason and an explanation; makes the button that asks once."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._button: AskOnceButton | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, theme.px(10))
        self._title = SectionTitle(theme, "", hairline=False)
        box.addWidget(self._title)
        choices = tuple((one, one) for one in _REASONS)
        self.form = FormGrid(
            theme,
            (
                FieldSpec("reason", "Почему убираете", 6, FieldKind.COMBO, choices=choices),
                FieldSpec("more", "Пояснение", 6, hint="если нужно"),
            ),
        )
        self.form.edited.connect(self._on_edited)
        box.addWidget(self.form)

    def begin(self, file: PersonFile) -> None:
        """Name the file; the usual reason is chosen."""
        self._title.set_text(f"Убрать из записи: {file.kind_word} «{file.title}»")
        self.form.set_values({"reason": _REASONS[0], "more": ""})

    def reason(self) -> str:
        """«плохо видно, пересняли»."""
        values = self.form.values()
        return ", ".join(one for one in (values["reason"], values["more"].strip()) if one)

    def button(self, handler: Callable[[], object]) -> AskOnceButton:
        """A new button for the page's bar."""
        self._button = AskOnceButton(
            self._theme, "Убрать файл", "Точно убрать", icon="trash", key="Ctrl+Enter", handler=handler
        )
        return self._button

    def press(self) -> None:
        """Ctrl+Enter."""
        if self._button is not None:
            self._button.click()

    def _on_edited(self, field_id: str) -> None:
        del field_id
        if self._button is not None:
            self._button.reset()
