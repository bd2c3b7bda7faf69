"""The paper policy in the whole program: port, keys, picture; the right page opens, typing stays."""

import dataclasses
import io
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pikepdf
import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas
from stdnum import luhn

from registrar_app.cards.barcode import PolicyContent, decode_policy, write_policy
from registrar_app.cards.serial_scanner import ScannerState
from registrar_app.domain.enp import encode_birth
from registrar_app.domain.records import PersonRecord
from registrar_app.domain.values import Sex
from registrar_app.services.settings import SCAN_FOLDER, SCANNER_PORT
from registrar_app.ui.pages.differences import DifferencesPage
from registrar_app.ui.pages.edit import EditPage
from registrar_app.ui.pages.nothing_found import NothingFoundPage
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.pages.settings import SettingsPage
from registrar_app.ui.pages.settings_scanner import ScannerGroup
from registrar_app.ui.widgets.banner import AdviceItem
from tests.ui.helpers import walk
from tests.ui.play import KNOWN, Play

TODAY = date(2026, 11, 20)
NONE = Qt.KeyboardModifier.NoModifier


def content_of(record: PersonRecord) -> PolicyContent:
    """The barcode on a person's paper policy."""
    data = record.data
    assert data.birth_date is not None
    assert data.sex is not None
    return PolicyContent(
        2, data.policy.enp, data.last_name.upper(), data.first_name.upper(), (data.patronymic or "").upper(),
        data.sex, data.birth_date,
    )  # fmt: skip


def stranger() -> PolicyContent:
    """Somebody who is in no record."""
    born = date(1971, 2, 3)
    digits = f"99{encode_birth(born, Sex.MALE)}77777"
    number = digits + luhn.calc_check_digit(digits)
    return PolicyContent(2, number, "ТУРУХТАНОВ", "ЕВДОКИМ", "ПАФНУТЬЕВИЧ", Sex.MALE, born)


@pytest.fixture
def known(play: Play) -> PersonRecord:
    """A patient with a policy number."""

    def first() -> PersonRecord:
        rows = play.desk.people.search(KNOWN).rows
        return next(
            one for one in map(play.desk.people.peek, (row.id for row in rows)) if one.data.policy.enp
        )

    record: PersonRecord = play.ask(first)
    play.press("F3")
    return record


def keys(text: str, *, enter: bool = True) -> None:
    """A scanner that types: keys of a device with no time between them."""
    for letter in text:
        code = ord(letter.upper()) if letter.isprintable() else ord(letter) + 64
        held = NONE if letter.isprintable() else Qt.KeyboardModifier.ControlModifier
        _key(code, letter, held)
    if enter:
        _key(Qt.Key.Key_Return.value, "\r", NONE)


def _key(code: int, text: str, held: Qt.KeyboardModifier) -> None:
    for action in (QTest.KeyAction.Press, QTest.KeyAction.Release):
        target = QApplication.focusWidget()
        assert target is not None
        QTest.sendKeyEvent(action, target, Qt.Key(code), text, held, -1)


def picture(data: bytes) -> bytes:
    """A PNG with a real PDF417 symbol."""
    symbol = zxingcpp.create_barcode(data, zxingcpp.PDF417, ec_level="5")
    gray = np.pad(np.array(symbol.to_image(scale=3)), 40, constant_values=255)
    out = io.BytesIO()
    Image.fromarray(gray).save(out, "PNG")
    return out.getvalue()


def banner(play: Play) -> str:
    page = play.window.page()
    assert page is not None
    return page.banner.title


# -- keys ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["hex", "base64", "number"])
def test_keys_of_a_known_policy_when_in_the_search_open_the_record(
    play: Play, known: PersonRecord, how: str
) -> None:
    import base64

    code = write_policy(content_of(known))
    typed = {"hex": code.hex(), "base64": base64.b64encode(code).decode(), "number": known.data.policy.enp}
    keys(typed[how])
    page = play.page(RecordPage)
    play.wait("record", lambda: page.record is not None)
    assert page.record is not None
    assert page.record.id == known.id
    assert banner(play).startswith("Штрихкод прочитан, найдено по ЕНП")
    search = play.window.findChildren(QLineEdit, "")
    assert all(known.data.policy.enp not in one.text().replace(" ", "") for one in search if one.isVisible())


def test_keys_when_a_scan_agrees_mark_the_record_as_verified_by_it(play: Play, known: PersonRecord) -> None:
    keys(write_policy(content_of(known)).hex())
    play.page(RecordPage)
    play.rest(0.2)
    marks = play.ask(lambda: play.desk.people.peek(known.id).marks)
    assert "barcode" in {one.source for one in marks if one.group == "enp"}


