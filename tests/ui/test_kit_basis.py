"""Theme, icons, fonts, keys, tasks, paper: the parts below the widgets."""

import io
import threading

import pytest
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QColor, QFontDatabase, QKeyEvent
from PySide6.QtWidgets import QLabel
from reportlab.pdfgen.canvas import Canvas

from registrar_app.domain.codes import CATALOGUE
from registrar_app.domain.errors import RegistrarError
from registrar_app.paths import resource
from registrar_app.ui.cards_bridge import CardsBridge
from registrar_app.ui.keyboard import is_typing, key_name
from registrar_app.ui.messages import Messages, Place
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Mode, Role, Theme, Use
from registrar_app.ui.widgets.page_render import render_page
from registrar_app.ui.widgets.paper_view import PaperArea, PaperView
from tests.ui.helpers import settle

CTRL, ALT, SHIFT, PAD = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.KeypadModifier,
)


def luminance(color: QColor) -> float:
    """Relative luminance. Source: WCAG 2.1, definition of relative luminance."""
    parts = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in color.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXTS = [
    *[(role, ground) for role in (Role.TEXT, Role.TEXT2, Role.TEXT3)
      for ground in (Role.SURFACE, Role.SUBTLE, Role.FIELD, Role.ACCENT_TINT)],
    *[(role, role.tint) for role in (Role.OK, Role.INFO, Role.WARN, Role.ERROR, Role.NEUTRAL, Role.TRAIN)],
    (Role.ON_ACCENT, Role.ACCENT), (Role.ACCENT, Role.SURFACE), (Role.TEXT, Role.MATCH),
    (Role.RAIL_TEXT, Role.RAIL), (Role.RAIL_CURRENT_TEXT, Role.RAIL_CURRENT),
    (Role.COUNTER_TEXT, Role.COUNTER),
]  # fmt: skip


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
@pytest.mark.parametrize(("words", "ground"), TEXTS)
def test_text_contrast_is_at_least_aa(theme: Theme, mode: Mode, words: Role, ground: Role) -> None:
    theme.set_mode(mode)
    assert contrast(theme.color(words), theme.color(ground)) >= 4.5


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
@pytest.mark.parametrize("role", [Role.BORDER, Role.FOCUS, Role.WARN, Role.ERROR, Role.INFO])
def test_edges_of_controls_are_seen(theme: Theme, mode: Mode, role: Role) -> None:
    theme.set_mode(mode)
    assert contrast(theme.color(role), theme.color(Role.SURFACE)) >= 3.0


def test_fonts_are_the_shipped_ones_and_know_our_letters(theme: Theme) -> None:
    assert theme.fonts.missing == ()
    assert {"PT Sans", "PT Sans Caption"} <= set(QFontDatabase.families())
    assert theme.fonts.body == "PT Sans"


def test_font_size_grows_everything(theme: Theme) -> None:
    points, field = theme.font(Use.BODY).pointSizeF(), theme.px(34)
    theme.set_font_percent(130)
    assert theme.font(Use.BODY).pointSizeF() == pytest.approx(points * 1.3)
    assert theme.px(34) > field * 1.25
    with pytest.raises(ValueError, match="90"):
        theme.set_font_percent(90)


