"""The five simulated cards of the training clinic."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from registrar_app.cards.card_builder import (
    build_card,
    card_from_files,
    encode_date,
    encode_insurer,
    encode_owner,
)
from registrar_app.cards.card_model import SimulatedCard
from registrar_app.cards.record import Citizenship, InsurerData, OwnerData, Photo
from registrar_app.domain.records import PersonData
from registrar_app.domain.samples import make_enp, make_snils
from registrar_app.domain.values import Sex
from registrar_app.services.training_people import INSURERS, OKATO, REGION, told_person
from registrar_app.services.training_portrait import drawn_portrait

_ISSUED = date(2019, 2, 11)
_RUSSIA = Citizenship("RUS", "РОССИЯ")


@dataclass(frozen=True, slots=True)
class TrainingCard:
    """A simulated card of the training clinic."""

    key: str
    title: str
    """Russian words for the menu."""
    about: str
    """What will happen, in a sentence."""


TRAINING_CARDS: tuple[TrainingCard, ...] = (
    TrainingCard("known", "Знакомая пациентка", "Запись откроется: на карте то же, что в базе."),
    TrainingCard("renamed", "Сменила фамилию", "Запись откроется: на карте другая фамилия и снимок."),
    TrainingCard("unknown", "Новая пациентка", "Такого полиса в базе нет: форма заполнится с карты."),
    TrainingCard("child", "Ребёнок без отчества", "Запись откроется, педиатрический участок."),
    TrainingCard("damaged", "Повреждённая карта", "Дата рождения не читается, остальное верно."),
)


def card_image(key: str) -> SimulatedCard:
    """A fresh simulated card with a key of ``TRAINING_CARDS``, to put into the simulated reader.

    Raises:
        KeyError: no such card (a bug of the caller).
    """
    return _CARDS[key]()


def _owner(data: PersonData) -> OwnerData:
    """What the chip of a person says, in the capitals of the cards."""
    return OwnerData(
        policy_number=data.policy.enp,
        last_name=data.last_name.upper(),
        first_name=data.first_name.upper(),
        patronymic=data.patronymic.upper() if data.patronymic else None,
        sex=data.sex,
        birth_date=data.birth_date,
        citizenship=_RUSSIA,
        snils=data.snils or None,
        birth_place=data.birth_place or None,
        issue_date=_ISSUED,
    )


def _insurer(data: PersonData) -> InsurerData:
    return InsurerData(data.policy.insurer_ogrn, OKATO, data.policy.valid_from or _ISSUED)


def _known() -> SimulatedCard:
    data = told_person("Гарифуллина-Воскобойникова")
    return build_card(_owner(data), _insurer(data))


def _renamed() -> SimulatedCard:
    """Married since, and with the other insurer; one of the few cards with a photo."""
    data = told_person("Константинопольская")
    owner = dataclasses.replace(
        _owner(data),
        last_name="КОНСТАНТИНОПОЛЬСКАЯ-ЗАБАЙКАЛЬСКАЯ",
        birth_place="ПОС. СЕВЕРОРЕЧЕНСКИЙ",
        photo=Photo(1, drawn_portrait()),
    )
    other = next(ogrn for ogrn, _name in INSURERS if ogrn != data.policy.insurer_ogrn)
    return build_card(owner, InsurerData(other, OKATO, date(2024, 2, 11)))


def _unknown() -> SimulatedCard:
    born = date(1991, 4, 16)
    owner = OwnerData(
        policy_number=make_enp(REGION, born, Sex.FEMALE, 7733),
        last_name="ГАРИПОВА-ВОЗНЕСЕНСКАЯ",
        first_name="ЗУЛЬФИЯ",
        patronymic="ИЛЬДУСОВНА",
        sex=Sex.FEMALE,
        birth_date=born,
        citizenship=_RUSSIA,
        snils=make_snils(950_001),
        birth_place="Г. КАЗАНЬ",
        issue_date=date(2021, 9, 2),
    )
    return build_card(owner, InsurerData(INSURERS[0][0], OKATO, date(2021, 9, 2)))


def _child() -> SimulatedCard:
    data = told_person("Ёлкин")
    return build_card(_owner(data), _insurer(data))


def _damaged() -> SimulatedCard:
    """The octets of the birth date hold no date."""
    data = told_person("Мамедов")
    assert data.birth_date is not None  # noqa: S101 - the told people have one
    good = encode_date(data.birth_date)
    return card_from_files(
        encode_owner(_owner(data)).replace(good, bytes.fromhex("99991981")), encode_insurer(_insurer(data))
    )


_CARDS: dict[str, Callable[[], SimulatedCard]] = {
    "known": _known,
    "renamed": _renamed,
    "unknown": _unknown,
    "child": _child,
    "damaged": _damaged,
}
