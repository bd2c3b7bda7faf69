"""Draws every part of the kit into PNG files, to be looked at beside the design pictures.

Usage: ``python -m tests.ui.gallery FOLDER`` (offscreen by itself).
"""

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication, QWidget

from registrar_app.domain.problems import Check, Level, Problem
from registrar_app.domain.records import SearchRow
from registrar_app.domain.values import PersonName
from registrar_app.ui.application import prepare
from registrar_app.ui.commands import Commands
from registrar_app.ui.main_window import MainWindow, Section
from registrar_app.ui.messages import Messages
from registrar_app.ui.theme import Mode, Role, Theme
from registrar_app.ui.widgets.badge import Badge
from registrar_app.ui.widgets.banner import Action, AdviceItem, NoteLine
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.data_table import DataTable
from registrar_app.ui.widgets.difference_table import DifferenceRow, DifferenceTable, Side
from registrar_app.ui.widgets.empty_state import ActionLine, EmptyState
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import Answer, FieldKind, FieldSpec, SectionSpec
from registrar_app.ui.widgets.list_pane import ListPane
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.section import Definition, DefinitionList, SectionTitle
from registrar_app.ui.widgets.tables import BadgeCell, Column, TableRow
from registrar_app.ui.widgets.tabs import Tab

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 10, 42, tzinfo=UTC)


def nothing() -> None:
    """A handler that does nothing."""


def person(number: int, words: str, born: date, tail: str, district: str, badge: str = "",
           role: str = "neutral", died: date | None = None) -> SearchRow:  # fmt: skip
    """An invented person of the list."""
    last, first, patronymic = [*words.split(" ", 2), None][:3]
    return SearchRow(
        UUID(int=number), PersonName(last or "", first or "", patronymic), born, tail, district, None, badge,
        role, died,
    )  # fmt: skip


PEOPLE = (
    person(1, "Константинопольская-Забайкальская Александра Владиславовна", date(1968, 3, 7), "5018", "12",
           "согласие", "warn"),
    person(2, "Ёлкин Пётр Андреевич", date(2019, 6, 19), "3318", "3"),
    person(3, "Мамедов Эльхан Рашид оглы", date(1981, 11, 2), "7740", "", "другая МО"),
    person(4, "Соколова Мария Андреевна", date(2008, 3, 9), "1906", "7"),
    person(5, "Ли Ян", date(1994, 1, 30), "", "", "не прикреплён", "warn"),
    person(6, "Сидоров Константин Владимирович", date(1957, 8, 14), "0045", "12", "спорные", "error"),
    person(7, "Гарифуллина-Воскобойникова Зухра Миннеахметовна", date(1937, 8, 14), "0045", "12",
           died=date(2025, 2, 3)),
)  # fmt: skip


class RecordSample(Page):
    """Picture 03."""

    def __init__(self, theme: Theme) -> None:
        tabs = (
            Tab("data", "Данные"), Tab("attachment", "Прикрепление", "F8"), Tab("papers", "Справки", "F9", 4),
            Tab("documents", "Документы", count=7), Tab("history", "История"),
        )  # fmt: skip
        super().__init__(theme, tabs=tabs, side=True)
        self.set_title(
            "Константинопольская-Забайкальская Александра Владиславовна",
            "женщина  ·  07.03.1968, 58 лет  ·  карта № 014287",
        )
        self.head.set_badges(
            [
                Badge(theme, "Полис действует", Role.OK),
                Badge(theme, "Прикреплена к нам, участок 12", Role.OK, short="Прикреплена, участок 12"),
                Badge(theme, "Согласие до 30.11.2026", Role.WARN, short="Согласие до 30.11"),
            ]
        )
        left, right = self.two_columns()
        left.addWidget(SectionTitle(theme, "Личные данные"))
        left.addWidget(
            DefinitionList(
                theme,
                (
                    Definition("Дата рождения", "07.03.1968, 58 лет"),
                    Definition("Пол", "женский"),
                    Definition("СНИЛС", "112-233-445 95"),
                    Definition("Родилась", "г. Североореченск"),
                    Definition("Гражданство", "Россия"),
                    Definition(
                        "Документ", "паспорт 45 15 № 100200 от 25.06.2020, УМВД по Североореченской области"
                    ),
                ),
            )
        )
        left.addSpacing(14)
        left.addWidget(SectionTitle(theme, "Полис ОМС"))
        left.addWidget(
            DefinitionList(
                theme,
                (
                    Definition("ЕНП", "9956 1308 9200 5018", bold=True),
                    Definition("Вид", "единого образца, электронный"),
                    Definition("Страховая", "АО «СК „Северный щит“», Североореченский филиал"),
                    Definition("Действует", "с 11.02.2019, без срока"),
                    Definition("Проверен", "сегодня, 10:40, по карте"),
                ),
            )
        )
        right.addWidget(SectionTitle(theme, "Адрес и связь"))
        right.addWidget(
            DefinitionList(
                theme,
                (
                    Definition(
                        "Регистрация", "г. Североореченск, ул. Красноармейская 2-я, д. 114, корп. 3, кв. 218"
                    ),
                    Definition("Проживание", "совпадает с регистрацией"),
                    Definition("Телефон", "", must=True),
                ),
            )
        )
        right.addSpacing(14)
        right.addWidget(SectionTitle(theme, "Прикрепление"))
        right.addWidget(
            DefinitionList(
                theme,
                (
                    Definition("Где", "ГБУЗ «ГП № 7», наша"),
                    Definition("Участок", "12, терапевтический"),
                    Definition("Врач", "Кузнецова Ирина Павловна"),
                    Definition("Фонд", badge="принято 22.01.2024", badge_role=Role.OK),
                ),
            )
        )
        assert self.side is not None
        self.side.add_advice(
            [
                AdviceItem(
                    theme,
                    Role.WARN,
                    "Согласие скоро истечёт",
                    "Согласие на обработку данных до 30.11.2026.",
                    action=Action("Напечатать", nothing),
                ),
                AdviceItem(
                    theme,
                    Role.INFO,
                    "Телефон давно не уточняли",
                    "Последний раз 14.03.2023.",
                    action=Action("Верный", nothing),
                ),
            ]
        )
        self.bar.add(
            Button(theme, "Изменить", icon="pencil", key="F4"),
            Button(theme, "Прикрепить", icon="link", key="F8"),
            Button(theme, "Справка", icon="certificate", key="F9"),
            Button(theme, "Печать", icon="printer", key="Ctrl+P"),
        )
        self.bar.add_right(Button(theme, "Закрыть", kind=ButtonKind.QUIET, key="Esc"))


