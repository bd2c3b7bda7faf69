"""What somebody brings to be checked: many files, codes by scanner, picture and text; whom we believe."""

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image, ImageOps
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from registrar_app.cards.barcode import decode_policy
from registrar_app.printing.matrix import qr_modules
from registrar_app.printing.paper_reader import read_paper
from registrar_app.services.settings import QR_ADDRESS
from registrar_app.signing.authority import Authority
from registrar_app.signing.qr import QrClaims, make_qr
from registrar_app.signing.qr_keys import QrKey, format_key_list
from registrar_app.ui.pages.journal import JournalPage
from registrar_app.ui.pages.settings_codes import CodesGroup
from registrar_app.ui.pages.settings_group import Tools
from registrar_app.ui.pages.settings_trust import TrustGroup
from registrar_app.ui.pages.verify import VerifyPage
from registrar_app.ui.theme import Role, Theme
from tests.ui.clinic import NOW
from tests.ui.paper_stage import CTRL, press
from tests.ui.play import Play
from tests.ui.stage import Stage, open_stage

STRANGER = Ed25519PrivateKey.from_private_bytes(b"s" * 32)


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """The doctor's key is in the profile."""
    stage.clinic.add_key()
    return stage


def issue(stage: Stage) -> tuple[UUID, bytes, str]:
    found = stage.clinic.issue(stage.clinic.sokolova)
    pdf = stage.desk.papers.pdf_of(found)
    return found, pdf, read_paper(pdf).codes[0]


def opened(stage: Stage) -> VerifyPage:
    page = VerifyPage(stage.theme, stage.desk, stage.tasks, stage.clock, stage.go)
    stage.show(page, "papers")
    return page


def told(page: VerifyPage) -> str:
    found = []
    for layout in (page._verdicts, page._codes):
        items = (layout.itemAt(number) for number in range(layout.count()))
        found += [one.widget().accessibleName() for one in items if one is not None and one.widget()]
    return " ".join(found)


def picture_of(text: str) -> bytes:
    modules = qr_modules(text)
    size = len(modules)
    raw = bytes(255 * (one == "0") for row in modules for one in row)
    code = Image.frombytes("L", (size, size), raw).resize((size * 5, size * 5), Image.Resampling.NEAREST)
    out = io.BytesIO()
    ImageOps.expand(code, 60, fill=255).save(out, "PNG")
    return out.getvalue()


