"""Keys in the window: a token from the settings to the signed paper, PIN right and wrong, pulled out."""

import dataclasses
import shutil
from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from registrar_app.services.key_shapes import KeyKind, TokenCertificateView
from registrar_app.services.paper_shapes import JournalFilter
from registrar_app.services.settings import PIN_MINUTES, SIGN_LEVEL, STAMP_DOWN_MM, TSA_URL
from registrar_app.services.upgrades import UpgradeCounts
from registrar_app.signing.authority import Authority
from registrar_app.ui.pages.paper import PaperPage
from registrar_app.ui.pages.settings import SettingsPage
from registrar_app.ui.pages.settings_keys import SignatureGroup
from registrar_app.ui.pages.settings_levels import LevelsGroup
from registrar_app.ui.pages.start import StartPage
from registrar_app.ui.theme import Role
from registrar_app.ui.upgrade_runner import CELL, UpgradeRunner, cell_words
from registrar_app.ui.widgets.banner import AdviceItem
from tests.signing_benches import softhsm_bench, tokens
from tests.ui.clinic import DOCTOR_SNILS, FINDINGS, NOW, PASSWORD
from tests.ui.paper_stage import CTRL, press
from tests.ui.stage import Stage

DEAD = "http://127.0.0.1:9/tsa"
"""The port «discard»: nobody answers."""


@pytest.fixture
def library(stage: Stage) -> Iterator[str]:
    """The tokens of the bench; their issuing centre is trusted."""
    authority = Authority("Учебный центр", NOW - timedelta(days=30))
    root = stage.clinic.folder / "centre.pem"
    root.write_bytes(authority.root_pem)
    stage.desk.keys.add_root(root)
    with tokens(stage.clinic.folder / "hsm", authority) as path:
        yield path


def settings(stage: Stage, group: str) -> SettingsPage:
    page = SettingsPage(stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock)
    stage.show(page, "settings")
    page.show_group(group)
    stage.settle()
    return page


def keys_of(stage: Stage) -> SignatureGroup:
    group = settings(stage, "signature").group
    assert isinstance(group, SignatureGroup)
    return group


def open_token_form(stage: Stage, group: SignatureGroup, library: str) -> None:
    press(stage, Qt.Key.Key_Insert)
    group.form.set_values({"kind": KeyKind.TOKEN, "library": library, "role": f"doctor:{DOCTOR_SNILS}"})
    group.form.edited.emit("kind")
    stage.settle()


def _is_doctors(one: TokenCertificateView) -> bool:
    """Tokens come in any order."""
    return one.token_label == softhsm_bench.DOCTOR_TOKEN and one.problem is None


def choose_token(stage: Stage, library: str) -> None:
    group = keys_of(stage)
    open_token_form(stage, group, library)
    field = group.form.field("certificate")
    stage.settle(lambda: bool(field.value()))
    field.set_value(next(one.fingerprint for one in group.tokens.listed if _is_doctors(one)))
    press(stage, Qt.Key.Key_Return, CTRL)
    group.hide()
    stage.settle()


def paper(stage: Stage) -> PaperPage:
    page = PaperPage(
        stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock, "086u",
        stage.clinic.sokolova,
    )  # fmt: skip
    stage.show(page, "papers")
    stage.settle(lambda: page.form is not None)
    assert page.form is not None
    page.form.set_values(FINDINGS)
    return page


def type_secret(stage: Stage, page: PaperPage, secret: str) -> None:
    page.password.field.set_value(secret)
    page.password.submit()
    stage.settle()


