"""What a token's library answers, in codes for people. Only ``token*`` and ``gost_token`` name ``pkcs11``."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

from pkcs11 import TokenFlag, exceptions

from registrar_app.domain.errors import RegistrarError, SurroundingsError

_log = logging.getLogger(__name__)
GONE = (
    exceptions.DeviceRemoved,
    exceptions.TokenNotPresent,
    exceptions.TokenNotRecognised,
    exceptions.DeviceError,
    exceptions.SessionHandleInvalid,
    exceptions.SessionClosed,
    exceptions.ObjectHandleInvalid,
    exceptions.KeyHandleInvalid,
    exceptions.SlotIDInvalid,
    exceptions.UserNotLoggedIn,
)
"""Any of these comes when the token is pulled out; which one depends on its maker."""


class PinState(Enum):
    """What the token tells of its PIN; PKCS#11 knows no number of tries."""

    GOOD = "good"
    LOW = "low"
    """A wrong one was entered since the last right one."""
    LAST = "last"
    """The next wrong one locks the token."""
    LOCKED = "locked"
    TO_CHANGE = "to_change"
    """Still the maker's own PIN, or its term is over."""

    @property
    def words(self) -> str:
        """Russian words of the tries left, for the sentence of a wrong PIN."""
        return {
            PinState.LOW: "попыток осталось мало",
            PinState.LAST: "осталась одна попытка",
            PinState.LOCKED: "попыток не осталось",
        }.get(self, "сколько попыток осталось, токен не сообщает")


def pin_state(flags: int) -> PinState:
    """The gravest thing the flags of a token say of its PIN."""
    for flag, state in (
        (TokenFlag.USER_PIN_LOCKED, PinState.LOCKED),
        (TokenFlag.USER_PIN_FINAL_TRY, PinState.LAST),
        (TokenFlag.USER_PIN_COUNT_LOW, PinState.LOW),
        (TokenFlag.USER_PIN_TO_BE_CHANGED, PinState.TO_CHANGE),
    ):
        if flags & flag:
            return state
    return PinState.GOOD


@contextmanager
def spoken() -> Iterator[None]:
    """Turn the library's exceptions into ours; a library's own text never passes.

    Raises:
        SurroundingsError: SIGN-073 token pulled out, SIGN-076 the token's library fails.
        RegistrarError: SIGN-077 the token cannot sign this way, SIGN-075 its owner cancelled.
    """
    try:
        yield
    except GONE as fault:
        _log.info("a token is gone: %s", type(fault).__name__)
        raise SurroundingsError("SIGN-073") from None
    except exceptions.FunctionCancelled:
        raise RegistrarError("SIGN-075") from None
    except (exceptions.MechanismInvalid, exceptions.MechanismParamInvalid, exceptions.KeyTypeInconsistent):
        raise RegistrarError("SIGN-077") from None
    except exceptions.PKCS11Error as fault:
        _log.warning("a token's library fails: %s", type(fault).__name__)
        raise SurroundingsError("SIGN-076") from None
