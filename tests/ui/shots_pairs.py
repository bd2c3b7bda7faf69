"""Pictures around «one person, one record»: pairs, comparing, carrying over, marks, two windows, similar."""

from uuid import UUID

from PySide6.QtWidgets import QLineEdit

from registrar_app.domain.draft import from_person
from registrar_app.domain.samples import make_snils
from registrar_app.domain.values import PersonName
from registrar_app.services.desk import Desk
from registrar_app.services.shapes import Answer
from registrar_app.ui.pages.carry import CarryPage
from registrar_app.ui.pages.compare import ComparePage
from registrar_app.ui.pages.edit import EditPage
from registrar_app.ui.pages.pairs import PairsPage
from registrar_app.ui.pages.person_marks import ArchivePage, DeathPage
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.pages.search_controller import SearchController
from registrar_app.ui.pairs_ways import row_words
from registrar_app.ui.widgets.command_palette import PaletteLine
from registrar_app.ui.widgets.list_pane import ListPane
from tests.ui.clinic import LONG_NAME, clock
from tests.ui.shots_people import FULL, Size, filled
from tests.ui.stage import Stage

TWIN = {
    "last_name": "Гарипова", "patronymic": "Ильдусовна", "birth_date": "16.04.1991", "sex": "female",
    "doc_kind": "14",
}  # fmt: skip


def enter(desk: Desk, values: dict[str, str]) -> UUID:
    """Save a person, whatever is asked answered with yes."""
    answers = [Answer(one.code, one.field or "") for one in desk.people.check(values)]
    answers += [
        Answer(one.code, str(one.person_id), reason="для снимка")
        for one in desk.people.doubles(values)
        if one.code
    ]
    return desk.people.save(values, answers=answers).id


def twice(desk: Desk, number: int, **second: str) -> tuple[UUID, UUID]:
    """One person entered twice with one SNILS."""
    name = f"Зульфия{'абвгдежзиклмнопрст'[number]}"
    values = {**TWIN, "first_name": name, "snils": make_snils(500_000 + number)}
    return enter(desk, {**values, "phone": f"+7900123{number:04d}"}), enter(desk, {**values, **second})


def sign_in(desk: Desk, role: str) -> None:
    """Somebody of a role sits down."""
    name = PersonName("Громова", "Елена", "Аркадьевна")
    desk.sign_in(desk.clinic.save_staff(name, "старший регистратор", role).id, "окно 3")


def _usual(stage: Stage) -> tuple:  # type: ignore[type-arg]
    return stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock


def pairs(stage: Stage, size: Size) -> None:
    more = {
        "last_name": "Константинопольская-Забайкальская", "reg_subject": "Северореченская область",
        "reg_city": "Северореченск", "reg_street": "ул. Красноармейская 2-я", "reg_house": "114",
        "birth_place": "пос. Верхнее Заречье Северореченского района", "doc_series": "45 15",
        "doc_number": "100200",
    }  # fmt: skip
    for number in range(12):
        twice(stage.desk, number, **(more if number == 0 else {"birth_place": "г. Казань"}))
    sign_in(stage.desk, "senior")
    stage.show(PairsPage(*_usual(stage)), size=size)


def pairs_none(stage: Stage, size: Size) -> None:
    sign_in(stage.desk, "senior")
    stage.show(PairsPage(*_usual(stage)), size=size)


def compare(stage: Stage, size: Size) -> None:
    pair = twice(stage.desk, 0, last_name="Гарипова-Вознесенская", birth_place="г. Казань")
    sign_in(stage.desk, "senior")
    stage.show(ComparePage(*_usual(stage), *pair), size=size)


def compare_without_right(stage: Stage, size: Size) -> None:
    stage.show(ComparePage(*_usual(stage), *twice(stage.desk, 0, birth_place="г. Казань")), size=size)


def carry(stage: Stage, size: Size) -> None:
    typed = {**FULL, "reg_house": "116", "birth_place": "г. Казань"}
    stage.show(CarryPage(*_usual(stage), stage.clinic.long_name, typed, "new"), size=size)


def death(stage: Stage, size: Size) -> None:
    page = DeathPage(*_usual(stage), stage.clinic.long_name)
    stage.show(page, size=size)
    page.save()
    stage.settle()