def test_token_when_chosen_then_paper_asks_its_pin_and_is_signed(stage: Stage, library: str) -> None:
    choose_token(stage, library)
    assert stage.desk.keys.status("doctor", DOCTOR_SNILS).kind == KeyKind.TOKEN
    page = paper(stage)
    page.sign(then_print=False)
    stage.settle()
    assert page.password.isVisible()
    assert page.password.field.label.text() == "PIN-код токена"

    type_secret(stage, page, "00000001")
    (said,) = page.password.field.problems
    assert said.code == "SIGN-072"
    assert "попыт" in said.text
    assert page.password.field.value() == ""
    assert stage.desk.papers.journal(JournalFilter()).total == 0

    type_secret(stage, page, softhsm_bench.PIN)
    stage.settle(lambda: stage.desk.papers.journal(JournalFilter()).total == 1)
    (row,) = stage.desk.papers.journal(JournalFilter()).rows
    assert stage.desk.papers.verify(stage.desk.papers.pdf_of(row.certificate_id)).is_valid


def test_token_with_a_pin_pad_when_signing_begins_then_says_where_to_type(stage: Stage, library: str) -> None:
    """SoftHSM2 has no pad: the row says so, the library then wants the PIN and refuses."""
    choose_token(stage, library)
    shelf = stage.desk.keys._shelf
    (row,) = [one for one in shelf.all() if one.kind is KeyKind.TOKEN]
    shelf.put(dataclasses.replace(row, has_pin_pad=True))
    page = paper(stage)
    told: list[str] = []
    page.signer.pad_wanted.connect(lambda ask: told.append(f"{ask.role} {page.banner.title}"))
    page.sign(then_print=False)
    stage.settle()
    assert told == [f"doctor Введите PIN-код на считывателе токена «{softhsm_bench.DOCTOR_TOKEN}»"]
    page.sign(then_print=False, by_hand=True)
    stage.settle()
    assert len(told) == 1, "nothing to type for a signature in ink"


def test_token_when_pulled_out_then_form_stays_and_nothing_is_issued(stage: Stage, library: str) -> None:
    choose_token(stage, library)
    stage.desk.keys.enter(stage.desk.keys.asks(DOCTOR_SNILS)[0].id, softhsm_bench.PIN)
    page = paper(stage)
    softhsm_bench.take_out(stage.clinic.folder / "hsm")
    page.sign(then_print=False)
    stage.settle()
    assert page.banner.code == "SIGN-073"
    assert page.form is not None
    assert page.form.values()["conclusion"] == FINDINGS["conclusion"]
    assert stage.desk.papers.journal(JournalFilter()).total == 0


def test_token_list_when_token_comes_and_goes_then_follows_by_itself(stage: Stage, library: str) -> None:
    group = keys_of(stage)
    open_token_form(stage, group, library)
    field = group.form.field("certificate")
    stage.settle(lambda: bool(field.value()))
    folder = stage.clinic.folder / "hsm"
    softhsm_bench.take_out(folder)
    stage.settle(lambda: not field.value(), seconds=15)
    press(stage, Qt.Key.Key_Return, CTRL)
    assert [one.code for one in field.problems] == ["SIGN-129"]
    shutil.rmtree(folder / "tokens")
    group.close_form()
    stage.settle()
    assert not stage.desk.keys.all()


def test_library_that_is_not_there_when_named_then_said_beside_it(stage: Stage) -> None:
    group = keys_of(stage)
    open_token_form(stage, group, "/nowhere/librtpkcs11ecp.so")
    assert group.tokens._state.count() == 1
    assert not group.form.field("certificate").value()


def test_trial_when_key_is_closed_then_asks_and_tells(stage: Stage) -> None:
    stage.clinic.add_key(unlocked=False)
    group = keys_of(stage)
    group.test_key()
    stage.settle()
    assert group.password.isVisible()
    group.password.field.set_value(PASSWORD)
    group.password.submit()
    stage.settle(lambda: not group.password.isVisible())
    stage.settle()
    assert "Пробный лист подписан" in group.banner.title


def test_key_when_removed_twice_pressed_then_gone(stage: Stage) -> None:
    stage.clinic.add_key()
    group = keys_of(stage)
    group._remove.click()
    assert stage.desk.keys.all()
    group._remove.click()
    stage.settle()
    assert not stage.desk.keys.all()
    assert not list(stage.desk.keys.folder.glob("*.p12"))


