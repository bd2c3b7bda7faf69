"""Two sources of one person side by side: only differing fields, the person at the desk decides row by row.

What all such pages share: the table, what agrees in one line, the promise of what will be written, the bar.
"""

from collections.abc import Sequence

from registrar_app.domain.dates import plural
from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.ui.messages import ROLES
from registrar_app.ui.pages.record_rows import count_words
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.banner import NoteLine
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.difference_table import DifferenceRow, DifferenceTable
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.section import SectionTitle

RECORD, OTHER = 0, 1
KEYS_NOTE = "↑↓ строка, ←→ сторона, Пробел — выбрать"


class BesidePage(Page):
    """The record at the left, another source at the right."""

    def __init__(
        self, theme: Theme, columns: tuple[str, str], *, all_words: str, itself: str, unchanged: str
    ) -> None:
        """Make the frame; the rows come with ``show_rows``.

        Args:
            theme: Colours.
            columns: Words over the sides («В записи», «На карте»).
            all_words: The answer that takes the other side everywhere: «Всё с карты».
            itself: Who changes nothing by itself: «Карта сама ничего не меняет».
            unchanged: What happens when nothing is chosen.
        """
        super().__init__(theme)
        self._itself, self._unchanged = itself, unchanged
        self._saving = False
        self.body.addWidget(
            SectionTitle(theme, "Что записать", note=KEYS_NOTE, note_right=True, hairline=False)
        )
        self.table = DifferenceTable(theme, columns)
        self.table.changed.connect(self._on_choice)
        self.body.addWidget(self.table)
        self._same = NoteLine(theme, Role.OK, "Совпадает", "")
        self._promise = NoteLine(theme, Role.INFO, "", "")
        for line in (self._same, self._promise):
            self.body.addWidget(line)
        self._write = Button(
            theme, "Записать", kind=ButtonKind.PRIMARY, key="Ctrl+Enter", handler=self.accept
        )  # fmt: skip
        self.bar.add(
            self._write,
            Button(theme, all_words, key="Alt+1", handler=self.take_all),
            Button(theme, "Оставить как в записи", key="Alt+2", handler=self.take_none),
        )
        self.bar.add_right(Button(theme, "Отложить", kind=ButtonKind.QUIET, key="Esc", handler=self.postpone))
        self.table.hide()

    def show_rows(self, rows: Sequence[DifferenceRow], same: Sequence[str]) -> None:
        """Show what differs, and the captions of what agrees."""
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self._same.set_texts(*same_words(same))
        self._same.setVisible(bool(same))
        self._on_choice()

    def activate(self) -> None:
        """The table has the focus."""
        self.table.setFocus()

    def chosen(self) -> frozenset[str]:
        """Keys of the rows set to the other side."""
        return frozenset(key for key, side in self.table.choices().items() if side == OTHER)

    def _on_choice(self) -> None:
        count = len(self.chosen())
        changes = count_words(count, "изменение", "изменения", "изменений")
        self._write.set_text(f"Записать {changes}" if count else "Сверено, ничего не менять")
        fields = count_words(count, "поле", "поля", "полей")
        marked = (
            f"запишется только отмеченное, {fields}. Старые значения останутся в истории."
            if count
            else self._unchanged
        )
        self._promise.set_texts("", f"{self._itself}: {marked}")

    def take_all(self) -> None:
        """Alt+1: the other side everywhere; nothing is written yet."""
        self.table.choose_all(OTHER)
        self.table.setFocus()

    def take_none(self) -> None:
        """Alt+2: the record's side everywhere; nothing is written yet."""
        self.table.choose_all(RECORD)
        self.table.setFocus()

    def accept(self) -> None:
        """Ctrl+Enter: write the chosen rows. Override."""

    def postpone(self) -> None:
        """Esc: nothing is written. Override."""

    def on_failed(self, error: RegistrarError) -> None:
        """Say what could not be done; the choice stays."""
        self._saving = False
        one = error.problem
        text = one.way_out
        if isinstance(error, RefusedError):
            text = " ".join(problem.full_text for problem in error.problems)
        self.banner.show_message(ROLES[one.level], one.text, text, code=one.code)


def same_words(same: Sequence[str]) -> tuple[str, str]:
    """«Совпадает 7 полей:» and their captions in one line."""
    fields = count_words(len(same), "поле", "поля", "полей")
    verb = plural(len(same), "Совпадает", "Совпадают", "Совпадает")
    return f"{verb} {fields}:", ", ".join(lower(one) for one in same)


def lower(caption: str) -> str:
    """A caption inside a sentence; abbreviations stay."""
    return caption if caption[:2].isupper() else caption[0].lower() + caption[1:]
