"""A token library told what to do: what SoftHSM2 cannot (locked PINs, tries left, PIN pads)."""

from dataclasses import dataclass, field
from typing import Any

import pkcs11
from pkcs11 import Attribute, ObjectClass, SlotFlag, TokenFlag, exceptions


@dataclass
class FakeObject:
    """An object on the token."""

    values: dict[Any, Any]
    signs: Any = None

    def __getitem__(self, attribute: Any) -> Any:
        try:
            return self.values[attribute]
        except KeyError:
            raise exceptions.AttributeTypeInvalid from None

    def sign(self, data: bytes, **how: Any) -> bytes:
        answer = self.signs(data, **how)
        assert isinstance(answer, bytes)
        return answer


@dataclass
class FakeToken:
    """A token whose behaviour a test sets."""

    pin: str | None = "1234"
    flags: int = TokenFlag.TOKEN_INITIALIZED | TokenFlag.LOGIN_REQUIRED
    tries: int = 3
    objects: list[FakeObject] = field(default_factory=list)
    serial: bytes = b"FAKE0001        "
    label: str = "Врач"
    model: str = "Fake"
    manufacturer_id: str = "Nobody"
    slot: Any = None
    given: list[Any] = field(default_factory=list)
    closed: int = 0
    opened: int = 0
    cancels: bool = False

    def open(self, user_pin: Any = None, attribute_mapper: Any = None) -> "FakeSession":
        del attribute_mapper
        if user_pin is not None:
            self.given.append(user_pin)
            self._login(user_pin)
        self.opened += 1
        return FakeSession(self)

    def _login(self, user_pin: Any) -> None:
        if self.cancels:
            raise exceptions.FunctionCancelled
        if self.flags & TokenFlag.USER_PIN_LOCKED:
            raise exceptions.PinLocked
        if user_pin is pkcs11.PROTECTED_AUTH:
            return
        if user_pin != self.pin:
            self.tries -= 1
            self.flags |= TokenFlag.USER_PIN_COUNT_LOW
            if self.tries == 1:
                self.flags |= TokenFlag.USER_PIN_FINAL_TRY
            if self.tries == 0:
                self.flags |= TokenFlag.USER_PIN_LOCKED
            raise exceptions.PinIncorrect


@dataclass
class FakeSession:
    """A session; closing is counted."""

    token: FakeToken

    def get_objects(self, wanted: dict[Any, Any]) -> list[FakeObject]:
        return [
            one
            for one in self.token.objects
            if all(one.values.get(what) == value for what, value in wanted.items())
        ]

    def close(self) -> None:
        self.token.closed += 1


@dataclass
class FakeSlot:
    """A slot that holds a token or not."""

    token: FakeToken
    flags: int = SlotFlag.REMOVABLE_DEVICE

    def get_token(self) -> FakeToken:
        self.token.slot = self
        return self.token


class FakeLibrary:
    """What ``pkcs11.lib`` would load."""

    def __init__(self, *tokens: FakeToken) -> None:
        self.tokens = list(tokens)
        self.restarts = 0
        self.initialized = True

    def __call__(self, _path: str) -> "FakeLibrary":
        return self

    def get_slots(self, token_present: bool = False) -> list[FakeSlot]:
        assert token_present
        return [FakeSlot(one) for one in self.tokens]

    def reinitialize(self) -> None:
        self.restarts += 1


def certificate_object(key_id: bytes, der: bytes) -> FakeObject:
    return FakeObject({Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.ID: key_id, Attribute.VALUE: der})


def key_object(key_id: bytes, kind: Any, signs: Any) -> FakeObject:
    return FakeObject(
        {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.ID: key_id, Attribute.KEY_TYPE: kind}, signs
    )
