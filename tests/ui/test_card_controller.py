"""A card put in: the right page opens, and nothing that is being typed is touched."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from registrar_app.cards.record import CardReading, Citizenship, InsurerData, Outcome, OwnerData
from registrar_app.cards.states import STATE_CODE, ReaderState, ReaderStatus
from registrar_app.domain.problems import problem
from registrar_app.domain.values import Sex
from registrar_app.services.shapes import Found
from registrar_app.ui.card_controller import CardController, reader_cell
from registrar_app.ui.identity_flow import IdentityFlow, holds_typing
from registrar_app.ui.pages.edit import EditPage
from registrar_app.ui.pages.start import StartPage
from registrar_app.ui.theme import Role, Theme
from tests.ui import shots_people as people
from tests.ui.clinic import MAMEDOV, make_clinic
from tests.ui.helpers import focused, press, type_text
from tests.ui.stage import Stage

ENP = "9956130892005018"
OWNER = OwnerData(
    policy_number=ENP, last_name="КОНСТАНТИНОПОЛЬСКАЯ-ЗАБАЙКАЛЬСКАЯ", first_name="АЛЕКСАНДРА",
    patronymic="ВЛАДИСЛАВОВНА", sex=Sex.FEMALE, birth_date=date(1968, 3, 7), snils="11223344595",
    citizenship=Citizenship("RUS", "РОССИЯ"), birth_place="г. Северореченск",
)  # fmt: skip


@pytest.fixture
def stage(theme: Theme, tmp_path: Path) -> Iterator[Stage]:
    clinic = make_clinic(tmp_path)
    made = Stage(theme, clinic)
    people.filled(made)
    made.show(StartPage(theme, made.desk, made.tasks, made.go, made.clock))
    yield made
    made.close()
    clinic.desk.close()


@pytest.fixture
def orders() -> list[str]:
    """What was asked of the reader."""
    return []


@pytest.fixture
def flow(stage: Stage) -> IdentityFlow:
    return IdentityFlow(
        stage.desk, stage.tasks, stage.messages, stage.go, lambda: holds_typing(stage.window.page()),
        stage.window,
    )  # fmt: skip


@pytest.fixture
def cards(stage: Stage, flow: IdentityFlow, orders: list[str]) -> CardController:
    return CardController(
        flow, stage.messages, lambda: holds_typing(stage.window.page()), lambda: orders.append("again"),
        stage.window,
    )  # fmt: skip


def reading(owner: OwnerData | None = OWNER, *codes: str) -> CardReading:
    outcome = Outcome.OK if owner else Outcome.CORRUPT
    return CardReading(outcome, owner, InsurerData(), problems=tuple(problem(one) for one in codes))


def status(state: ReaderState) -> ReaderStatus:
    return ReaderStatus(state, "Reader", (), problem(STATE_CODE[state]))


def put_in(stage: Stage, cards: CardController, card: CardReading) -> None:
    cards.on_reading(card)
    stage.settle()


def banners(stage: Stage) -> list[str]:
    return [one.title for one in stage.messages.history if one.title]


def test_card_of_a_known_person_when_nothing_differs_opens_the_record(
    stage: Stage, cards: CardController
) -> None:
    put_in(stage, cards, reading())
    assert stage.go.went == [("person", (stage.clinic.long_name, "data"))]
    assert "Карта прочитана · можно вынуть" in banners(stage)[-1]
    record = stage.desk.people.peek(stage.clinic.long_name)
    assert "card" in {mark.source for mark in record.marks if mark.group == "enp"}, "checked against the card"


def test_card_with_another_surname_when_put_in_shows_the_differences(
    stage: Stage, cards: CardController
) -> None:
    put_in(stage, cards, reading(replace(OWNER, last_name="ИВАНОВА")))
    name, words = stage.go.went[-1]
    assert (name, words[0]) == ("differences", stage.clinic.long_name)
    assert stage.desk.people.peek(stage.clinic.long_name).data.last_name.endswith("Забайкальская")


def test_card_of_an_unknown_person_when_put_in_fills_a_new_record(
    stage: Stage, cards: CardController
) -> None:
    owner = replace(
        OWNER, policy_number="9955800883007337", snils=None, last_name="ГАРИПОВА", first_name="ЗУЛЬФИЯ"
    )
    put_in(stage, cards, reading(owner))
    name, words = stage.go.went[-1]
    assert name == "new_person"
    values, identity = words
    assert values["last_name"] == "Гарипова"  # type: ignore[index]
    assert identity is not None


def test_card_when_several_records_fit_asks_which(
    stage: Stage, cards: CardController, flow: IdentityFlow
) -> None:
    asked: list[Found] = []
    chosen: list[object] = []

    def choose(found: Found, pick: object) -> None:
        asked.append(found)
        chosen.append(pick)

    flow.choice_wanted.connect(choose)
    owner = replace(
        OWNER, policy_number=None, snils=None, last_name="МАМЕДОВ", first_name="ЭЛЬХАН",
        patronymic="РАШИД ОГЛЫ", birth_date=date(1981, 11, 2), sex=Sex.MALE,
    )  # fmt: skip
    problems = stage.desk.people.doubles(MAMEDOV)
    assert problems, "the same name and birth date is known"
    put_in(stage, cards, reading(owner))
    assert asked, stage.go.went
    assert [row.id for row in asked[-1].rows] == [stage.clinic.mamedov]
    chosen[-1](stage.clinic.mamedov)  # type: ignore[operator]
    assert stage.go.went[-1][0] == "differences"


def test_card_while_somebody_types_only_offers_itself(stage: Stage, cards: CardController) -> None:
    page = EditPage(stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock)
    stage.show(page)
    type_text(focused(), "петро")
    here: QWidget = focused()
    put_in(stage, cards, reading())
    assert stage.go.went == []
    assert focused() is here
    assert page.form.field("last_name").value() == "петро"
    assert page.banner.title.startswith("Карта прочитана: Константинопольская-Забайкальская")
    press(focused(), Qt.Key.Key_9, Qt.KeyboardModifier.AltModifier)
    stage.settle()
    assert stage.go.names == ["person"]


def test_card_when_two_come_quickly_shows_the_later_one(stage: Stage, cards: CardController) -> None:
    cards.on_reading(reading(replace(OWNER, last_name="ИВАНОВА")))
    put_in(stage, cards, reading())
    assert stage.go.names == ["person"]


def test_remarks_when_on_the_card_stand_in_the_banner_with_their_codes(
    stage: Stage, cards: CardController
) -> None:
    put_in(stage, cards, reading(OWNER, "CARD-031"))
    assert stage.messages.history[-1].code == "CARD-031"
    assert "Страховой на карте нет" in stage.messages.history[-1].text


def test_reading_without_data_when_it_comes_does_nothing(stage: Stage, cards: CardController) -> None:
    put_in(stage, cards, reading(None))
    assert stage.go.went == []


@pytest.mark.parametrize("state", list(ReaderState))
def test_every_state_when_told_has_words_for_the_status_bar(state: ReaderState) -> None:
    icon, words, role = reader_cell(status(state))
    assert icon
    assert words[0].isupper()
    assert (role is Role.OK) == (state in (ReaderState.READY, ReaderState.READ))


def test_reader_when_lost_says_so_in_the_status_bar_alone(stage: Stage, cards: CardController) -> None:
    told: list[str] = []
    cards.status_shown.connect(lambda _icon, words, _role: told.append(words))
    for state in (ReaderState.READY, ReaderState.NO_READER, ReaderState.SERVICE_OFF, ReaderState.BUSY):
        cards.on_status(status(state))
    assert told[-1] == "Карту держит другая программа · F12"
    assert banners(stage) == []


def test_card_that_is_no_policy_when_just_put_in_gets_a_banner_until_the_next(
    stage: Stage, cards: CardController
) -> None:
    cards.on_status(status(ReaderState.READY))
    cards.on_status(status(ReaderState.READING))
    cards.on_status(status(ReaderState.NOT_OMS))
    assert stage.messages.history[-1].code == "CARD-014"
    page = stage.window.page()
    assert page is not None
    assert page.banner.isVisible()
    cards.on_status(status(ReaderState.READING))
    assert not page.banner.isVisible()


def test_card_left_in_when_the_program_starts_gets_no_banner(stage: Stage, cards: CardController) -> None:
    cards.on_status(status(ReaderState.NOT_OMS))
    assert banners(stage) == []


def test_f5_when_pressed_orders_a_reading_and_tells_whatever_comes(
    stage: Stage, cards: CardController, orders: list[str]
) -> None:
    cards.on_status(status(ReaderState.NO_READER))
    cards.read_again()
    assert orders == ["again"]
    assert stage.messages.history[-1].code == "CARD-002"
    cards.on_status(status(ReaderState.READY))
    cards.read_again()
    assert stage.messages.history[-1].code == "CARD-016"
    cards.on_status(status(ReaderState.BUSY))
    cards.read_again()
    cards.on_status(status(ReaderState.BUSY))
    assert stage.messages.history[-1].code == "CARD-021"
    cards.on_status(status(ReaderState.BUSY))
    assert len(banners(stage)) == 3, "told once each time it was asked for"
