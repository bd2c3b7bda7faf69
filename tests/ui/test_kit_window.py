"""The window: keys of every layout, sections, pages, palette, messages, widths."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.problems import Level
from registrar_app.ui.commands import Command, Commands
from registrar_app.ui.main_window import MainWindow
from registrar_app.ui.messages import Place
from registrar_app.ui.metrics import WidthClass
from registrar_app.ui.theme import Mode, Role, Theme
from registrar_app.ui.widgets.banner import Action, AdviceItem
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.list_pane import ListPane
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.tabs import Tab
from tests.ui.gallery import (
    DifferenceSample,
    EditSample,
    JournalSample,
    RecordSample,
    sample_window,
)
from tests.ui.helpers import focused, press, settle, tab_chain, type_text, walk

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture
def window(theme: Theme, qtbot) -> MainWindow:
    made = sample_window(theme)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_commands_when_listed_then_possible_ones_first_and_those_with_short_keys_before_others():
    commands = Commands()

    def add(name: str, group: str, key: str = "", reason: str = "") -> None:
        commands.add(Command(name, name, lambda: None, (key,) if key else (), group, lambda: reason))

    add("window", "Окно", "F6")
    add("impossible", "Пациент", "F4", "Сначала откройте пациента")
    add("rare", "Работа")
    add("jobs", "Работа", "Ctrl+Shift+J")
    add("find", "Работа", "F3")
    add("edit", "Пациент", "F8")
    assert [one.id for one in commands.all()] == ["edit", "find", "jobs", "rare", "window", "impossible"]


class KeyPage(Page):
    """Notes what was pressed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, side=True, tabs=(Tab("a", "Первая"), Tab("b", "Вторая", "F8")))
        self.set_title("Проба")
        self.pressed: list[str] = []
        self.bar.add(
            Button(
                theme, "Сохранить", kind=ButtonKind.PRIMARY, key="Ctrl+Enter", handler=self.note("primary")
            ),
            Button(theme, "Изменить", key="F4", handler=self.note("F4")),
            Button(theme, "Отложить", key="Ctrl+S", handler=self.note("Ctrl+S")),
        )
        self.bar.add_right(
            Button(theme, "Закрыть", kind=ButtonKind.QUIET, key="Esc", handler=self.note("Esc"))
        )
        assert self.side is not None
        self.side.add_advice(
            [
                AdviceItem(
                    theme,
                    Role.WARN,
                    f"Совет {n}",
                    "Текст.",
                    action=Action("Сделать", self.note(f"advice {n}")),
                )
                for n in (1, 2, 3, 4, 5, 6)
            ]
        )

    def note(self, word: str):
        return lambda: self.pressed.append(word)


@pytest.fixture
def page(window: MainWindow, theme: Theme) -> KeyPage:
    made = KeyPage(theme)
    window.push_page(made)
    settle()
    return made


@pytest.mark.parametrize(
    ("key", "modifiers", "wanted"),
    [
        (Qt.Key.Key_F4, (), "F4"),
        (Qt.Key.Key_Return, (CTRL,), "primary"),
        (Qt.Key.Key_Enter, (CTRL, Qt.KeyboardModifier.KeypadModifier), "primary"),
        (Qt.Key.Key_S, (CTRL,), "Ctrl+S"),
        (0x42B, (CTRL,), "Ctrl+S"),
        (Qt.Key.Key_Escape, (), "Esc"),
        (Qt.Key.Key_1, (ALT,), "advice 1"),
        (Qt.Key.Key_4, (ALT,), "advice 4"),
    ],
    ids=["F4", "Ctrl+Enter", "keypad Ctrl+Enter", "Ctrl+S", "Ctrl+Ы", "Esc", "Alt+1", "Alt+4"],
)
def test_key_of_a_visible_button_presses_it_once(
    page: KeyPage, key: int, modifiers: tuple, wanted: str
) -> None:
    press(focused(), key, *modifiers)
    assert page.pressed == [wanted]


def test_alt_digit_of_the_keypad_does_nothing(page: KeyPage) -> None:
    press(focused(), Qt.Key.Key_1, ALT, Qt.KeyboardModifier.KeypadModifier)
    assert page.pressed == []


def test_advice_beyond_four_is_counted_not_shown(page: KeyPage) -> None:
    assert len([one for one in page.findChildren(AdviceItem) if one.isVisible()]) == 4