def dropped_on(page: VerifyPage | JournalPage, paths: list[Path]) -> None:
    """A drag from the outside, as the system gives it to the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(one)) for one in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(10, 10), copy, mime, left, none)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(10, 10), copy, mime, left, none))


def test_files_when_many_are_dropped_then_each_has_its_verdict(stage: Stage, tmp_path: Path) -> None:
    _, pdf, _ = issue(stage)
    cut = pdf[: len(pdf) // 2]
    changed = bytearray(pdf)
    changed[pdf.index(b"stream", 1000) + 60] ^= 1
    files = {"ours.pdf": pdf, "cut.pdf": cut, "changed.pdf": bytes(changed), "note.pdf": b"hello"}
    paths = []
    for name, content in files.items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(content)
    page = opened(stage)
    dropped_on(page, [*paths, tmp_path / "gone.pdf"])
    stage.settle()
    verdicts = [one.verdict for one in page.entries]
    assert [one.role if one else None for one in verdicts] == [Role.OK, *[Role.ERROR] * 4]
    assert [row.cells[0] for row in page.table.rows] == [*files, "gone.pdf"]
    assert page.banner.title == "Подпись верна, файл не изменён"
    page.table.select(2)
    stage.settle()
    assert page.banner.title == "Файл изменён после подписания"
    assert (page.banner.code, "Не принимайте" in page.banner.text) == ("SIGN-043", True)
    page.table.select(4)
    stage.settle()
    assert page.banner.code == "SIGN-064"


def test_file_when_ours_then_words_say_who_how_when_and_the_journal_opens(
    stage: Stage, tmp_path: Path
) -> None:
    found, pdf, _ = issue(stage)
    path = tmp_path / "ours.pdf"
    path.write_bytes(pdf)
    page = opened(stage)
    page.check_file(path)
    stage.settle()
    words = told(page)
    for part in ("ECDSA P-256", "по часам подписавшего", "уровень B\u2011B", "файл не изменён",
                 "Код настоящий", "есть в журнале"):  # fmt: skip
        assert part in words
    press(stage, Qt.Key.Key_F4)
    assert stage.go.went[-1] == ("issued", (found,))


def test_file_when_its_term_is_over_then_the_first_line_says_so(stage: Stage, tmp_path: Path) -> None:
    """Whole and true, but nobody is to take it for a paper that counts."""
    _found, pdf, _code = issue(stage)
    path = tmp_path / "old.pdf"
    path.write_bytes(pdf)
    stage.desk._bench.clock = lambda: NOW + timedelta(days=200)
    page = opened(stage)
    page.check_file(path)
    stage.settle()
    assert page._shown.verdict.role is Role.WARN
    assert page.banner.title.startswith("Подпись верна, файл не изменён")
    assert "Срок справки вышел" in page.banner.text


def test_file_when_its_paper_was_spoiled_then_not_to_be_accepted(stage: Stage, tmp_path: Path) -> None:
    found, pdf, code = issue(stage)
    stage.desk.papers.spoil(found, "опечатка")
    path = tmp_path / "ours.pdf"
    path.write_bytes(pdf)
    page = opened(stage)
    page.check_file(path)
    stage.settle()
    assert page.banner.code == "SIGN-140"
    assert "подпись верна" in told(page), "the signature itself is what it was"
    page.check_code(code)
    stage.settle()
    assert page.banner.code == "SIGN-140"


def test_file_when_the_root_is_not_trusted_then_says_what_to_do(stage: Stage, tmp_path: Path) -> None:
    _, pdf, _ = issue(stage)
    path = tmp_path / "ours.pdf"
    path.write_bytes(pdf)
    for one in stage.desk.trusted.view().roots:
        stage.desk.trusted.remove(one.fingerprint)
    page = opened(stage)
    page.check_file(path)
    stage.settle()
    assert page.banner.title == "Файл не изменён, но кто подписал, подтвердить нечем"
    assert "Доверенные центры" in told(page)
    item = page._verdicts.itemAt(0)
    assert item is not None
    item.widget().button.click()
    assert stage.go.went[-1] == ("settings", ("trust",))


@pytest.mark.parametrize("way", ["text", "picture"])
def test_code_when_real_then_claims_and_the_kept_paper_are_shown(
    stage: Stage, tmp_path: Path, way: str
) -> None:
    found, pdf, code = issue(stage)
    page = opened(stage)
    if way == "text":
        page.form.focus_field("code")
        page.form.set_values({"code": code.lower()})
        press(stage, Qt.Key.Key_Return)
    else:
        path = tmp_path / "photo.png"
        path.write_bytes(picture_of(code))
        page.check_file(path)
    stage.settle()
    assert page.banner.title == "Код настоящий"
    assert "Соколова" in page.banner.text
    assert page._shown.paper is not None
    assert page._shown.paper.certificate_id == found
    stage.settle(lambda: page.paper.view.rendered is not None)
    assert pdf == stage.desk.papers.pdf_of(found)


def test_code_when_forged_unknown_or_outdated_then_each_is_told(stage: Stage) -> None:
    issue(stage)
    own, today = stage.desk.codes.keys.known()[0].key, stage.clock().date()
    claims = QrClaims("1.2.3", today, None, "000001", "086u", "Соколова М. А.", None, b"12345678")
    page = opened(stage)
    page.check_code(make_qr(claims, STRANGER))
    stage.settle()
    assert (page.banner.code, page._shown.verdict.role) == ("SIGN-111", Role.WARN)
    key = stage.desk.codes.keys.own(own.issuer, today)
    stage.desk.codes.keys.accept(
        stage.desk.codes.keys.offer(
            format_key_list(
                [QrKey(STRANGER.public_key().public_bytes_raw(), "1.2.3", today, today)], STRANGER
            )
        )
    )
    for issued, code in ((today, ""), (today.replace(year=today.year - 1), "SIGN-113")):
        dated = QrClaims("1.2.3", issued, None, "7", "086u", "Соколова М. А.", None, b"12345678")
        page.check_code(make_qr(dated, STRANGER))
        stage.settle()
        assert page.banner.code == code
    text = make_qr(claims, key)
    page.check_code(text[:-20] + ("A" if text[-20] != "A" else "B") + text[-19:])
    stage.settle()
    assert (page.banner.code, page._shown.verdict.role) == ("SIGN-112", Role.ERROR)
    page.check_code("086/у № 17")
    stage.settle()
    assert page.banner.code == "SIGN-110"
    page.check_code("  ")
    assert page.banner.code == "SIGN-149"


def test_journal_when_files_are_dropped_then_they_are_handed_on(stage: Stage, tmp_path: Path) -> None:
    page = JournalPage(stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock)
    stage.show(page, "papers")
    wanted: list[object] = []
    page.verify_wanted.connect(wanted.append)
    dropped_on(page, [tmp_path / "a.pdf", tmp_path / "b.pdf"])
    assert wanted == [[tmp_path / "a.pdf", tmp_path / "b.pdf"]]


def tools(stage: Stage) -> Tools:
    return Tools(stage.theme, stage.desk, stage.tasks, stage.messages)


def test_roots_when_added_then_shown_first_and_asked_once(stage: Stage, tmp_path: Path) -> None:
    group = TrustGroup(tools(stage))
    stage.show(group, "settings")
    group.activate()
    stage.settle()
    before = len(group.table.rows)
    paths = []
    for name in ("Первый", "Второй"):
        paths.append(tmp_path / f"{name}.pem")
        paths[-1].write_bytes(Authority(name, datetime.now(UTC)).root_pem)
    group.look(paths)
    stage.settle()
    assert group.offered.count() == 2
    press(stage, Qt.Key.Key_Return, CTRL)
    assert len(stage.desk.trusted.view().roots) == before, "asked once"
    press(stage, Qt.Key.Key_Return, CTRL)
    stage.settle()
    assert len(group.table.rows) == before + 2
    group.look(paths)
    stage.settle()
    assert group.offered.count() == 0, "they are known by now"

    group.table.select(group.table.rows[0].id)
    group._remove.click()
    group._remove.click()
    stage.settle()
    assert len(group.table.rows) == before + 1
    bad = tmp_path / "bad.pem"
    bad.write_bytes(b"hello")
    group.look([bad])
    stage.settle()
    assert group.banner.code == "SIGN-067"


def test_keys_of_codes_when_exchanged_then_compared_and_asked_once(stage: Stage, tmp_path: Path) -> None:
    issue(stage)
    group = CodesGroup(tools(stage))
    stage.show(group, "settings")
    group.activate()
    stage.settle()
    assert [row.cells[0][:16] for row in group.table.rows] == ["эта поликлиника "]
    group.export_to(tmp_path / "ours.json")
    stage.settle()
    assert "body" in json.loads((tmp_path / "ours.json").read_text(encoding="utf-8"))
    assert group.table.rows[0].cells[2] in group.banner.text

    today = stage.clock().date()
    other = tmp_path / "other.json"
    other.write_bytes(
        format_key_list([QrKey(STRANGER.public_key().public_bytes_raw(), "1.2.3", today)], STRANGER)
    )
    group.look([other])
    stage.settle()
    press(stage, Qt.Key.Key_Return, CTRL)
    assert len(stage.desk.codes.keys.known()) == 1, "asked once"
    press(stage, Qt.Key.Key_Return, CTRL)
    stage.settle()
    assert len(group.table.rows) == 2
    group.table.select(group.table.rows[1].id)
    group._remove.click()
    group._remove.click()
    stage.settle()
    assert len(group.table.rows) == 1

    group.form.set_values({"address": "не сайт"})
    group.save()
    stage.settle()
    assert stage.desk.settings.get(QR_ADDRESS) == ""
    group.form.set_values({"address": "https://spravki.example.ru"})
    group.save()
    stage.settle()
    assert (
        read_paper(stage.desk.papers.pdf_of(stage.clinic.issue(stage.clinic.sokolova)))
        .codes[0]
        .startswith("HTTPS://SPRAVKI.EXAMPLE.RU/V/")
    )


def test_code_when_another_desk_took_our_list_then_it_knows_it_and_we_say_it_was_withdrawn(
    stage: Stage, theme: Theme, tmp_path: Path
) -> None:
    """Two desks of one clinic, each with a key of its own; the lists go from hand to hand."""
    (tmp_path / "second").mkdir()
    with open_stage(theme, tmp_path / "second") as other:
        other.clinic.add_key()
        other.clinic.issue(other.clinic.mamedov)
        found, _pdf, code = issue(stage)
        checking = opened(other)
        checking.check_code(code)
        other.settle()
        assert (checking.banner.code, checking._shown.verdict.role) == ("SIGN-111", Role.WARN)

        ours, theirs = CodesGroup(tools(stage)), CodesGroup(tools(other))
        stage.show(ours, "settings")
        ours.export_to(tmp_path / "list.json")
        stage.settle()
        other.show(theirs, "settings")
        theirs.look([tmp_path / "list.json"])
        other.settle()
        shown = theirs.offered.itemAt(0).widget().accessibleName()
        assert stage.desk.codes.keys.known()[0].fingerprint in shown, "to be compared by telephone"
        for _ in range(2):
            press(other, Qt.Key.Key_Return, CTRL)
        other.settle()
        assert len(other.desk.codes.keys.known()) == 2

        checking = opened(other)
        checking.check_code(code)
        other.settle()
        assert checking.banner.title == "Код настоящий"
        assert "есть в журнале" not in checking.banner.text

        stage.desk.papers.annul(found, "выдана по ошибке")
        here = opened(stage)
        here.check_code(code)
        stage.settle()
        assert here._shown.verdict.role is Role.ERROR
        assert "аннулирована" in here.banner.title
        assert not here._to_paper.isHidden()


def test_code_when_scanned_in_the_program_then_the_verdict_opens(play: Play) -> None:
    def make() -> str:
        key = play.desk.codes.keys.own(play.desk.codes.issuer(), today)
        claims = QrClaims("1.2.3", today, None, "000777", "086u", "Соколова М. А.", None, b"12345678")
        return make_qr(claims, key)

    today = datetime.now(UTC).date()
    sent = str(play.ask(make)).encode()
    play.program.navigator.devices.scans.on_scan(decode_policy(sent, today), sent)
    page = play.page(VerifyPage)
    play.wait("verdict", lambda: page.banner.title == "Код настоящий")
    russian = sent.decode().translate(
        str.maketrans("QWERTYUIOPASDFGHJKLZXCVBNM", "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ")
    )
    page.banner.clear()
    play.program.navigator.devices.scans.on_keys(russian)
    play.wait("verdict", lambda: page.banner.title == "Код настоящий")