def problem(code: str, level: Level, text: str, way_out: str = "", field: str | None = None) -> Problem:
    """A problem as the catalogue would give it."""
    return Problem(code, level, text, way_out, field)


def no_digits(text: str) -> Check:
    """A rule for the samples: letters only; a trailing blank is repaired with a remark."""
    if any(one.isdigit() for one in text):
        return Check.of(None, problem("ID-001", Level.ERROR, "В имени есть цифры.", "Уберите их."))
    if "C" in text:
        note = problem("ID-003", Level.INFO, "Латинские буквы заменены русскими.")
        return Check.of(text.replace("C", "С"), note)
    return Check.of(text.strip())


EDIT_ITEMS = (
    SectionSpec("Личные данные и полис"),
    FieldSpec("last_name", "Фамилия", 6, check=no_digits),
    FieldSpec("first_name", "Имя", 2, check=no_digits),
    FieldSpec("patronymic", "Отчество", 4),
    FieldSpec("birth_date", "Дата рождения", 2, FieldKind.DATE, hint="58 лет"),
    FieldSpec("sex", "Пол", 2, FieldKind.COMBO, choices=(("female", "женский"), ("male", "мужской"))),
    FieldSpec("snils", "СНИЛС", 5),
    FieldSpec("birth_place", "Место рождения", 3),
    FieldSpec("enp", "Номер полиса (ЕНП)", 6,
              answers={"ID-034": (Answer("confirm", "Номер верный"), Answer("take", "Взять 07.03.1986"))}),
    FieldSpec("insurer", "Страховая организация", 6, FieldKind.COMBO,
              choices=(("1", "АО «СК „Северный щит“», Североореченский филиал"),)),
    SectionSpec("Документ, адрес, связь"),
    FieldSpec("document", "Документ", 4, FieldKind.COMBO, choices=(("14", "Паспорт гражданина РФ"),)),
    FieldSpec("series", "Серия", 2),
    FieldSpec("number", "Номер", 2),
    FieldSpec("issued", "Выдан", 2, FieldKind.DATE),
    FieldSpec("office", "Код подр.", 2),
    FieldSpec("address", "Адрес регистрации", 8),
    FieldSpec("phone", "Телефон", 4, hint="если есть", placeholder="+7 (___) ___-__-__"),
    FieldSpec("note", "Перенесённые заболевания", 8, FieldKind.TEXT, max_chars=272),
    FieldSpec("doctor", "Врач участка", 4, FieldKind.READONLY),
)  # fmt: skip

