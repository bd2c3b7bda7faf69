"""What the journal of papers shows: its filters, its columns, its words."""

from collections.abc import Callable
from datetime import date

from registrar_app.domain.dates import plural, ru_date
from registrar_app.services.paper_shapes import JournalPage, JournalRow
from registrar_app.ui.pages.form_days import day_field
from registrar_app.ui.pages.record_rows import NBSP
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec
from registrar_app.ui.widgets.tables import BadgeCell, Column, TableRow

_LONG = 38
"""Letters of a name that the column has room for; longer ones get initials."""
COLUMNS = (
    Column("number", "Номер", 118),
    Column("date", "Дата", 92),
    Column("person", "Пациент", least=295),
    Column("form", "Вид", 100, priority=1),
    Column("state", "Состояние", 148),
    Column("signature", "Подпись", 98, priority=2),
    Column("doctor", "Врач", 160, priority=3),
)
SIGNATURES = {
    "": "от руки",
    "CMS": "простая",
    "B-B": "без метки",
    "B-T": "с меткой",
    "B-LT": "с данными",
    "B-LTA": "архивная",
}
"""What kind of signature a paper has, short enough for a column; the paper's own page says it whole."""
RUNNING_OUT_KEY = "Shift+F9"
"""Leads to the papers that run out soon."""
EMPTY = {"text": "", "form": "", "state": "", "doctor": "", "since": "", "until": ""}
"""Values of the filters that filter nothing."""


def filter_items(today: Callable[[], date]) -> tuple[FieldSpec, ...]:
    """The fields above the table."""
    return (
        FieldSpec("text", "Пациент или номер", 4, placeholder="фамилия, № справки"),
        FieldSpec("form", "Вид", 4, FieldKind.COMBO, choices=(("", "все"),)),
        FieldSpec("state", "Состояние", 4, FieldKind.COMBO, choices=(("", "любое"),)),
        FieldSpec("doctor", "Врач", 4, FieldKind.COMBO, choices=(("", "любой"),)),
        day_field("since", "С", 4, today),
        day_field("until", "По", 4, today),
    )


def row_of(one: JournalRow) -> TableRow:
    """A paper as the table shows it."""
    return TableRow(
        one.certificate_id,
        (
            one.number,
            ru_date(one.issue_date),
            one.person if len(one.person) <= _LONG else one.person_short,
            one.form_title,
            state_cell(one),
            SIGNATURES.get(one.level, one.level),
            one.doctor,
        ),
    )


def state_cell(one: JournalRow) -> BadgeCell:
    """The state; of a paper that stands and runs out, its last day: that is what somebody has to act on."""
    if one.term and one.valid_until:
        if one.term == "over":
            return BadgeCell("срок вышел", Role.NEUTRAL, "clock")
        return BadgeCell(f"до {ru_date(one.valid_until)}", Role.WARN, "clock")
    return BadgeCell(one.state_text, Role(one.state_role), one.state_icon)


def found_words(answer: JournalPage, *, is_filtered: bool) -> str:
    """«Найдено 214, показано 200»; what to do when there is nothing."""
    if not answer.total:
        return "По этому отбору справок нет" if is_filtered else "Справок ещё не было: F9 в записи пациента"
    if answer.is_more:
        words = f"больше {answer.total:_}".replace("_", NBSP) + f"{NBSP}справок"
        return f"Найдено {words}" if is_filtered else f"В журнале {words}"
    word = plural(answer.total, "справка", "справки", "справок")
    return f"Найдено: {answer.total}{NBSP}{word}" if is_filtered else f"Всего {answer.total}{NBSP}{word}"