def test_scan_when_the_surname_differs_shows_both(play: Play, known: PersonRecord) -> None:
    keys(write_policy(dataclasses.replace(content_of(known), last_name="ДРУГАЯ")).hex())
    page = play.page(DifferencesPage)
    assert banner(play).startswith("Штрихкод прочитан")
    assert "Карт" not in page.banner.text
    assert [one.text() for one in page.buttons() if one.key == "Alt+1"] == ["Всё со штрихкода"]


def test_scan_of_a_stranger_fills_a_new_record(play: Play) -> None:
    play.press("F3")
    keys(write_policy(stranger()).hex())
    page = play.page(EditPage)
    assert page.form.field("last_name").value() == "Турухтанов"
    assert banner(play) == "Штрихкод прочитан, такого номера полиса в базе нет"
    assert "карт" not in page.banner.text.lower()
    walk(play.window, sizes=((1366, 768), (1280, 720)), percents=(100,))


def test_scan_while_somebody_fills_a_form_only_offers_itself(play: Play, known: PersonRecord) -> None:
    play.new()
    page = play.page(EditPage)
    play.type("Петро")
    here = QApplication.focusWidget()
    keys(write_policy(content_of(known)).hex())
    play.wait("offer", lambda: banner(play).startswith("Штрихкод прочитан: "))
    assert play.window.page() is page
    assert QApplication.focusWidget() is here
    assert page.form.field("last_name").value() == "Петро"
    play.press("Alt+9")
    play.page(RecordPage)


STATE_CODE = (
    f"https://www.gosuslugi.ru/covid-cert/verify/9210000012345678?lang=ru&ck={'0123456789abcdef' * 2}"
)


@pytest.mark.parametrize("way", ["keys", "port", "picture"])
def test_code_of_the_state_when_scanned_is_told_in_words_and_not_printed(
    play: Play, tmp_path: Path, way: str
) -> None:
    assert play.program.navigator is not None
    scans = play.program.navigator.devices.scans
    play.press("F3")
    if way == "keys":
        keys(STATE_CODE)
    elif way == "port":
        sent = f"{STATE_CODE}\r\n".encode()
        scans.on_scan(decode_policy(sent, TODAY), sent)
    else:
        symbol = zxingcpp.create_barcode(STATE_CODE, zxingcpp.QRCode)
        gray = np.pad(np.array(symbol.to_image(scale=4)), 40, constant_values=255)
        Image.fromarray(gray).save(tmp_path / "code.png")
        scans.open_picture(tmp_path / "code.png")
    play.wait("told", lambda: "Госуслуг" in banner(play))
    page = play.window.page()
    assert page is not None
    assert page.banner.code == "CERT-141"
    assert "не печатает" in page.banner.text


def test_number_of_nobody_when_scanned_is_searched_for(play: Play) -> None:
    play.press("F3")
    keys(stranger().policy_number)
    play.page(NothingFoundPage)
    assert stranger().policy_number in play.window.pane("patients").search.text().replace(" ", "")


def test_label_of_ours_when_scanned_opens_its_record(play: Play, known: PersonRecord) -> None:
    assert play.program.navigator is not None
    sent = f"{known.record_number}\r\n".encode()
    play.program.navigator.devices.scans.on_scan(decode_policy(sent, TODAY), sent)
    assert play.page(RecordPage).person_id == known.id


def test_code_that_several_people_fit_when_scanned_lists_them(play: Play, known: PersonRecord) -> None:
    assert play.program.navigator is not None
    sent = known.data.last_name[0].encode()
    play.program.navigator.devices.scans.on_scan(decode_policy(sent, TODAY), sent)
    pane = play.window.pane("patients")
    play.wait("list", lambda: pane.search.text() == known.data.last_name[0] and len(pane.model.rows) > 1)


def test_code_of_a_parcel_when_scanned_is_said_to_be_no_policy(play: Play) -> None:
    play.press("F3")
    keys("4606453849072999")
    play.wait("message", lambda: any(one.code == "SCAN-003" for one in play.program.messages.history))
    assert play.window.pane("patients").search.text() == "4606453849072999"


def test_code_of_an_unknown_kind_when_scanned_leaves_its_form_in_the_log_and_nothing_else(
    play: Play, known: PersonRecord, caplog: pytest.LogCaptureFixture
) -> None:
    assert play.program.navigator is not None
    sent = f"]Q1https://example.org/p?n={known.data.policy.enp}".encode()
    play.program.navigator.devices.scans.on_scan(decode_policy(sent, TODAY), sent)
    assert play.page(RecordPage).person_id == known.id
    assert caplog.messages == [f"unknown code: symbology ]Q1, length {len(sent)}"]


