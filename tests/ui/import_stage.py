"""A list on disk and the pages that load it, for pictures and tests."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from registrar_app.domain.values import PersonName
from registrar_app.ui.import_flow import ImportFlow
from registrar_app.ui.pages.import_columns import ImportColumnsPage
from registrar_app.ui.pages.import_list import ImportGroup
from registrar_app.ui.pages.import_run import ImportRunPage
from registrar_app.ui.pages.import_trial import ImportTrialPage
from registrar_app.ui.pages.settings import SettingsPage
from registrar_app.ui.widgets.page import Page
from tests.ui.stage import Stage

P = TypeVar("P", bound=Page)
HEADINGS = ("№ карты", "Ф.И.О.", "Д.р.", "Пол", "СНИЛС", "Полис", "Паспорт", "Адрес", "Телефон", "Примечание")
ROWS = (
    ("14", "Гарипова Зульфия Ильдусовна", "16.04.1991", "ж", "112-233-445 95", "", "4510 123456",
     "г. Северореченск, ул. Садовая, д. 14, кв. 37", "8 912 345-67-89", ""),
    ("15", "Константинопольская-Забайкальская Александра Владиславовна", "07.03.1968", "ж", "", "",
     "45 11 654321", "ул. Красноармейская 2-я, 114/3", "", "переехала"),
    ("16", "Мамедов Эльхан Рашид оглы", "02.11.1981", "м", "", "123456789", "", "с. Ивановка, ул. Ленина, 5",
     "", ""),
    ("17", "Ли Ян", "30.02.1990", "м", "112-233-445 96", "", "", "", "нет", ""),
    ("18", "Сидоров Константин Владимирович", "14.08.1957", "м", "", "", "4502 777888", "", "", ""),
    ("19", "Гарипова Зульфия Ильдусовна", "16.04.1991", "ж", "112-233-445 95", "", "", "", "", "дважды"),
)  # fmt: skip


def write_list(path: Path, rows: Sequence[Sequence[str]] = ROWS, encoding: str = "cp1251") -> Path:
    """The list as the old program gives it."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows((HEADINGS, *rows))
    return path


def many(count: int) -> list[tuple[str, ...]]:
    """So many people without numbers of any kind."""
    names = ("Белов", "Серов", "Чернов", "Рыжов", "Седов", "Сизов", "Бурков")
    return [
        (str(100 + n), f"{names[n % 7]}{'абвгд'[n // 7 % 5]} Пётр Сергеевич",
         f"{n % 28 + 1:02}.{n % 12 + 1:02}.{1950 + n % 60}", "м", "", "", f"46{n % 20:02} {n:06}", "", "", "")
        for n in range(count)
    ]  # fmt: skip


class Loads:
    """The settings with the load of lists, over a stage."""

    def __init__(self, stage: Stage, role: str = "senior") -> None:
        self.stage = stage
        worker = stage.desk.clinic.save_staff(
            PersonName("Громова", "Елена", "Аркадьевна"), "старший регистратор", role
        )
        stage.desk.sign_in(worker.id)
        self.flow = ImportFlow(
            stage.window, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock, stage.window
        )
        self.settings = SettingsPage(
            stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock, imports=self.flow
        )

    def open(self, size: tuple[int, int] = (1366, 768)) -> ImportGroup:
        """The group among the settings."""
        self.stage.show(self.settings, "settings", size)
        self.settings.show_group("import")
        self.stage.settle()
        group = self.settings.group
        assert isinstance(group, ImportGroup)
        return group

    def page(self, kind: type[P]) -> P:
        page = self.stage.window.page()
        assert isinstance(page, kind), type(page)
        return page

    def columns(self, path: Path, **more: Any) -> ImportColumnsPage:
        self.open(**more).open_path(str(path))
        self.stage.settle(lambda: isinstance(self.stage.window.page(), ImportColumnsPage))
        return self.page(ImportColumnsPage)

    def trial(self, path: Path, **more: Any) -> ImportTrialPage:
        self.columns(path, **more).begin_trial()
        self.stage.settle(lambda: isinstance(self.stage.window.page(), ImportTrialPage))
        page = self.page(ImportTrialPage)
        self.stage.settle(lambda: not page.runner.is_running)
        return page

    def run(self, path: Path, **more: Any) -> ImportRunPage:
        self.trial(path, **more).load()
        self.stage.settle(lambda: isinstance(self.stage.window.page(), ImportRunPage))
        return self.page(ImportRunPage)

    def done(self) -> None:
        """Wait until nothing is loaded any more."""
        self.stage.settle(lambda: not self.flow.controller.is_running, seconds=60)