def archive(stage: Stage, size: Size) -> None:
    page = ArchivePage(*_usual(stage), stage.clinic.long_name)
    stage.show(page, size=size)
    page.form.set_values({"reason": "переезд"})
    page.save()
    stage.settle()


def record_archived(stage: Stage, size: Size) -> None:
    stage.desk.people.archive(stage.clinic.mamedov, "переезд, в г. Казань")
    stage.show(_record(stage, stage.clinic.mamedov), size=size)


def record_dead(stage: Stage, size: Size) -> None:
    filled(stage)
    stage.desk.people.mark_died(
        stage.clinic.long_name, clock().date(), "медицинское свидетельство о смерти, 45 № 123456"
    )
    stage.show(_record(stage, stage.clinic.long_name), size=size)


def _record(stage: Stage, person: UUID) -> RecordPage:
    return RecordPage(stage.theme, stage.desk, stage.tasks, stage.go, stage.clock, person)


def record_child(stage: Stage, size: Size) -> None:
    child = {**TWIN, "first_name": "Амина", "birth_date": "16.04.2019", "doc_kind": "3"}
    stage.show(_record(stage, enter(stage.desk, child)), size=size)


def two_windows(stage: Stage, size: Size) -> None:
    page = EditPage(*_usual(stage), person_id=stage.clinic.mamedov)
    stage.show(page, size=size)
    with Desk.open(stage.clinic.folder / "profile", clock=clock) as other:
        sign_in(other, "registrar")
        base = other.people.peek(stage.clinic.mamedov)
        other.people.save({**from_person(base.data), "phone": "+79017654321"}, base.id, base=base)
    field = page.form.field("phone")
    assert isinstance(field.editor, QLineEdit)
    field.editor.setText("89011112233")
    field.commit()
    page.save()
    stage.wait(0.3)


def two_windows_representative(stage: Stage, size: Size) -> None:
    father = {"rep1_last_name": "Мамедов", "rep1_first_name": "Рашид", "rep1_relation": "father"}
    record = stage.desk.people.peek(stage.clinic.mamedov)
    stage.desk.people.save({**from_person(record.data), **father}, record.id, base=record)
    page = EditPage(*_usual(stage), person_id=record.id)
    stage.show(page, size=size)
    base = stage.desk.people.peek(record.id)
    row = str(base.representatives[0].data.id)
    with Desk.open(stage.clinic.folder / "profile", clock=clock) as other:
        sign_in(other, "registrar")
        theirs = {**father, "rep1_id": row, "rep1_phone": "+79017654321"}
        other.people.save({**from_person(base.data), **theirs}, base.id, base=base)
    field = page.form.field("rep1_phone")
    assert isinstance(field.editor, QLineEdit)
    field.editor.setText("89011112233")
    field.commit()
    page.save()
    stage.wait(0.3)


def unsaved_edit(stage: Stage, size: Size) -> None:
    filled(stage)
    stage.desk.drafts.save("person", str(stage.clinic.long_name), {"phone": "9001234567"})
    stage.show(_record(stage, stage.clinic.long_name), size=size)


def choose_other(stage: Stage, size: Size) -> None:
    """What «Сравнить с другой записью» asks."""
    stage.show(_record(stage, stage.clinic.long_name), size=size)
    lines = [
        PaletteLine(row_words(row), "", "недавняя, полис …5018", lambda: None, id=row.id)
        for row in stage.desk.people.recent()
    ]
    stage.window.palette_sheet.open("С какой записью сравнить?", lines, "Фамилия, полис, СНИЛС, дата")


def similar(stage: Stage, size: Size) -> None:
    enter(stage.desk, {**LONG_NAME, "first_name": "Валерия", "birth_date": "11.12.1990"})
    stage.show(stage._empty(), size=size)
    pane = stage.window.pane()
    assert isinstance(pane, ListPane)
    search = SearchController(pane, stage.desk, stage.tasks, stage.go, stage.clock)
    search.look_up("канстантинопольская")
    stage.settle()


SHOTS = {
    "pairs": pairs, "pairs-none": pairs_none, "compare": compare, "compare-asked": compare_without_right,
    "carry": carry, "death": death, "archive": archive, "record-archived": record_archived,
    "record-dead": record_dead, "record-child": record_child, "two-windows": two_windows, "similar": similar,
    "two-windows-representative": two_windows_representative, "unsaved-edit": unsaved_edit,
    "choose-other": choose_other,
}  # fmt: skip
