"""Words of a load for the screen: numbers, what became of rows, how long it will take."""

from registrar_app.domain.dates import plural
from registrar_app.services.import_shapes import ListFile, Outcome, RowLine, RunView, Totals
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.part_bar import Part
from registrar_app.ui.widgets.tables import BadgeCell

NBSP = "\u00a0"
STEPS = ("Файл", "Столбцы", "Пробная загрузка", "Загрузка")

OUTCOMES: dict[Outcome, tuple[str, Role]] = {
    Outcome.CREATED: ("новая запись", Role.OK),
    Outcome.CHANGED: ("дополнит запись", Role.OK),
    Outcome.SAME: ("уже есть", Role.NEUTRAL),
    Outcome.DIFFERS: ("отличается", Role.WARN),
    Outcome.DOUBLE: ("повтор", Role.WARN),
    Outcome.REFUSED: ("не принята", Role.ERROR),
    Outcome.UNDONE: ("отменена", Role.NEUTRAL),
    Outcome.KEPT: ("осталась", Role.WARN),
}
_STATES: dict[str, tuple[str, Role]] = {
    "running": ("прервана", Role.WARN),
    "done": ("загружена", Role.OK),
    "cancelled": ("остановлена", Role.WARN),
    "undoing": ("отмена прервана", Role.WARN),
    "undone": ("отменена", Role.NEUTRAL),
}
_ENCODINGS = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "Юникод", "cp1251": "Windows-1251", "cp866": "DOS",
    "koi8_r": "КОИ-8", "mac_cyrillic": "Mac",
}  # fmt: skip
_SEPARATORS = {";": "точка с запятой", ",": "запятая", "\t": "табуляция", "|": "черта"}


def number_words(number: int) -> str:
    """«100 000»: thousands apart."""
    return f"{number:,}".replace(",", NBSP)


def rows_words(number: int) -> str:
    """«1 480 строк»."""
    return f"{number_words(number)}{NBSP}{plural(number, 'строка', 'строки', 'строк')}"


def records_words(number: int) -> str:
    """«1 480 записей»."""
    return f"{number_words(number)}{NBSP}{plural(number, 'запись', 'записи', 'записей')}"


def outcome_cell(line: RowLine) -> BadgeCell:
    """What became of a row as a badge; a loaded one with a namesake says so."""
    if line.outcome is Outcome.CREATED and any(one.code == "REC-156" for one in line.problems):
        return BadgeCell("есть тёзка", Role.INFO)
    words, role = OUTCOMES[line.outcome]
    return BadgeCell(words, role)


def state_cell(run: RunView, *, is_live: bool) -> BadgeCell:
    """How a load stands."""
    if is_live:
        return BadgeCell("идёт", Role.INFO)
    words, role = _STATES[run.state]
    return BadgeCell(words, role)


def loaded(totals: Totals) -> int:
    """Rows that are in the database now."""
    return totals.of(Outcome.CREATED, Outcome.CHANGED, Outcome.SAME)


def parts(totals: Totals) -> tuple[Part, ...]:
    """The three parts of the bar."""
    return (
        Part(loaded(totals) + totals.of(Outcome.UNDONE), Role.ACCENT, "готово"),
        Part(totals.of(Outcome.REFUSED), Role.ERROR, "не принято"),
        Part(totals.of(Outcome.DIFFERS, Outcome.DOUBLE, Outcome.KEPT), Role.PLOT2, "ждут ответа"),
    )


def badge_words(totals: Totals, ahead: int) -> tuple[tuple[str, Role], ...]:
    """The badges under the bar; those with a zero are left out."""
    found = (
        (totals.of(Outcome.CREATED), "новых", Role.OK),
        (totals.of(Outcome.CHANGED), "дополнено", Role.OK),
        (totals.of(Outcome.SAME), "уже есть", Role.NEUTRAL),
        (totals.of(Outcome.UNDONE), "отменено", Role.NEUTRAL),
        (totals.of(Outcome.KEPT), "осталось", Role.WARN),
        (totals.of(Outcome.DIFFERS), "отличается", Role.WARN),
        (totals.of(Outcome.DOUBLE), "повторов", Role.WARN),
        (totals.of(Outcome.REFUSED), "не принято", Role.ERROR),
        (totals.pairs, "с тёзкой", Role.INFO),
        (ahead, "впереди", Role.NEUTRAL),
    )
    return tuple((f"{words} {number_words(number)}", role) for number, words, role in found if number)


def time_left(done: int, total: int, seconds: float) -> str:
    """«осталось около 4 минут»; a dash while there is nothing to reckon with.

    Args:
        done: Rows done since the beginning of the reckoning.
        total: Rows to do since then.
        seconds: How long it took so far.
    """
    if done <= 0 or seconds < 1:
        return "считаю время…"
    left = seconds / done * max(total - done, 0)
    if left < 60:
        return "осталось меньше минуты"
    minutes = round(left / 60)
    if minutes < 60:
        return f"осталось около {minutes}{NBSP}{plural(minutes, 'минуты', 'минут', 'минут')}"
    hours = round(minutes / 60)
    return f"осталось около {hours}{NBSP}{plural(hours, 'часа', 'часов', 'часов')}"


def file_words(file: ListFile, rows: int) -> str:
    """«list.csv · Windows-1251, точка с запятой · около 1 500 строк»."""
    kind = (
        f"{_ENCODINGS.get(file.encoding, file.encoding)}, {_SEPARATORS.get(file.separator, file.separator)}"
        if file.kind == "csv"
        else "XLSX"
    )
    return " · ".join(filter(None, (file.name, kind, f"около {rows_words(rows)}" if rows else "")))
