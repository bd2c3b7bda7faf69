"""A PIN shows itself to nobody and is overwritten."""

import copy
import pickle

import pytest

from registrar_app.signing.pin import Pin


def test_pin_is_shown_nowhere() -> None:
    pin = Pin("тайна-77")
    assert "тайна" not in f"{pin!r} {pin} {[pin]}"
    for copier in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="not copied"):
            copier(pin)
    assert not hasattr(pin, "__dict__")


def test_pin_is_overwritten_at_the_end_of_its_batch_and_after_a_fault() -> None:
    pin = Pin("тайна-77")
    held = pin._bytes
    assert (pin.reveal(), pin.line()) == ("тайна-77", "тайна-77\n".encode())
    with pytest.raises(ZeroDivisionError), pin:
        _ = 1 / 0
    assert pin.is_wiped
    assert not held
    with pytest.raises(RuntimeError):
        pin.reveal()


def test_bytes_are_zero_before_they_are_dropped() -> None:
    class Watched(bytearray):
        seen = b""

        def clear(self) -> None:
            Watched.seen = bytes(self)
            super().clear()

    pin = Pin("1234")
    pin._bytes = Watched(pin._bytes)
    pin.wipe()
    assert Watched.seen == bytes(4)
