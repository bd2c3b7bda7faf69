"""Codes for the tests of the paper policy's barcode."""

from datetime import date

import pytest

from tests.policy_codes import TODAY, VECTORS


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture
def code() -> bytes:
    """Type 2: Иванов Пётр Сергеевич."""
    return bytes.fromhex(VECTORS[0]["hex"])


@pytest.fixture
def other_code() -> bytes:
    """Type 2: Петрова Анна-Мария, no patronymic, with an expiry date."""
    return bytes.fromhex(VECTORS[1]["hex"])


@pytest.fixture
def old_code() -> bytes:
    """Type 1: Иванов Пётр Сергеевич with his insurer."""
    return bytes.fromhex(VECTORS[2]["hex"])