EDIT_VALUES = {
    "last_name": "Константинопольская-Забайкальская", "first_name": "Александра",
    "patronymic": "Владиславовна",
    "birth_date": "07.03.1968", "sex": "female", "snils": "112-233-445 96",
    "birth_place": "г. Североореченск",
    "enp": "9956 3108 9200 4175", "insurer": "1", "document": "14", "series": "45 15", "number": "100200",
    "issued": "25.06.2020", "office": "990-001", "doctor": "Кузнецова И. П.",
    "address": "г. Североореченск, ул. Красноармейская 2-я, д. 114, корп. 3, кв. 218",
    "note": "ОРВИ, ветряная оспа (2013 г.), хронических заболеваний не имеет",
}  # fmt: skip

EDIT_PROBLEMS = (
    problem("ID-003", Level.INFO, "Две латинские буквы (C, a) заменены русскими.", field="last_name"),
    problem("ID-021", Level.ERROR, "Контрольное число СНИЛС не сходится.",
            "Сверьте все 11 цифр с документом.", "snils"),
    problem("ID-034", Level.WARN, "По номеру полиса: женщина, 07.03.1986. В записи 07.03.1968.", field="enp"),
    problem("ID-061", Level.ERROR, "В номере телефона не хватает цифр.", "Допишите или сотрите.", "phone"),
)  # fmt: skip


class EditSample(Page):
    """Picture 04."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.set_title(
            "Константинопольская-Забайкальская Александра Владиславовна",
            "женщина  ·  07.03.1968, 58 лет  ·  карта № 014287",
        )
        self.head.add_right(Badge(theme, "Черновик сохранён 10:42:15", Role.INFO, icon="device-floppy"))
        self.head.set_word("Правка записи", Role.ACCENT)
        self.form = FormGrid(theme, EDIT_ITEMS)
        self.form.set_values(EDIT_VALUES)
        self.add_form(self.form)
        self.body.addStretch(1)
        self.bar.add(
            Button(theme, "Сохранить", kind=ButtonKind.PRIMARY, icon="device-floppy", key="Ctrl+Enter")
        )
        self.bar.set_hint("Enter — следующее поле")
        self.bar.add_right(Button(theme, "Отменить правку", kind=ButtonKind.QUIET, key="Esc"))

    def activate(self) -> None:
        self.form.show_problems(EDIT_PROBLEMS)
        self.banner.show_message(
            Role.ERROR, "Не сохранено: 2 ошибки, 1 предупреждение ждёт ответа",
            action=Action("К следующей", nothing, "F6"),
        )  # fmt: skip
        self.form.focus_field("snils")

    def next_question(self, step: int = 1) -> bool:
        return self.form.next_question(step)


class StartSample(Page):
    """Pictures 01 and 18."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, head=False)
        self.bar.hide()
        self.body.addWidget(EmptyState(
            theme, "«Гарипова» — такой фамилии в базе нет",
            "Набрано «gfhbgjdf»: раскладка английская, искали по-русски. Проверили все 48 213 записей.",
            actions=(
                ActionLine("search", "Искать по части слова", "девичья фамилия, опечатка", "Ctrl+F", nothing),
                ActionLine("credit-card", "Вставить полис", "номер точнее фамилии", "F5", nothing),
                ActionLine("user-plus", "Новый пациент: Гарипова", "перенесём фамилию", "Ctrl+N", nothing),
            ),
        ))  # fmt: skip
        self.body.addStretch(1)


DIFFERENCES = (
    DifferenceRow("last_name", "Фамилия",
                  (Side("Константинопольская"), Side("Константинопольская-Забайкальская"))),
    DifferenceRow(
        "insurer", "Страховая",
        (Side("ООО «Медстрах-Регион»", "по записи от 03.02.2021"),
         Side("АО «СК „Северный щит“»", "ОГРН 1029900500120 · с 11.02.2024")),
        1,
    ),
    DifferenceRow("citizenship", "Гражданство", (Side(""), Side("Россия")), 1),
    DifferenceRow(
        "birth_place", "Место рождения",
        (Side("г. Североореченск", "исправил старший регистратор 03.02.2025"), Side("пос. Северореченский")),
        0,
    ),
)  # fmt: skip