def test_power_of_attorney_when_edited_then_kept_said_and_taken_away(stage: Stage) -> None:
    stage.clinic.add_key()
    group = keys_of(stage)

    def kept() -> str:
        (view,) = stage.desk.keys.all()
        return view.source.mchd

    press(stage, Qt.Key.Key_F4)
    assert group.power.isVisible()
    group.power.form.set_values({"mchd": "  1a2b-3c4d "})
    press(stage, Qt.Key.Key_Escape)
    assert (group.power.isVisible(), kept()) == (False, "")

    press(stage, Qt.Key.Key_F4)
    group.power.form.set_values({"mchd": "  1a2b-3c4d "})
    press(stage, Qt.Key.Key_Return, CTRL)
    assert kept() == "1a2b-3c4d"
    (beside,) = [one for one in group.findChildren(AdviceItem) if one.isVisible()]
    assert "Доверенность (МЧД) № 1a2b-3c4d" in beside.accessibleName()

    press(stage, Qt.Key.Key_F4)
    assert group.power.number() == "1a2b-3c4d"
    group.power.form.set_values({"mchd": ""})
    press(stage, Qt.Key.Key_Return, CTRL)
    assert kept() == ""


def test_levels_when_address_is_wrong_then_said_there_and_kept_when_right(stage: Stage) -> None:
    group = settings(stage, "levels").group
    assert isinstance(group, LevelsGroup)
    group.form.set_values({"url": "tsa.example", "level": "B-LT", "pin": "0", "down": "\u22124"})
    press(stage, Qt.Key.Key_Return, CTRL)
    assert [one.code for one in group.form.field("url").problems] == ["SIGN-093"]
    assert stage.desk.settings.get(TSA_URL) == ""
    group.form.set_values({"url": DEAD})
    press(stage, Qt.Key.Key_Return, CTRL)
    get = stage.desk.settings.get
    assert (get(TSA_URL), get(SIGN_LEVEL), get(PIN_MINUTES), get(STAMP_DOWN_MM)) == (DEAD, "B-LT", 0, -4)


def test_queue_when_service_is_dead_then_counted_in_the_bar_and_hurried_by_key(stage: Stage) -> None:
    stage.clinic.add_key()
    stage.desk.settings.set(TSA_URL, DEAD)
    stage.clinic.issue(stage.clinic.sokolova)
    cell = stage.window.status.cell(CELL)
    runner = UpgradeRunner(stage.desk, stage.tasks, stage.messages, cell, stage.window)
    stage.settle()
    assert cell.text() == "Подписи без метки времени: 1"
    runner.hurry()
    stage.settle(lambda: "не отвечает" in stage.messages.history[-1].title)
    runner.stop()
    assert stage.desk.upgrades.counts().waiting == 1
    assert cell_words(UpgradeCounts(0, 2))[2] is Role.WARN
    assert cell_words(UpgradeCounts())[1] == ""


def test_start_when_a_key_ends_soon_then_first_line(stage: Stage) -> None:
    ends = NOW + timedelta(days=12)
    stage.desk.keys.add(stage.clinic.key_file(valid_to=ends), PASSWORD)
    page = StartPage(stage.theme, stage.desk, stage.tasks, stage.go, stage.clock)
    stage.show(page)
    stage.settle()
    told = {one.accessibleName() for one in page.findChildren(QWidget)}
    told |= {one.text() for one in page.findChildren(QLabel)}
    assert any("Подпись действует до" in one for one in told), told


def test_paper_when_a_key_ends_soon_then_its_foot_counts_the_days(stage: Stage) -> None:
    ends = NOW + timedelta(days=12)
    stage.desk.keys.add(stage.clinic.key_file(valid_to=ends), PASSWORD)
    page = paper(stage)
    assert "осталось\u00a012 дней" in page.bar._hint.text()
    stage.desk.keys.lock()
    page.signer.look("Кузнецова Ирина Павловна")
    stage.settle()
    assert "осталось\u00a012 дней" in page.bar._hint.text()
    assert "спросит пароль" in page.bar._hint.text()