def test_bytes_when_typed_by_the_scanner_tell_how_to_switch_it(play: Play) -> None:
    play.press("F3")
    keys("".join(map(chr, write_policy(stranger()))).replace("\r", "").replace("\n", ""))
    play.wait("message", lambda: any(one.code == "SCAN-041" for one in play.program.messages.history))
    assert play.window.pane("patients").search.text() == ""


def test_scan_while_all_commands_are_open_runs_none_and_closes_them(play: Play, known: PersonRecord) -> None:
    play.press("F10")
    keys(write_policy(content_of(known)).hex())
    assert play.page(RecordPage).person_id == known.id
    assert not play.window.palette_sheet.isVisible()


def test_scan_when_nobody_is_signed_in_opens_nothing(play: Play, known: PersonRecord) -> None:
    play.press("Ctrl+L")
    play.wait("cover", lambda: play.window.is_covered)
    keys(write_policy(content_of(known)).hex())
    play.rest(0.3)
    assert play.window.is_covered
    assert not play.window.findChildren(RecordPage)


# -- pictures ------------------------------------------------------------------------------------


def test_picture_file_when_opened_opens_the_record(play: Play, known: PersonRecord, tmp_path: Path) -> None:
    path = tmp_path / "policy.png"
    path.write_bytes(picture(write_policy(content_of(known))))
    assert play.program.navigator is not None
    play.program.navigator.devices.scans.open_picture(path)
    page = play.page(RecordPage)
    assert page.person_id == known.id


def test_picture_when_copied_opens_the_record(play: Play, known: PersonRecord) -> None:
    QGuiApplication.clipboard().setImage(QImage.fromData(picture(write_policy(content_of(known)))))
    play.window.commands.run("scan.copied")
    page = play.page(RecordPage)
    assert page.person_id == known.id


def test_hexadecimal_text_when_copied_opens_the_record(play: Play, known: PersonRecord) -> None:
    QGuiApplication.clipboard().setText(write_policy(content_of(known)).hex())
    play.window.commands.run("scan.copied")
    play.page(RecordPage)


@pytest.mark.parametrize(
    ("what", "code"), [("empty", "SCAN-064"), ("blank", "SCAN-062"), ("missing", "SCAN-061")]
)
def test_picture_when_there_is_none_says_so(play: Play, tmp_path: Path, what: str, code: str) -> None:
    assert play.program.navigator is not None
    scans = play.program.navigator.devices.scans
    if what == "missing":
        scans.open_picture(tmp_path / "nothing.png")
    elif what == "blank":
        white = QImage(200, 100, QImage.Format.Format_RGB32)
        white.fill(0xFFFFFFFF)
        QGuiApplication.clipboard().setImage(white)
        scans.from_clipboard()
    else:
        QGuiApplication.clipboard().setMimeData(QMimeData())
        scans.from_clipboard()
    play.wait("message", lambda: any(one.code == code for one in play.program.messages.history))


# -- the port ------------------------------------------------------------------------------------


@pytest.fixture
def cable() -> Iterator[tuple[int, str]]:
    """The scanner's end of a pseudo-terminal and the port's name."""
    pty = pytest.importorskip("pty", reason="needs pseudo-terminals")
    tty = pytest.importorskip("tty")
    here, there = pty.openpty()
    tty.setraw(there)
    yield here, os.ttyname(there)
    for end in (here, there):
        os.close(end)


def scanner_group(play: Play) -> ScannerGroup:
    assert play.program.navigator is not None
    play.program.navigator.settings("scanner")
    page = play.page(SettingsPage)
    assert isinstance(page.group, ScannerGroup)
    return page.group


def test_port_when_set_shows_its_cell_and_a_code_opens_the_record(
    play: Play, known: PersonRecord, cable: tuple[int, str]
) -> None:
    end, name = cable
    cell = play.window.status.cell("scanner")
    assert not cell.isVisible(), "nobody has a scanner here yet"
    group = scanner_group(play)
    group.form.set_values({"port": name, "speed": "9600", "folder": ""})
    play.press("Ctrl+Enter")
    play.wait("port", lambda: cell.text() == "Сканер готов")
    assert play.ask(lambda: play.desk.settings.get(SCANNER_PORT)) == name

    os.write(end, write_policy(content_of(known)))
    play.wait("seen", lambda: bool(group.findChildren(AdviceItem)) and len(_seen(group)) == 1)
    assert known.data.last_name in _seen(group)[0]
    assert "130 байтов, через порт, байты: 02 00" in _seen(group)[0]
    os.write(end, b"4606453849072\r\n")
    play.wait("seen", lambda: len(_seen(group)) == 2)
    assert "Не полис" in _seen(group)[0]
    walk(play.window, sizes=((1366, 768), (1280, 720)), percents=(100, 130))
    assert not play.window.findChildren(RecordPage), "codes are only shown here"

    play.press("F3")
    os.write(end, write_policy(content_of(known)))
    page = play.page(RecordPage)
    assert page.person_id == known.id
    assert _seen(group) == [], "nothing is kept"