class DifferenceSample(Page):
    """Picture 05."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.set_title("Константинопольская Александра Владиславовна", "женщина  ·  07.03.1968, 58 лет")
        self.head.set_badges([Badge(theme, "Полис действует", Role.OK)])
        self.banner.show_message(
            Role.OK, "Карта прочитана, пациентка найдена по ЕНП",
            "Карту можно вынуть. На карте четыре поля другие, чем в записи.",
            action=Action("Прочитать ещё раз", nothing, "F5"),
        )  # fmt: skip
        note = "Стрелки — строка и сторона, Пробел — выбрать"
        self.body.addWidget(SectionTitle(theme, "Что записать", note=note, note_right=True, hairline=False))
        self.table = DifferenceTable(theme, ("В записи", "На карте"))
        self.table.set_rows(DIFFERENCES)
        self.body.addWidget(self.table)
        self.body.addWidget(
            NoteLine(
                theme,
                Role.OK,
                "Совпадает 7 полей:",
                "ЕНП, имя, отчество, пол",
                action=Action("Показать", nothing, numbered=True),
            )
        )
        self.body.addWidget(
            NoteLine(theme, Role.INFO, "", "Карта сама ничего не меняет: запишется отмеченное.")
        )
        self.bar.add(
            Button(theme, "Записать 3 изменения", kind=ButtonKind.PRIMARY, key="Ctrl+Enter"),
            Button(theme, "Всё с карты", key="Alt+1"),
            Button(theme, "Оставить как в записи", key="Alt+2"),
        )
        self.bar.add_right(Button(theme, "Отложить", kind=ButtonKind.QUIET, key="Esc"))

    def activate(self) -> None:
        self.table.setFocus()


JOURNAL_COLUMNS = (
    Column("number", "Номер", 112), Column("date", "Дата", 96), Column("person", "Пациент", least=300),
    Column("kind", "Вид", 140), Column("state", "Состояние", 166),
    Column("issued", "Выдана", 80, right=True, priority=1),
)  # fmt: skip


class JournalSample(Page):
    """Picture 09."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.set_title("Журнал справок")
        self.head.add_right(Button(theme, "Выгрузить", icon="file-export", key="Ctrl+E"))
        self.table = DataTable(theme, JOURNAL_COLUMNS, "Журнал справок")
        states = (
            BadgeCell("к подписи", Role.WARN, "signature"),
            BadgeCell("готова", Role.INFO, "clipboard-check"),
            BadgeCell("выдана", Role.OK),
            BadgeCell("испорчена", Role.ERROR, "circle-x"),
        )
        self.table.set_rows(
            [
                TableRow(
                    n,
                    (f"{902 - n:06}", "21.11.2026", PEOPLE[n % 7].name.full, "086/у", states[n % 4], "10:05"),
                )
                for n in range(30)
            ]
        )
        self.table.select(1)
        self.fill(self.table)
        self.bar.add(Button(theme, "Выдать", kind=ButtonKind.PRIMARY, key="Enter"))
        self.bar.set_hint("Стрелки — строка, Ins — взять запрос")

    def activate(self) -> None:
        self.table.setFocus()


def sample_window(theme: Theme, *, training: bool = False) -> MainWindow:
    """A window with invented people and the sample pages."""
    window = MainWindow(theme, Commands(), Messages(), training=training, now=lambda: NOW)

    def pane() -> QWidget:
        foot = Button(theme, "Новый пациент", icon="user-plus", key="Ctrl+N", left=True)
        made = ListPane(theme, TODAY, foot=foot)
        made.set_rows(PEOPLE, query="")
        return made

    sections = (
        ("people", "users", "Пациенты", pane), ("papers", "certificate", "Справки", None),
        ("attachments", "link", "Прикрепления", None), ("reports", "printer", "Отчёты", None),
        ("settings", "settings", "Настройки", None),
    )  # fmt: skip
    for number, (section, icon, word, maker) in enumerate(sections, 1):
        window.add_section(Section(section, icon, word, f"Ctrl+{number}", lambda: StartSample(theme), maker))
    window.status.cell("reader").set_state("credit-card", "Считыватель готов")
    window.status.cell("link").set_state("alert-triangle", "Ждут метки времени: 14", Role.WARN)
    window.set_staff("Лебедева Н. П. · окно 3")
    window.rail.set_count("papers", 3)
    window.open_section("people")
    return window


def draw(folder: Path) -> None:
    """Write the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(sys.argv)
    assert isinstance(app, QApplication)
    theme = prepare(app, Mode.LIGHT)
    for size, percent in (((1366, 768), 100), ((1280, 720), 100), ((1366, 768), 130)):
        theme.set_font_percent(percent)
        for mode in (Mode.LIGHT, Mode.DARK):
            theme.set_mode(mode)
            for name, maker in (
                ("start", None),
                ("record", RecordSample),
                ("edit", EditSample),
                ("differences", DifferenceSample),
                ("journal", JournalSample),
            ):
                window = sample_window(theme, training=name == "start")
                window.resize(*size)
                window.show()
                window.activateWindow()
                app.processEvents()
                if maker is not None:
                    pane = window.pane()
                    assert isinstance(pane, ListPane)
                    pane.select(PEOPLE[0].id, silent=True)
                    window.push_page(maker(theme))  # type: ignore[operator]
                if name == "start" and mode is Mode.DARK:
                    window.open_commands()
                for _ in range(4):
                    app.processEvents()
                window.grab().save(str(folder / f"{name}-{size[0]}-{percent}-{mode}.png"))
                window.close()
                window.deleteLater()
                app.processEvents()


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