def test_icon_takes_the_colour_and_the_pixel_ratio(theme: Theme) -> None:
    pixmap = theme.icons.pixmap("lock", QColor("#AD2117"), 20, 1.5)
    assert pixmap.width() == 30
    image = pixmap.toImage()
    solid = [
        image.pixelColor(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    ]
    assert solid
    assert all(abs(one.red() - 0xAD) < 6 and one.green() < 0x30 for one in solid)
    assert theme.icons.pixmap("lock", QColor("#AD2117"), 20, 1.5) is pixmap


def test_licences_lie_beside_fonts_and_icons() -> None:
    assert (
        "SIL OPEN FONT LICENSE" in resource("fonts", "PTSans-OFL.txt").read_text(encoding="utf-8-sig").upper()
    )
    assert "MIT License" in resource("icons", "LICENSE.txt").read_text(encoding="utf-8")


# -- keys ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "modifiers", "name"),
    [
        (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier, "F8"),
        (Qt.Key.Key_Return, CTRL, "Ctrl+Enter"),
        (Qt.Key.Key_Enter, CTRL | PAD, "Ctrl+Enter"),
        (0x42B, CTRL, "Ctrl+S"),
        (0x417, CTRL | SHIFT, "Ctrl+Shift+P"),
        (Qt.Key.Key_1, ALT, "Alt+1"),
        (Qt.Key.Key_1, ALT | PAD, ""),
        (Qt.Key.Key_1, CTRL | PAD, "Ctrl+1"),
        (Qt.Key.Key_F6, SHIFT, "Shift+F6"),
        (Qt.Key.Key_Shift, SHIFT, ""),
    ],
)
def test_key_names(key: int, modifiers: Qt.KeyboardModifier, name: str) -> None:
    assert key_name(QKeyEvent(QEvent.Type.KeyPress, int(key), modifiers)) == name


@pytest.mark.parametrize(
    ("name", "typing"),
    [("A", True), ("Shift+A", True), ("Left", True), ("Enter", True), ("Esc", False), ("F3", False),
     ("Ctrl+A", False), ("Alt+1", False), ("Ins", False), ("PgUp", False), ("Del", True)],
)  # fmt: skip
def test_keys_of_the_focused_widget(name: str, typing: bool) -> None:
    assert is_typing(name) is typing


# -- tasks --------------------------------------------------------------------------------------


def test_query_runs_in_the_database_thread_and_answers_in_this_one(tasks: Tasks, qtbot) -> None:
    seen: list[str] = []
    tasks.run_query(
        lambda: threading.current_thread().name,
        lambda name: seen.extend([name, threading.current_thread().name]),
    )
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert seen[0].startswith("database")
    assert seen[1] == threading.main_thread().name


def test_changes_run_one_after_another_and_tell_views(tasks: Tasks, qtbot) -> None:
    running: list[int] = []
    most: list[int] = []
    told: list[bool] = []
    tasks.data_changed.connect(lambda: told.append(True))

    def change() -> None:
        running.append(1)
        most.append(len(running))
        running.pop()

    for _ in range(5):
        tasks.run_change(change)
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert most == [1] * 5
    assert told == [True] * 5


CODE = next(one for one, entry in CATALOGUE.items() if "{" not in entry.text + entry.way_out)


def refuse() -> None:
    raise RegistrarError(CODE)


def crash() -> None:
    raise KeyError("Иванов")


def test_failure_goes_to_its_handler_or_to_the_messages(tasks: Tasks, messages: Messages, qtbot) -> None:
    handled: list[str] = []
    tasks.run_query(refuse, failure=lambda error: handled.append(error.code))
    tasks.run_query(refuse)
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert handled == [CODE]
    assert [one.code for one in messages.history] == [CODE]


def test_fault_goes_to_the_messages_even_with_a_handler(
    tasks: Tasks, messages: Messages, qtbot, caplog
) -> None:
    tasks.run_query(crash, failure=lambda _error: pytest.fail("not for the handler"))
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert messages.history[-1].place is Place.FAULT
    assert "Иванов" not in caplog.text
    caplog.clear()


def test_result_for_a_deleted_parent_is_dropped(tasks: Tasks, qtbot) -> None:
    import shiboken6

    parent, seen = QObject(), []
    tasks.run_query(lambda: 1, seen.append, parent=parent)
    shiboken6.delete(parent)
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert seen == []


@pytest.mark.usefixtures("qapp")
def test_shutdown_finishes_changes_that_were_begun(messages: Messages) -> None:
    tasks, done = Tasks(messages), []
    for number in range(3):
        tasks.run_change(lambda number=number: done.append(number))
    tasks.shutdown()
    assert done == [0, 1, 2]
    tasks.run_change(lambda: done.append(9))
    settle()
    assert done == [0, 1, 2]


