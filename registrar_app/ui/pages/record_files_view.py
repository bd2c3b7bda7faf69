"""What the tab «Файлы» says: rows of the table and the line under the preview. Pure functions."""

from collections.abc import Sequence
from datetime import datetime

from registrar_app.domain.dates import plural
from registrar_app.domain.files import FILE_KINDS, is_too_coarse
from registrar_app.domain.records import PersonFile
from registrar_app.ui.pages.record_rows import NBSP, moment_words
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.tables import BadgeCell, Column, TableRow

COLUMNS = (
    Column("kind", "Вид", 150, bold=True),
    Column("title", "Название", least=150),
    Column("pages", "Стр.", 52, right=True, priority=3),
    Column("size", "Размер", 84, right=True, priority=2),
    Column("when", "Добавлен", 128, priority=1),
    Column("who", "Кто", 140, priority=4),
)


def size_words(size: int) -> str:
    """«812 КБ», «4,7 МБ»."""
    if size < 2**20:
        return f"{max(round(size / 1024), 1)}{NBSP}КБ"
    return f"{size / 2**20:.1f}{NBSP}МБ".replace(".", ",")


def file_rows(files: Sequence[PersonFile], now: datetime) -> list[TableRow]:
    """Files newest first, the removed ones behind them."""
    ordered = sorted(files, key=lambda one: one.removed_at is not None)
    return [
        TableRow(
            one.id,
            (
                one.kind_word if one.removed_at is None else BadgeCell("убран", Role.NEUTRAL),
                one.title,
                str(one.pages),
                size_words(one.size),
                moment_words(one.added_at, now),
                one.staff,
            ),
        )
        for one in ordered
    ]


def file_words(file: PersonFile, now: datetime) -> str:
    """The line under the preview: «паспорт «скан 1», 2 страницы, 300 точек на дюйм · Лебедева Н. П. …»."""
    pages = f"{file.pages}{NBSP}{plural(file.pages, 'страница', 'страницы', 'страниц')}"
    parts = [f"{file.kind_word} «{file.title}»", pages, size_words(file.size)]
    kind = FILE_KINDS.get(file.kind, FILE_KINDS["other"])
    if file.dpi is not None and kind.is_page:
        words = f"{file.dpi}{NBSP}точек на дюйм"
        parts.append(f"{words}, мало" if is_too_coarse(kind, file.dpi) else words)
    who = ", ".join(one for one in (file.staff, file.source_word, moment_words(file.added_at, now)) if one)
    removed = f" · убран: {file.removed_reason}" if file.removed_at is not None else ""
    return f"{', '.join(parts)} · {who}{removed}"
