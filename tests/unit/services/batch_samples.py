"""Lists of children and batches of them, for several tests."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from registrar_app.domain.problems import Level
from registrar_app.domain.samples import make_snils
from registrar_app.services import import_reading
from registrar_app.services.batch_jobs import BatchIssuing, BatchTrial, BatchWork
from registrar_app.services.batch_shapes import BatchPlan, BatchProgress
from registrar_app.services.desk import Desk
from registrar_app.services.shapes import Answer

CAMP = "079u"
HEADINGS = ("ФИО", "Дата рождения", "СНИЛС", "Класс", "Прививки", "Группа здоровья", "Примечание")
COMMON = {
    "pe_group": "основная", "accessible": "нет", "no_contact": "контакта не было", "pediculosis": "чисто",
    "helminths": "не обнаружены", "no_contraindications": "противопоказаний нет", "edu_type": "школа",
}  # fmt: skip


def child(desk: Desk, number: int, **changes: str) -> dict[str, str]:
    """A child who is a patient."""
    values = {
        "last_name": "Лагерный" + "абвгдежзик"[number % 10] + "абвгдежзик"[number // 10 % 10],
        "first_name": "Матвей", "patronymic": "Павлович",
        "birth_date": f"{number % 28 + 1:02}.{number % 12 + 1:02}.{2011 + number % 6}", "sex": "male",
        "snils": make_snils(8_800_000 + number), "reg_subject": "Северореченская область",
        "reg_city": "Северореченск", "reg_street": "Садовая ул.", "reg_house": str(number + 1), **changes,
    }  # fmt: skip
    found = desk.people.check(values)
    assert not [one.code for one in found if one.level is Level.ERROR], [
        (one.code, one.field) for one in found
    ]
    answers = [Answer(one.code, one.field or "", reason="проба") for one in found if one.level is Level.WARN]
    answers += [
        Answer(one.code, str(one.person_id), reason="проба")
        for one in desk.people.doubles(values)
        if one.code
    ]
    desk.people.save(values, answers=answers)
    return values


def row(values: Mapping[str, str], **changes: str) -> tuple[str, ...]:
    """A row of the list, cells replaced by their headings."""
    who = f"{values['last_name']} {values['first_name']} {values['patronymic']}"
    cells = (who, values["birth_date"], values["snils"], "5 Б", "по возрасту", "II", "")
    return tuple((dict(zip(HEADINGS, cells, strict=True)) | changes).values())


def put(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """The list on disk."""
    with path.open("w", encoding="cp1251", newline="") as file:
        csv.writer(file, delimiter=";").writerows((HEADINGS, *rows))
    return path


def plan_of(desk: Desk, path: Path, **changes: str) -> BatchPlan:
    """What is guessed of a list, with the values that are the same for all."""
    view = desk.batches.open(import_reading.inspect(path), CAMP)
    columns = view.list.columns
    return BatchPlan(
        view.list.file,
        view.list.sheet,
        view.list.header_row,
        MappingProxyType({one.place: one.field for one in columns if one.field}),
        MappingProxyType({one.place: one.heading for one in columns}),
        CAMP,
        COMMON | changes,
    )


def finish(work: BatchWork) -> BatchProgress:
    """All steps."""
    while not (progress := work.step()).finished:
        pass
    return progress


def tried(desk: Desk, path: Path, **changes: str) -> BatchTrial:
    """A whole trial."""
    trial = desk.batches.trial(plan_of(desk, path, **changes))
    finish(trial)
    return trial


def begun(desk: Desk, path: Path, count: int) -> BatchIssuing:
    """A batch of so many children, none of them issued yet."""
    return desk.batches.begin(tried(desk, put(path, [row(child(desk, n)) for n in range(count)])))
