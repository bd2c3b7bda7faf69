"""Phrases of a field: a sheet that is searched by typing; Enter takes one, Ctrl+Del forgets it."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records.phrases import Phrase
from registrar_app.services.desk import Desk
from registrar_app.ui.pages.paper_values import field_of
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Theme
from registrar_app.ui.widgets.command_palette import CommandPalette, PaletteLine

KEY = "Ctrl+J"
_SHOWN = 40


class PhraseBox(QObject):
    """Asks for the phrases of a field and shows them over the page."""

    chosen = Signal(str, str)
    """Field of the form, sentence."""
    told = Signal(str)
    """Words for the status bar."""

    def __init__(self, theme: Theme, desk: Desk, tasks: Tasks, page: QWidget, form_key: str) -> None:
        """Make it.

        Args:
            theme: Colours.
            desk: Use cases.
            tasks: Threads.
            page: The page it is shown over.
            form_key: The paper.
        """
        super().__init__(page)
        self._desk, self._tasks, self._form_key = desk, tasks, form_key
        self.sheet = CommandPalette(theme, page)
        self._field, self._label, self._typed, self._doctor = "", "", "", ""

    def open(self, field_id: str, label: str, typed: str, doctor: str) -> None:
        """Show the phrases of a field of the form; ``typed`` may be remembered as a new one."""
        self._field, self._label, self._typed, self._doctor = field_id, label, typed, doctor
        form_key, field = self._form_key, field_of(field_id)
        self._tasks.run_query(
            lambda: self._desk.phrases.list(form_key, field, doctor),
            self._on_phrases,
            self._on_failed,
            parent=self,
        )

    def _on_phrases(self, found: tuple[Phrase, ...]) -> None:
        lines = [
            PaletteLine(
                one.text,
                "",
                "для всех врачей" if one.is_common else "",
                partial(self._take, one),
                remove=partial(self._forget, one),
            )
            for one in found
        ]
        words = " ".join(self._typed.split())
        if words and words not in {one.text for one in found}:
            shown = words if len(words) <= _SHOWN else words[:_SHOWN].rstrip() + "…"
            lines.append(
                PaletteLine(f"Запомнить «{shown}»", "", "новая фраза", partial(self._remember, words))
            )
        if not lines:
            self.told.emit("Фраз для этого поля ещё нет: впишите её в поле и нажмите Ctrl+J, чтобы запомнить")
            return
        self.sheet.open(f"Фразы: {self._label}", lines, "Начало фразы · Ctrl+Del — забыть")

    def _take(self, phrase: Phrase) -> None:
        self.chosen.emit(self._field, phrase.text)
        self._tasks.run_change(lambda: self._desk.phrases.use(phrase.id), parent=self)

    def _remember(self, words: str) -> None:
        form_key, field, doctor = self._form_key, field_of(self._field), self._doctor
        self._tasks.run_change(
            lambda: self._desk.phrases.remember(form_key, field, doctor, words),
            lambda _phrase: self.told.emit("Фраза запомнена: взять её — Ctrl+J"),
            self._on_failed,
            parent=self,
        )

    def _forget(self, phrase: Phrase) -> None:
        self._tasks.run_change(
            lambda: self._desk.phrases.forget(phrase.id),
            lambda _none: self.told.emit("Фраза убрана из списка"),
            self._on_failed,
            parent=self,
        )

    def _on_failed(self, error: RegistrarError) -> None:
        self.told.emit(error.problem.full_text)
