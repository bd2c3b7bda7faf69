"""What is known of the clinic's signing keys without opening them: frozen, ready for the screen."""

import dataclasses
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from registrar_app.domain.problems import Problem

Role = Literal["doctor", "organisation"]
ROLES: tuple[Role, ...] = ("doctor", "organisation")


class KeyKind(StrEnum):
    """Where a key lives."""

    FILE = "file"
    """A copy in the profile: PKCS#12, or PEM for GOST keys."""
    TOKEN = "token"  # noqa: S105 - a kind of key
    """On a PKCS#11 token; it never leaves it."""
    PROGRAM = "program"
    """In another signing program, CryptoPro."""

    @property
    def word(self) -> str:
        """Russian word of the list."""
        return {"file": "файл", "token": "токен", "program": "другая программа"}[self]


@dataclass(frozen=True, slots=True, repr=False)
class KeySource:
    """One key as the settings remember it. No secret is in it: the X.509 is public."""

    id: str
    """Name in the settings; of a key file its name without the ending."""
    role: Role
    kind: KeyKind
    owner: str = ""
    holder: str = ""
    """For whom it signs: eleven digits of the doctor's SNILS, thirteen of the clinic's OGRN."""
    valid_from: date | None = None
    valid_to: date | None = None
    fingerprint: str = ""
    """SHA-256 of the X.509, lower-case hexadecimal."""
    algorithm: str = ""
    issuer: str = ""
    x509: str = ""
    """DER of the X.509 in base64; a token or a program is asked for the key of exactly this one."""
    file: str = ""
    """Name in the folder of keys."""
    library: str = ""
    """Path of the token's library."""
    token_serial: str = ""
    token_label: str = ""
    has_pin_pad: bool = False
    """The PIN is typed on the reader."""
    command: str = ""
    """Command line of the other program, with places."""
    result: str = ""
    """Where that program leaves its answer."""
    mchd: str = ""
    """Number of the machine-readable power of attorney (МЧД) under which the owner signs."""
    reason: str = ""
    """Why one key serves both roles."""
    is_chosen: bool = True
    """This one signs when its role has several."""

    @property
    def is_gost(self) -> bool:
        """A GOST R 34.10-2012 key."""
        return self.algorithm.startswith("ГОСТ")


@dataclass(frozen=True, slots=True, repr=False)
class KeyView:
    """A key for the settings page."""

    source: KeySource
    is_open: bool
    """It signs without being asked for anything."""
    abilities: tuple[str, ...]
    """What it can and cannot do, in plain sentences."""
    problems: tuple[Problem, ...] = ()
    """Gravest first."""


@dataclass(frozen=True, slots=True, repr=False)
class KeyAsk:
    """A key that wants a PIN or a password before it signs."""

    id: str
    kind: KeyKind
    owner: str
    role: Role
    token_label: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class TokenCertificateView:
    """A certificate found on a token that is in."""

    library: str
    token_serial: str
    token_label: str
    fingerprint: str
    owner: str
    valid_to: date
    algorithm: str
    problem: Problem | None = None
    """Why it cannot be taken: not for signing, expired."""


@dataclass(frozen=True, slots=True, repr=False)
class KeyTest:
    """What «Проверить» found: a throw-away blank was signed and verified."""

    owner: str
    algorithm: str
    took: timedelta
    is_trusted: bool
    problems: tuple[Problem, ...] = ()
    """What the verification remarked, and the comparison of owner and settings."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """What every kind of key is added with."""

    role: Role = "doctor"
    holder: str = dataclasses.field(default="", repr=False)
    """SNILS of the doctor it is for; empty: the one in the X.509."""
    mchd: str = dataclasses.field(default="", repr=False)
    reason: str = dataclasses.field(default="", repr=False)
