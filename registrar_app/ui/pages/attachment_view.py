"""What the attachment page reads and says: frozen data and pure functions, no widgets."""

from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass
from uuid import UUID

from registrar_app.domain.dates import ru_date
from registrar_app.domain.records import AttachmentBasis, AttachmentView, DetachReason, District, PersonRecord
from registrar_app.domain.values import Sex
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import JournalFilter
from registrar_app.services.person_words import by_sex
from registrar_app.services.shapes import AttachmentProposal, BadgeView, PreflightLine
from registrar_app.ui.pages.form_days import Today, day_field
from registrar_app.ui.pages.record_rows import NBSP
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec
from registrar_app.ui.widgets.tables import BadgeCell, Column, TableRow

HISTORY_COLUMNS = (
    Column("span", "Период", 190),
    Column("organization", "Медицинская организация", priority=1),
    Column("district", "Участок", 190),
    Column("basis", "Основание", 180, priority=2),
    Column("state", "Состояние", 200),
)
_REASONS = (
    DetachReason.MOVED, DetachReason.OTHER_MO, DetachReason.WITHDRAWN, DetachReason.NOT_INSURED,
    DetachReason.AGE, DetachReason.DIED, DetachReason.MISTAKE,
)  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class AttachmentData:
    """Everything the page starts with."""

    record: PersonRecord
    badges: tuple[BadgeView, ...]
    districts: tuple[District, ...]
    proposal: AttachmentProposal
    organization: str
    """Short name of this clinic."""
    papers: int
    """Papers of the person, for the tab."""
    files: int
    """Files of the person, for the tab."""


def read_attachment(desk: Desk, person_id: UUID) -> AttachmentData:
    """Read it in the database thread.

    Raises:
        RegistrarError: there is no such record.
    """
    record = desk.people.peek(person_id)
    organization = desk.clinic.organization()
    return AttachmentData(
        record=record,
        badges=desk.people.badges(record),
        districts=desk.attachments.districts(),
        proposal=desk.attachments.propose(record),
        organization=organization.short_name if organization else "",
        papers=desk.papers.journal(JournalFilter(person_id=person_id, limit=1)).total,
        files=desk.files.count(person_id),
    )


def unmade(
    lines: Sequence[PreflightLine], touched: Collection[str], fields: Container[str]
) -> frozenset[str]:
    """Codes of the lines about something the registrar did not do yet: nothing is red before.

    Args:
        lines: The check.
        touched: Fields he changed.
        fields: Fields of the form; a line of another field is about the whole.
    """
    return frozenset(
        one.code for one in lines if (one.field not in touched if one.field in fields else not touched)
    )


def attach_items(today: Today) -> tuple[FieldSpec, ...]:
    """The form of a new attachment; the districts come when they are read."""
    bases = tuple((one.value, one.word) for one in AttachmentBasis)
    return (
        FieldSpec("district", "Участок", 7, FieldKind.COMBO, choices=(("", "не выбран"),)),
        day_field("begins", "Дата заявления", 5, today),
        FieldSpec("physician", "Врач участка", 12, FieldKind.READONLY),
        FieldSpec("basis", "Основание", 12, FieldKind.COMBO, choices=bases),
    )


def detach_items(today: Today) -> tuple[FieldSpec, ...]:
    """The small form of detaching."""
    reasons = (("", "не выбрана"), *((one.value, one.word) for one in _REASONS))
    return (
        FieldSpec("reason", "Причина", 4, FieldKind.COMBO, choices=reasons),
        day_field("ends", "Последний день", 3, today),
        FieldSpec("note", "Пояснение", 5, hint="если нужно"),
    )


def district_choices(districts: Sequence[District]) -> tuple[tuple[str, str], ...]:
    """(id, «12, терапевтический») with an empty choice first."""
    return (("", "не выбран"), *((str(one.id), one.title) for one in districts))


def now_words(
    attachment: AttachmentView | None, organization: str, sex: Sex | None = None
) -> tuple[str, str]:
    """The line of the present attachment: bold part, rest."""
    if attachment is None:
        return by_sex(sex, "Не прикреплён", "Не прикреплена"), "ни к одному участку нашей поликлиники"
    where = f"{attachment.organization or organization}, участок{NBSP}{attachment.district_number}".strip(
        ", "
    )
    physician = f"{attachment.physician}, " if attachment.physician else ""
    return where, f"{physician}с{NBSP}{ru_date(attachment.begins)}, {attachment.basis.word}"


def history_rows(
    attachments: Sequence[AttachmentView], organization: str, sex: Sex | None = None
) -> tuple[TableRow, ...]:
    """Rows of the history, newest first."""
    return tuple(_history_row(one, organization, sex) for one in attachments)


def _history_row(one: AttachmentView, organization: str, sex: Sex | None) -> TableRow:
    end = ru_date(one.ends) if one.ends else "сейчас"
    where = one.organization or organization
    where = f"{where}, наша" if where and where == organization else where
    if one.ends is None:
        state = BadgeCell(by_sex(sex, "прикреплён", "прикреплена"), Role.OK)
    else:
        word = by_sex(sex, "откреплён", "откреплена")
        state = BadgeCell(f"{word}: {one.end_reason.word}" if one.end_reason else word, icon="")
    return TableRow(
        one.id,
        (
            f"{ru_date(one.begins)} – {end}",
            where or "—",
            f"{one.district_number}, {one.district_kind.word}",
            one.basis.word,
            state,
        ),
    )
