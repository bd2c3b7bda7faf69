"""The training clinic: an invented town with invented people, cards, keys and papers."""

from dataclasses import dataclass
from pathlib import Path

from registrar_app.services.shapes import Clock

FOLDER = "training"
"""Folder of the training clinic inside a profile."""


@dataclass(frozen=True, slots=True)
class TrainingCard:
    """A simulated card of the training clinic."""

    key: str
    title: str
    """Russian words for the menu: «Карта Ёлкина (есть в базе)»."""
    about: str
    """What will happen, in a sentence."""


TRAINING_CARDS: tuple[TrainingCard, ...] = (
    TrainingCard("known", "Знакомая пациентка", "Запись откроется: на карте то же, что в базе."),
    TrainingCard("renamed", "Сменила фамилию", "Запись откроется: фамилия на карте другая."),
    TrainingCard("unknown", "Новый пациент", "Такого полиса в базе нет: форма заполнится с карты."),
    TrainingCard("child", "Ребёнок без отчества", "Педиатрический участок, отчества нет."),
    TrainingCard("damaged", "Повреждённая карта", "Одно поле не читается, остальные верны."),
)


def build(profile: Path, clock: Clock | None = None) -> Path:
    """Make the training clinic in ``profile/training`` unless it is there; gives that folder.

    Deterministic apart from row ids and keys: the same people with every build.

    Raises:
        SurroundingsError: the folder cannot be written.
    """
    raise NotImplementedError


def card_image(key: str) -> object:
    """The simulated card with a key of ``TRAINING_CARDS``, to put into the simulated reader."""
    raise NotImplementedError