def test_tab_key_chooses_the_tab(page: KeyPage, qtbot) -> None:
    with qtbot.waitSignal(page.head.tabs.chosen) as told:
        press(focused(), Qt.Key.Key_F8)
    assert told.args == ["b"]
    assert page.head.tabs.current == "b"


def test_sections_open_by_digit_and_keep_their_pages(window: MainWindow, page: KeyPage) -> None:
    press(focused(), Qt.Key.Key_2, CTRL)
    assert window.section == "papers"
    assert window.pane() is None
    press(focused(), Qt.Key.Key_1, CTRL)
    assert window.page() is page


def test_pop_page_returns_to_the_one_below(window: MainWindow, page: KeyPage) -> None:
    assert window.pop_page()
    assert window.page() is not page
    assert not window.pop_page(), "the root stays"


def test_replace_page_without_activation_leaves_the_focus_in_the_search(
    window: MainWindow, theme: Theme
) -> None:
    pane = window.pane()
    assert isinstance(pane, ListPane)
    pane.focus_search()
    window.replace_page(KeyPage(theme), activate=False)
    settle()
    assert focused() is pane.search


@pytest.mark.usefixtures("page")
def test_command_runs_by_key_and_a_reason_is_told_instead(window: MainWindow) -> None:
    ran: list[str] = []
    window.commands.add(
        Command("read", "Прочитать карту", lambda: ran.append("read"), ("F5",)),
        Command(
            "print", "Напечатать", lambda: ran.append("print"), ("Ctrl+P",), reason=lambda: "Нечего печатать"
        ),
    )
    press(focused(), Qt.Key.Key_F5)
    press(focused(), 0x417, CTRL)  # З stands on the key P
    assert ran == ["read"]
    assert window.messages.history[-1].title == "Нечего печатать"


@pytest.mark.usefixtures("page")
def test_pane_button_is_pressed_by_its_key(window: MainWindow) -> None:
    pane = window.pane()
    assert isinstance(pane, ListPane)
    pressed: list[bool] = []
    assert pane.foot is not None
    pane.foot.clicked.connect(lambda: pressed.append(True))
    press(focused(), 0x422, CTRL)  # Т stands on the key N
    assert pressed == [True]