def test_port_when_it_is_not_there_says_so_in_the_status_bar_alone(play: Play) -> None:
    group = scanner_group(play)
    group.form.set_values({"port": "/dev/no-such-port", "speed": "9600", "folder": ""})
    play.press("Ctrl+Enter")
    cell = play.window.status.cell("scanner")
    play.wait("cell", lambda: cell.text() == "Сканера нет")
    assert play.program.navigator is not None
    assert play.program.navigator.devices.scans.status.state is ScannerState.NOT_FOUND
    assert all(one.code != "SCAN-052" for one in play.program.messages.history)
    group.form.set_values({"port": "", "speed": "9600", "folder": ""})
    play.press("Ctrl+Enter")
    play.wait("no cell", lambda: not cell.isVisible())


def _seen(group: ScannerGroup) -> list[str]:
    """What the test window shows, the newest first."""
    items = [group._seen.itemAt(place).widget() for place in range(group._seen.count())]
    return [one.accessibleName() for one in items if one is not None]


# -- the folder of scans -------------------------------------------------------------------------


def pdf(code: bytes) -> bytes:
    """A paper of two pages, the code on the second."""
    symbol = Image.open(io.BytesIO(picture(code)))
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(420, 595))
    page.drawString(40, 500, "1")
    page.showPage()
    page.drawImage(ImageReader(symbol), 40, 300, width=230, preserveAspectRatio=True, anchor="nw")
    page.save()
    return out.getvalue()


def test_folder_when_set_shows_its_state_and_a_new_scan_opens_the_record(
    play: Play, known: PersonRecord, tmp_path: Path
) -> None:
    folder = tmp_path / "scans"
    folder.mkdir()
    (folder / "old.png").write_bytes(picture(write_policy(stranger())))
    group = scanner_group(play)
    group.put_folder(str(folder))
    play.press("Ctrl+Enter")
    play.wait("state", lambda: _folder_words(group).startswith("Папка сканов под наблюдением"))
    walk(play.window, sizes=((1366, 768), (1280, 720)), percents=(100, 130))
    code = write_policy(content_of(known))
    (folder / "test.png").write_bytes(picture(code))
    play.wait("seen", lambda: len(_seen(group)) == 1)
    assert known.data.last_name in _seen(group)[0]
    assert "из папки" in _seen(group)[0]

    play.press("F3")
    (folder / "policy.pdf").write_bytes(pdf(code))
    page = play.page(RecordPage)
    assert page.person_id == known.id
    Image.new("L", (300, 200), "white").save(folder / "letter.png")
    told = play.program.messages.history
    play.wait("quiet word", lambda: any(one.title.startswith("В новом скане «letter.png»") for one in told))
    assert play.window.page() is page
    assert sorted(one.name for one in folder.iterdir()) == ["letter.png", "old.png", "policy.pdf", "test.png"]


def test_folder_when_it_is_not_there_says_so_in_the_status_bar_and_the_settings(
    play: Play, tmp_path: Path
) -> None:
    group = scanner_group(play)
    group.put_folder(str(tmp_path / "nowhere"))
    play.press("Ctrl+Enter")
    cell = play.window.status.cell("folder")
    play.wait("cell", lambda: cell.text() == "Папки сканов не видно")
    assert "SCAN-072" in _folder_words(group)
    group.put_folder("")
    play.press("Ctrl+Enter")
    play.wait("no cell", lambda: not cell.isVisible())
    assert play.ask(lambda: play.desk.settings.get(SCAN_FOLDER)) == ""


@pytest.mark.parametrize("name", ["broken.pdf", "locked.pdf"])
def test_pdf_when_it_cannot_be_drawn_says_so(play: Play, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "broken.pdf":
        path.write_bytes(b"%PDF-1.7\n" + b"x" * 200)
    else:
        with pikepdf.open(io.BytesIO(pdf(write_policy(stranger())))) as file:
            file.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert play.program.navigator is not None
    play.program.navigator.devices.scans.open_picture(path)
    play.wait("message", lambda: any(one.code == "SCAN-061" for one in play.program.messages.history))


def _folder_words(group: ScannerGroup) -> str:
    item = group._folder_state.itemAt(0)
    widget = item.widget() if item is not None else None
    return widget.accessibleName() if widget is not None else ""