def test_bridge_brings_the_card_thread_to_this_one(qtbot) -> None:
    class Listener(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.seen: list[tuple[object, str]] = []

        def on_status(self, status: object) -> None:
            self.seen.append((status, threading.current_thread().name))

    bridge, listener = CardsBridge(), Listener()
    bridge.status_changed.connect(listener.on_status)
    worker = threading.Thread(target=bridge.on_status, args=("ready",), name="card")
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(listener.seen))
    assert listener.seen == [("ready", threading.main_thread().name)]


# -- paper --------------------------------------------------------------------------------------


def paper(pages: int = 2) -> bytes:
    """An A5 paper with a black square 10 mm wide at 20 mm from the left, 30 mm from the top."""
    buffer, mm = io.BytesIO(), 72 / 25.4
    canvas = Canvas(buffer, pagesize=(148 * mm, 210 * mm))
    for _ in range(pages):
        canvas.rect(20 * mm, (210 - 40) * mm, 10 * mm, 10 * mm, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_render_is_white_and_true_to_size() -> None:
    page = render_page(paper(), 0, zoom=1.0, room=QSize(), dpr=2.0)
    assert page is not None
    assert page.pages == 2
    assert page.image.width() == round(148 / 25.4 * 96 * 2)
    assert page.image.pixelColor(5, 5) == QColor("white")
    middle = [round(one / 25.4 * 96 * 2) for one in (25, 35)]
    assert page.image.pixelColor(*middle) == QColor("black")


@pytest.mark.parametrize("data", [b"", b"no paper", paper()[:200]], ids=["empty", "junk", "cut"])
def test_render_of_no_pdf_is_nothing(data: bytes) -> None:
    assert render_page(data, 0, zoom=1.0, room=QSize(100, 100), dpr=1.0) is None


@pytest.fixture
def view(theme: Theme, tasks: Tasks, qtbot) -> PaperView:
    made = PaperView(theme, tasks)
    qtbot.addWidget(made)
    made.resize(600, 700)
    made.show()
    with qtbot.waitSignal(made.shown):
        made.set_pdf(paper(), [PaperArea("name", 0, 20, 30, 10, 10), PaperArea("back", 1, 20, 30, 10, 10)])
    return made


def test_paper_keeps_the_old_page_when_the_new_data_are_broken(view: PaperView, qtbot) -> None:
    before = view.rendered
    with qtbot.waitSignal(view.failed):
        view.set_pdf(b"junk")
    assert view.rendered is before


def test_paper_turns_to_the_side_of_the_field(view: PaperView, qtbot) -> None:
    with qtbot.waitSignal(view.shown) as told:
        view.highlight("back")
    assert told.args == [1, 2]


def test_paper_click_tells_the_field(view: PaperView, qtbot) -> None:
    canvas = view._canvas
    scale = view.rendered.scale * 72 / 25.4
    spot = canvas._origin()
    spot.setX(spot.x() + round(25 * scale))
    spot.setY(spot.y() + round(35 * scale))
    with qtbot.waitSignal(view.field_clicked) as told:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=spot)
    assert told.args == ["name"]


def test_paper_zoom_steps(view: PaperView, qtbot) -> None:
    with qtbot.waitSignal(view.shown):
        view.set_zoom(1.0)
    assert view.percent == 100
    with qtbot.waitSignal(view.shown):
        view.step_zoom(1)
    assert view.percent == 125


def test_paper_view_can_go_while_a_page_is_being_drawn(theme: Theme, tasks: Tasks, qtbot) -> None:
    for _ in range(5):
        made = PaperView(theme, tasks)
        made.show()
        made.set_pdf(paper())
        made._render()
        made.close()
        made.deleteLater()
        settle()
    qtbot.waitUntil(lambda: not tasks.is_busy)


@pytest.mark.usefixtures("qapp")
def test_a_million_void_calls_are_survived() -> None:
    """PySide6 6.12.0 under Python 3.11 lost a reference to None at each call without a result."""
    label = QLabel()
    for number in range(1_000_000):
        label.setText("а" if number & 1 else "б")
    assert label.text() == "а"