def test_palette_finds_runs_and_gives_the_focus_back(window: MainWindow, page: KeyPage) -> None:
    before = focused()
    press(before, Qt.Key.Key_F10)
    sheet = window.palette_sheet
    assert sheet.isVisible()
    assert focused() is sheet.search
    type_text(sheet.search, "отчё")
    assert [one.title for one in sheet.lines] == ["Отчёты"]
    press(sheet.search, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert focused() is before
    assert page.pressed == [], "Esc closed the sheet only"
    press(focused(), Qt.Key.Key_F10)
    type_text(sheet.search, "отчет")
    press(sheet.search, Qt.Key.Key_Return)
    assert window.section == "reports"


@pytest.mark.usefixtures("page")
def test_help_lists_the_keys_of_the_page_first(window: MainWindow) -> None:
    press(focused(), Qt.Key.Key_F1)
    assert {"Сохранить", "Изменить", "Закрыть"} <= {one.title for one in window.palette_sheet.lines}


def test_escape_in_a_changed_field_stays_on_the_page(window: MainWindow, theme: Theme) -> None:
    edit = EditSample(theme)
    window.push_page(edit)
    settle()
    edit.form.focus_field("first_name")
    type_text(focused(), "Ж")
    press(focused(), Qt.Key.Key_Escape)
    assert edit.form.field("first_name").value() == "Александра"
    assert window.page() is edit


def test_ctrl_enter_looks_at_the_field_in_work_first(window: MainWindow, theme: Theme) -> None:
    edit = EditSample(theme)
    window.push_page(edit)
    settle()
    edit.form.focus_field("first_name")
    type_text(focused(), "7")
    press(focused(), Qt.Key.Key_Return, CTRL)
    assert "first_name" in edit.form.open_questions()


def test_ctrl_z_in_an_edited_field_undoes_there(window: MainWindow, theme: Theme) -> None:
    edit = EditSample(theme)
    window.push_page(edit)
    settle()
    edit.form.focus_field("birth_place")
    type_text(focused(), "Ж")
    press(focused(), 0x42F, CTRL)  # Я stands on the key Z
    assert edit.form.field("birth_place").value() == "г. Североореченск"


def test_f6_goes_to_the_next_question(window: MainWindow, theme: Theme) -> None:
    edit = EditSample(theme)
    edit.activate = lambda: None  # type: ignore[method-assign]
    window.push_page(edit)
    edit.form.show_problems(())
    edit.activate = EditSample.activate.__get__(edit)  # type: ignore[method-assign]
    edit.activate()
    edit.banner.clear()
    press(focused(), Qt.Key.Key_F6)
    assert focused() is edit.form.field("enp").editor


def test_registrar_error_becomes_a_banner_with_its_code(window: MainWindow, page: KeyPage) -> None:
    from registrar_app.domain.codes import CATALOGUE

    code = next(one for one, entry in CATALOGUE.items() if "{" not in entry.text + entry.way_out)
    window.messages.error(RegistrarError(code))
    assert page.banner.isVisible()
    assert page.banner.code == code
    assert page.banner.title == CATALOGUE[code].text


def test_fault_becomes_a_banner_and_its_report_holds_no_data(
    window: MainWindow, page: KeyPage, caplog
) -> None:
    with pytest.raises(ValueError) as caught:
        int("Иванов 112-233-445 95")
    window.messages.error(caught.value)
    assert window.messages.history[-1].place is Place.FAULT
    button = next(one for one in page.banner.findChildren(Button) if one.text() == "Скопировать отчёт")
    button.click()
    report = QApplication.clipboard().text()
    assert "ValueError" in report
    assert "Иванов" not in report + caplog.text
    caplog.clear()


def test_width_decides_what_is_shown(window: MainWindow, page: KeyPage, theme: Theme) -> None:
    assert page.side is not None
    for width, percent, wanted in (
        (1366, 100, WidthClass.WIDE), (1280, 100, WidthClass.NARROW), (1100, 100, WidthClass.SMALL),
        (1366, 130, WidthClass.SMALL), (1366, 100, WidthClass.WIDE),
    ):  # fmt: skip
        theme.set_font_percent(percent)
        window.resize(width, 768)
        settle()
        assert window.width_class is wanted
        below = page.side.mapTo(page, page.side.rect().topLeft()).x() < 50
        assert below == (wanted is WidthClass.SMALL)


@pytest.mark.usefixtures("page")
def test_focus_order_starts_in_the_search_then_list_then_page(window: MainWindow) -> None:
    pane = window.pane()
    assert isinstance(pane, ListPane)
    chain = tab_chain(window)
    ring = chain[chain.index(pane.search) :] + chain[: chain.index(pane.search)]
    assert ring[:2] == [pane.search, pane.list]
    words = [one.accessibleName() for one in ring[2:]]
    assert words.index("Первая") < words.index("Сделать") < words.index("Сохранить") < words.index("Закрыть")


def test_alt_digits_follow_the_place_on_the_page(window: MainWindow, theme: Theme) -> None:
    sample = DifferenceSample(theme)
    window.push_page(sample)
    settle()
    numbered = [(one.text(), one.key) for one in sample.buttons() if one.key.startswith("Alt+")]
    assert numbered == [("Показать", "Alt+3"), ("Всё с карты", "Alt+1"), ("Оставить как в записи", "Alt+2")]


def test_dark_and_light_switch_while_open(window: MainWindow, theme: Theme) -> None:
    window.push_page(RecordSample(theme))
    settle()
    light = window.grab().toImage().pixelColor(700, 600)
    theme.set_mode(Mode.DARK)
    settle()
    dark = window.grab().toImage().pixelColor(700, 600)
    assert light == theme_color("#FFFFFF")
    assert dark == theme_color("#1D252C")


def theme_color(name: str):
    from PySide6.QtGui import QColor

    return QColor(name)


@pytest.mark.parametrize("maker", [KeyPage, RecordSample, EditSample, DifferenceSample, JournalSample])
def test_walk_finds_nothing_wrong(window: MainWindow, theme: Theme, maker: type[Page]) -> None:
    window.push_page(maker(theme))
    settle()
    walk(window)


def test_walk_sees_a_clipped_label(window: MainWindow, page: KeyPage, theme: Theme) -> None:
    from registrar_app.ui.widgets.label import Label

    label = Label(theme, "Слишком длинные слова для этого места")
    label.setFixedWidth(40)
    page.body.addWidget(label)
    with pytest.raises(AssertionError, match="clipped"):
        walk(window, sizes=((1366, 768),), percents=(100,))


def test_level_and_role_words_agree() -> None:
    from registrar_app.ui.messages import ROLES

    assert {level.value: role.value for level, role in ROLES.items()} == {
        one.value: one.value for one in Level
    }
