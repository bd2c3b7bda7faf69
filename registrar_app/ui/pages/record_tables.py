"""Rows of the record's tables: attachments, papers, history. Pure functions, without widgets of their own."""

from collections.abc import Sequence
from datetime import datetime

from registrar_app.domain.dates import ru_date
from registrar_app.domain.records import AttachmentView
from registrar_app.domain.values import Sex
from registrar_app.services.paper_shapes import JournalRow
from registrar_app.services.person_words import by_sex
from registrar_app.services.shapes import HistoryLine
from registrar_app.ui.pages.journal_words import state_cell
from registrar_app.ui.pages.record_rows import moment_words
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.tables import BadgeCell, Column, TableRow

ATTACHMENT_COLUMNS = (
    Column("period", "Период", 200),
    Column("organization", "Медицинская организация", least=200, priority=1),
    Column("district", "Участок", 170),
    Column("physician", "Врач", 170, priority=3),
    Column("basis", "Основание", 180, priority=2),
    Column("state", "Состояние", 210),
)
PAPER_COLUMNS = (
    Column("issued", "Выдана", 110),
    Column("title", "Справка", least=200, bold=True),
    Column("number", "Номер", 150),
    Column("doctor", "Врач", 200, priority=1),
    Column("state", "Состояние", 220),
)
HISTORY_COLUMNS = (
    Column("at", "Когда", 138),
    Column("what", "Что", 182, bold=True),
    Column("before", "Было", least=130),
    Column("after", "Стало", least=165),
    Column("how", "Как", 112, priority=2),
    Column("who", "Кто", 122, priority=1),
)


def role_of(word: str) -> Role:
    """Colour role of a role word of the services; an unknown word is neutral."""
    if word == "training":
        return Role.TRAIN
    return Role(word) if word in ("ok", "info", "warn", "error", "neutral") else Role.NEUTRAL


def attachment_table(
    rows: Sequence[AttachmentView], organization: str, sex: Sex | None = None
) -> list[TableRow]:
    """The attachments, newest first."""
    found = []
    for row in rows:
        ends = ru_date(row.ends) if row.ends else "сейчас"
        is_ours = bool(row.organization) and row.organization == organization
        state = BadgeCell(by_sex(sex, "прикреплён", "прикреплена"), Role.OK)
        if row.ends is not None:
            word = by_sex(sex, "откреплён", "откреплена")
            reason = f"{word}: {row.end_reason.word}" if row.end_reason else word
            state = BadgeCell(reason, Role.NEUTRAL)
        where = f"{row.organization}, наша" if is_ours else row.organization or "—"
        district = f"{row.district_number}, {row.district_kind.word}"
        period = f"{ru_date(row.begins)} — {ends}"
        cells = (period, where, district, row.physician or "—", row.basis.word, state)
        found.append(TableRow(row.id, cells))
    return found


def paper_table(rows: Sequence[JournalRow]) -> list[TableRow]:
    """The papers of a person, newest first; the id is the certificate's."""
    return [
        TableRow(
            row.certificate_id,
            (
                ru_date(row.issue_date),
                row.form_title,
                f"№\u00a0{row.number}" if row.number else "—",
                row.doctor or "—",
                state_cell(row),
            ),
        )
        for row in rows
    ]


def history_table(rows: Sequence[HistoryLine], now: datetime) -> list[TableRow]:
    """What changed, newest first."""
    return [
        TableRow(
            number,
            (
                _moment(row.at, now),
                row.what,
                row.before or "—",
                row.after or "—",
                row.note,
                row.staff,
            ),
        )
        for number, row in enumerate(rows)
    ]


def _moment(at: datetime, now: datetime) -> str:
    """«сегодня 10:40», «03.09.2026 14:20»: in a history the hour matters on older days, too."""
    words = moment_words(at, now)
    return words if ":" in words else f"{words} {at.astimezone(now.tzinfo):%H:%M}"
