"""A list of children on disk and the pages of a batch, for pictures and tests."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from registrar_app.domain.problems import Level
from registrar_app.domain.samples import make_snils
from registrar_app.services.desk import Desk
from registrar_app.services.import_shapes import ListFile
from registrar_app.services.shapes import Answer
from registrar_app.ui.batch_ways import BatchWays
from registrar_app.ui.pages.batch_columns import BatchColumnsPage
from registrar_app.ui.pages.batch_common import BatchCommonPage
from registrar_app.ui.pages.batch_list import BatchListPage
from registrar_app.ui.pages.batch_run import BatchRunPage
from registrar_app.ui.pages.batch_trial import BatchTrialPage
from registrar_app.ui.paper_printing import PaperPrinter
from registrar_app.ui.widgets.page import Page
from tests.ui.stage import Stage

P = TypeVar("P", bound=Page)
CAMP = "079u"
HEADINGS = ("№", "Ф.И.О. ребёнка", "Дата рождения", "СНИЛС", "Класс", "Прививки", "Группа здоровья")
NAMES = (
    ("Сидорчук", "Матвей", "Павлович"), ("Гарипов", "Тимур", "Ильдусович"), ("Ли", "Софья", "Яновна"),
    ("Ёлкин", "Пётр", "Андреевич"), ("Мамедова", "Лейла", "Эльхановна"), ("Сидоряк", "Артур", "Ринатович"),
    ("Константинопольская-Забайкальская", "Александра", "Владиславовна"), ("Белов", "Иван", "Олегович"),
)  # fmt: skip
COMMON = {
    "pe_group": "основная", "accessible": "2", "no_contact": "контакта не было", "pediculosis": "чисто",
    "helminths": "не обнаружены", "no_contraindications": "противопоказаний нет", "edu_type": "школа",
}  # fmt: skip


def add_children(stage: Stage, count: int = len(NAMES), *, without_address: int = -1) -> list[dict[str, str]]:
    """Children of the clinic; one of them may have no address, which the paper cannot do without."""
    made = []
    for number in range(count):
        last, first, patronymic = NAMES[number % len(NAMES)]
        values = {
            "last_name": last + ("" if number < len(NAMES) else "абвгдежз"[number // len(NAMES) % 8]),
            "first_name": first, "patronymic": patronymic,
            "birth_date": f"{number % 28 + 1:02}.{number % 12 + 1:02}.{2011 + number % 6}",
            "sex": "female" if first in ("Софья", "Лейла", "Александра") else "male",
            "snils": make_snils(8_800_000 + number),
        }  # fmt: skip
        if number != without_address:
            values |= {
                "reg_subject": "Северореченская область", "reg_city": "Северореченск",
                "reg_street": "Садовая ул.", "reg_house": str(number + 1),
            }  # fmt: skip
        save(stage.desk, values)
        made.append(values)
    return made


def save(desk: Desk, values: dict[str, str]) -> None:
    """Save a person; what is only warned of is answered."""
    found = desk.people.check(values)
    assert not [one.code for one in found if one.level is Level.ERROR], found
    answers = [Answer(one.code, one.field or "", reason="проба") for one in found if one.level is Level.WARN]
    desk.people.save(values, answers=answers)


def row_of(number: int, child: dict[str, str], **changes: str) -> tuple[str, ...]:
    """A row of the list, columns replaced by their headings."""
    who = f"{child['last_name']} {child['first_name']} {child['patronymic']}"
    cells = dict(zip(HEADINGS, (str(number), who, child["birth_date"], child["snils"], "5 «Б»",
                                "по возрасту, реакция Манту отр.", "II"), strict=True))  # fmt: skip
    return tuple((cells | changes).values())


def write_list(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """The list as a school sends it."""
    with path.open("w", encoding="cp1251", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows((HEADINGS, *rows))
    return path


class BatchDesk:
    """The pages of a batch over a stage."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        if not stage.desk.keys.all():
            stage.clinic.add_key()
        self.ways = BatchWays(
            stage.window, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock,
            PaperPrinter(stage.desk, stage.tasks, stage.window), stage.window,
        )  # fmt: skip

    def page(self, kind: type[P]) -> P:
        page = self.stage.window.page()
        assert isinstance(page, kind), type(page)
        return page

    def list(self, size: tuple[int, int] = (1366, 768)) -> BatchListPage:
        self.stage.window.resize(*size)
        self.stage.window.show()
        self.stage.window.activateWindow()
        self.ways.open()
        self.stage.settle()
        return self.page(BatchListPage)

    def columns(self, path: Path, form: str = CAMP, **more: Any) -> BatchColumnsPage:
        page = self.list(**more)
        page.open_path(str(path))
        self.stage.settle(lambda: self.stage.window.palette_sheet.isVisible())
        self.stage.window.palette_sheet.close_sheet()
        file = self._file(path)
        page.open_list(file, form)
        self.stage.settle(lambda: isinstance(self.stage.window.page(), BatchColumnsPage))
        return self.page(BatchColumnsPage)

    @staticmethod
    def _file(path: Path) -> ListFile:
        from registrar_app.services import import_reading

        return import_reading.inspect(path)

    def common(self, path: Path, **more: Any) -> BatchCommonPage:
        self.columns(path, **more).begin_trial()
        self.stage.settle(lambda: isinstance(self.stage.window.page(), BatchCommonPage))
        return self.page(BatchCommonPage)

    def trial(self, path: Path, *, by_hand: bool = False, **more: Any) -> BatchTrialPage:
        page = self.common(path, **more)
        page.form.set_values({**COMMON, **({"by_hand": "1"} if by_hand else {})})
        page.begin_trial()
        self.stage.settle(lambda: isinstance(self.stage.window.page(), BatchTrialPage))
        found = self.page(BatchTrialPage)
        self.stage.settle(lambda: not found.runner.is_running, seconds=60)
        return found

    def run(self, path: Path, **more: Any) -> BatchRunPage:
        self.trial(path, **more).issue()
        self.stage.settle(lambda: isinstance(self.stage.window.page(), BatchRunPage))
        return self.page(BatchRunPage)

    def done(self) -> None:
        """Wait until nothing is issued any more."""
        self.stage.settle(lambda: not self.ways.controller.is_running, seconds=90)
