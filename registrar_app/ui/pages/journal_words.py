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
    Column("number", "Номер", 120),
    Column("date", "Дата", 110),
    Column("person", "Пациент", least=250),
    Column("form", "Вид", 110, priority=1),
    Column("state", "Состояние", 170),
    Column("doctor", "Врач", 160, priority=2),
)
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
            BadgeCell(one.state_text, Role(one.state_role), one.state_icon),
            one.doctor,
        ),
    )


def found_words(answer: JournalPage, *, is_filtered: bool) -> str:
    """«Найдено 214, показано 200»; what to do when there is nothing."""
    if not answer.total:
        return "По этому отбору справок нет" if is_filtered else "Справок ещё не было: F9 в записи пациента"
    if answer.is_more:
        words = f"больше {answer.total:_}".replace("_", NBSP) + f"{NBSP}справок"
        return f"Найдено {words}" if is_filtered else f"В журнале {words}"
    word = plural(answer.total, "справка", "справки", "справок")
    return f"Найдено: {answer.total}{NBSP}{word}" if is_filtered else f"Всего {answer.total}{NBSP}{word}"
