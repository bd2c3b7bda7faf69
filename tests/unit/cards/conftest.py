"""Cards and lines for the tests of the card layer."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from registrar_app.cards.card_builder import card_from_files
from registrar_app.cards.card_model import CardBehaviour, SimulatedCard
from registrar_app.cards.oms import read_policy
from registrar_app.cards.record import CardReading

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "oms_card_vectors.json").read_text())
"""Source: project's domain notes on the policy card, section 11."""


@dataclass
class DirectLine:
    """A line without a reader: commands go straight to the model of a card."""

    card: SimulatedCard

    def transmit(self, command: bytes) -> bytes:
        return self.card.respond(command)


@dataclass(frozen=True)
class Vector:
    owner: bytes
    insurer: bytes

    def card(self, **behaviour) -> SimulatedCard:
        return card_from_files(self.owner, self.insurer, behaviour=CardBehaviour(**behaviour))


@pytest.fixture
def vector_a() -> Vector:
    return Vector(*(bytes.fromhex(VECTORS["A"][key]) for key in ("owner", "insurer")))


@pytest.fixture
def vector_b() -> Vector:
    return Vector(*(bytes.fromhex(VECTORS["B"][key]) for key in ("owner", "insurer")))


@pytest.fixture
def transcript_a() -> list[bytes]:
    return [bytes.fromhex(one) for one in VECTORS["transcript_A"]]


@pytest.fixture
def read() -> Callable[..., CardReading]:
    def read_card(card: SimulatedCard, **options) -> CardReading:
        return read_policy(DirectLine(card), atr=card.atr, **options)

    return read_card
