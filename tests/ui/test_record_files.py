"""The tab «Файлы» and the long history, by keyboard, with a real desk."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog

from registrar_app.domain.records import Identity, PersonFile
from registrar_app.services.settings import SCAN_FOLDER
from registrar_app.services.shapes import HistoryLine
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.pages.record_files import Shown
from registrar_app.ui.pages.record_files_adding import MOST, Incoming
from registrar_app.ui.pages.record_history import HistoryView
from registrar_app.ui.pages.record_tables import HISTORY_COLUMNS
from registrar_app.ui.widgets.button import Button
from registrar_app.ui.widgets.label import Label
from tests.file_samples import jpg, png, scanned_pdf, text_pdf
from tests.ui import shots_people as people
from tests.ui.clinic import NOW
from tests.ui.helpers import focused
from tests.ui.stage import Stage, key

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def record_of(stage: Stage, tab: str = "files", *, preview: bool = False) -> RecordPage:
    page = RecordPage(
        stage.theme, stage.desk, stage.tasks, stage.go, stage.clock, stage.clinic.long_name, tab=tab,
        preview=preview, messages=stage.messages,
    )  # fmt: skip
    stage.show(page)
    return page


def add(stage: Stage, data: bytes, kind: str = "consent", title: str = "") -> PersonFile:
    return stage.desk.files.add(stage.clinic.long_name, data, kind, title)


def kept(stage: Stage, *, with_removed: bool = False) -> list[tuple[str, str]]:
    found = stage.desk.files.list(stage.clinic.long_name, with_removed=with_removed)
    return [(one.kind, one.title) for one in found]


def keys_shown(page: RecordPage) -> list[str]:
    return [one.key for one in page.bar.findChildren(Button) if one.isVisible()]


def test_files_when_opened_by_key_shows_list_count_and_preview(stage: Stage) -> None:
    add(stage, text_pdf(3), "application", "заявление")
    add(stage, jpg(), "passport", "разворот")
    page = record_of(stage, "data")
    key(stage, Qt.Key.Key_F11)
    stage.settle(lambda: page.files.preview.view.rendered is not None)
    assert [row.cells[:2] for row in page.files.table.rows] == [
        ("паспорт", "разворот"), ("заявление", "заявление"),
    ]  # fmt: skip
    assert focused() is page.files.table
    first = page.files.preview.view.rendered
    key(stage, Qt.Key.Key_Down)
    stage.settle(lambda: page.files.preview.view.rendered not in (None, first))
    shown = page.files.preview.view.rendered
    assert shown is not None
    assert shown.pages == 3
    key(stage, Qt.Key.Key_PageDown)
    stage.settle(lambda: page.files.preview.view.page == 1)
    assert keys_shown(page) == ["Ins", "Ctrl+P", "Ctrl+S", "Ctrl+Del", "Esc"]


def test_enter_shows_large_and_esc_goes_back_then_closes(stage: Stage) -> None:
    add(stage, png())
    page = record_of(stage)
    page.files.focus_list()
    key(stage, Qt.Key.Key_Return)
    assert page.files.shown is Shown.LARGE
    assert not page.files.table.isVisible()
    key(stage, Qt.Key.Key_Escape)
    assert page.files.shown is Shown.LIST
    key(stage, Qt.Key.Key_Escape)
    assert stage.go.names == ["home"]


def test_several_files_each_have_their_own_result(stage: Stage, tmp_path: Path) -> None:
    add(stage, text_pdf(), "consent", "согласие")
    samples = {
        "паспорт.jpg": jpg(), "снилс.jpg": jpg(1240, 1754, dpi=150), "plan.exe": b"MZ", "ещё.pdf": text_pdf(),
        "пустой.pdf": b"",
    }  # fmt: skip
    for name, data in samples.items():
        (tmp_path / name).write_bytes(data)
    page = record_of(stage)
    page.files.add_incoming([Incoming(tmp_path / one, one) for one in samples])
    stage.settle(lambda: not page.files.adding.is_checking)
    assert kept(stage) == [("consent", "согласие")], "nothing is kept before Ctrl+Enter"
    key(stage, Qt.Key.Key_Return, CTRL)
    assert kept(stage) == [("passport", "паспорт"), ("consent", "согласие")]
    form = page.files.adding.form
    codes = {one.spec.label: [p.code for p in one.problems] for one in form.fields.values() if one.problems}
    assert codes == {
        "снилс.jpg": ["REC-098"], "plan.exe": ["REC-091"], "ещё.pdf": ["REC-101"], "пустой.pdf": ["REC-090"],
    }  # fmt: skip
    key(stage, Qt.Key.Key_1, ALT)
    key(stage, Qt.Key.Key_Return, CTRL)
    assert ("snils", "снилс") in kept(stage), "the registrar took it as it is"
    assert page.files.shown is Shown.ADDING, "the bad ones are still told"
    key(stage, Qt.Key.Key_Escape)
    assert page.files.shown is Shown.LIST
    assert len(page.files.table.rows) == 3


def test_kind_when_changed_to_a_photograph_needs_no_resolution(stage: Stage) -> None:
    page = record_of(stage)
    page.files.add_incoming([Incoming(jpg(800, 600, dpi=None), "паспорт.jpg")])
    stage.settle(lambda: not page.files.adding.is_checking)
    field = page.files.adding.form.field("kind0")
    assert [one.code for one in field.problems] == ["REC-098"]
    field.set_value("photo")
    field.commit()
    key(stage, Qt.Key.Key_Return, CTRL)
    assert [one[0] for one in kept(stage)] == ["photo"]
    assert page.files.shown is Shown.LIST


def test_too_many_files_at_once_are_told(stage: Stage) -> None:
    page = record_of(stage)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(f"/scans/{one}.pdf") for one in range(MOST + 1)])
    page.files.intake.take(mime)
    assert page.banner.code == "REC-108"


def test_dropped_files_are_asked_about_from_any_tab(stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "полис.png").write_bytes(png())
    page = record_of(stage, "data")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "полис.png"))])
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(400, 300), Qt.DropAction.CopyAction, mime, buttons, none)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, mime, buttons, none)
    QApplication.sendEvent(page, drop)
    stage.settle(lambda: not page.files.adding.is_checking)
    assert page.head.tabs.current == "files"
    key(stage, Qt.Key.Key_Return, CTRL)
    assert kept(stage) == [("policy", "полис")]


def test_record_looked_at_in_passing_takes_no_files(stage: Stage) -> None:
    page = record_of(stage, preview=True)
    mime = QMimeData()
    mime.setImageData(QImage(10, 10, QImage.Format.Format_RGB32))
    assert not page.files.takes(mime)
    page.files.add_incoming([Incoming(png(), "полис.png")])
    assert page.files.shown is Shown.LIST


def test_picture_from_the_clipboard_is_added_and_an_empty_one_is_told(stage: Stage) -> None:
    page = record_of(stage)
    page.files.focus_list()
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    key(stage, Qt.Key.Key_V, CTRL)
    assert page.banner.code == "REC-105"
    image = QImage(900, 700, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    clipboard.setImage(image)
    key(stage, Qt.Key.Key_V, CTRL)
    stage.settle(lambda: page.files.shown is Shown.ADDING and not page.files.adding.is_checking)
    key(stage, Qt.Key.Key_Return, CTRL)
    assert kept(stage) == [("other", "иное")]
    assert stage.desk.files.list(stage.clinic.long_name)[0].source == "clipboard"


def test_choosing_opens_in_the_scanners_folder(stage: Stage, tmp_path: Path) -> None:
    folder = tmp_path / "сканы"
    folder.mkdir()
    stage.desk.settings.set(SCAN_FOLDER, str(folder))
    page = record_of(stage)
    key(stage, Qt.Key.Key_Insert)
    (dialog,) = [one for one in page.files.findChildren(QFileDialog) if one.isVisible()]
    assert Path(dialog.directory().absolutePath()) == folder
    dialog.reject()
    stage.desk.settings.set(SCAN_FOLDER, str(tmp_path / "нет"))
    page.files.refresh()
    stage.settle()
    page.files.intake.choose()
    assert page.banner.code == "REC-109"
    (dialog,) = [one for one in page.files.findChildren(QFileDialog) if one.isVisible()]
    dialog.reject()


def test_remove_asks_why_and_once_more_and_can_be_taken_back(stage: Stage) -> None:
    file = add(stage, text_pdf(), "consent", "согласие")
    page = record_of(stage)
    page.files.focus_list()
    key(stage, Qt.Key.Key_Delete, CTRL)
    key(stage, Qt.Key.Key_Return, CTRL)
    assert kept(stage) == [("consent", "согласие")], "the first press only asks"
    key(stage, Qt.Key.Key_Return, CTRL)
    assert kept(stage) == []
    assert stage.desk.files.get(file.id).removed_reason == "добавлен по ошибке"
    assert page.files.table.rows == ()
    key(stage, Qt.Key.Key_0, ALT)
    assert len(page.files.table.rows) == 1
    page.files.focus_list()
    key(stage, Qt.Key.Key_Z, CTRL)
    assert kept(stage) == [("consent", "согласие")]


def test_copy_is_written_without_a_name_of_a_person(stage: Stage, tmp_path: Path) -> None:
    file = add(stage, scanned_pdf(600, 800), "photo", "Константинопольская")
    page = record_of(stage)
    page.files.save_copy()
    (dialog,) = [one for one in page.files.findChildren(QFileDialog) if one.isVisible()]
    assert [Path(one).name for one in dialog.selectedFiles()] == ["фото.pdf"]
    dialog.reject()
    page.files.use.write_copy(file, tmp_path / "копия.pdf")
    stage.settle()
    assert (tmp_path / "копия.pdf").read_bytes() == stage.desk.files.read(file.id)
    page.files.use.write_copy(file, tmp_path / "нет" / "копия.pdf")
    stage.settle()
    assert page.banner.code == "REC-106"


def test_lost_bytes_are_told_and_the_tab_stays(stage: Stage) -> None:
    file = add(stage, text_pdf())
    store = stage.desk._bench.store
    assert store.blobs.delete([file.sha256], NOW + timedelta(days=9000)) == 1
    page = record_of(stage)
    stage.settle(lambda: page.banner.isVisible())
    assert page.banner.code == "DB-020"


# -- photo --------------------------------------------------------------------------------------


def test_photo_kept_from_the_card_is_shown_behind_the_text_and_goes_with_the_person(stage: Stage) -> None:
    people.filled(stage)
    card = people.card()
    stage.desk.identification.accept(
        stage.clinic.long_name, Identity(card.source, card.person, photo=jpg(240, 320, dpi=None)), ()
    )
    seen: list[bool] = []
    page = RecordPage(
        stage.theme, stage.desk, stage.tasks, stage.go, stage.clock, stage.clinic.long_name
    )  # fmt: skip
    page.loaded.connect(lambda _record: seen.append(page.head.photo.has_picture))
    stage.show(page)
    stage.settle(lambda: page.head.photo.has_picture)
    assert seen[0] is False, "the text came first"
    page.show_person(stage.clinic.mamedov)
    stage.wait(0.4)
    assert not page.head.photo.has_picture


# -- history ------------------------------------------------------------------------------------


def lines(count: int) -> tuple[HistoryLine, ...]:
    return tuple(
        HistoryLine(
            NOW - timedelta(days=number), "Лебедева Н. П." if number % 2 else "Орлов Д. В.",
            "Телефон" if number % 10 else "Фамилия", f"было {number}", f"стало {number}",
        )
        for number in range(count)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 1000), ("фамилия", 100), ("фамилия орлов", 100), ("20.11.2026", 1), ("ТЕЛЕФОН лебедева", 500),
     ("нет такого", 0)],
)  # fmt: skip
def test_long_history_is_searched_by_field_person_and_day(stage: Stage, text: str, count: int) -> None:
    view = HistoryView(stage.theme)
    view.set_lines(lines(1000), NOW)
    view.filter.set_values({"text": text})
    view.filter.edited.emit("text")
    stage.wait(0.2)
    assert len(view.table.rows) == count
    view.deleteLater()


def test_history_has_the_column_of_sources_only_where_there_is_one(stage: Stage) -> None:
    page = record_of(stage, "history")
    table = page.history.table
    how = [column.id for column in HISTORY_COLUMNS].index("how")
    line = HistoryLine(NOW, "Лебедева Н. П.", "Телефон", "", "+7 900 123-45-67")
    page.history.set_lines([line], NOW)
    assert table.isColumnHidden(how)
    page.history.set_lines([line, replace(line, note="по карте")], NOW)
    assert not table.isColumnHidden(how)


def test_short_history_has_no_search_and_another_person_begins_anew(stage: Stage) -> None:
    page = record_of(stage, "history")
    view = page.history
    view.set_lines(lines(30), NOW)
    assert view.filter.isVisible()
    view.filter.set_values({"text": "фамилия"})
    page.show_person(stage.clinic.mamedov, tab="history")
    stage.settle()
    assert not view.filter.isVisible()
    assert view.filter.values()["text"] == ""


def test_chosen_line_of_the_history_is_told_in_full(stage: Stage) -> None:
    page = record_of(stage, "history")
    long = "АО «СК „Северный щит“», Северореченский филиал, отделение на улице Красноармейской 2-й"
    page.history.set_lines([HistoryLine(NOW, "Лебедева Н. П.", "Страховая", "", long, "по карте")], NOW)
    page.history.table.select(0)
    stage.settle()
    told = [one.text() for one in page.history.findChildren(Label) if one.isVisible()]
    assert f"Страховая: — → {long} · по карте · Лебедева Н. П." in told
