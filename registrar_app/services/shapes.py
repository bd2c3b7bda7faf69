"""What the services answer about people and attachments: frozen, ready for the screen.

Roles are the colour roles of the design: ``ok``, ``info``, ``warn``, ``error``, ``neutral``, ``training``.
Icons are names of the shipped icon set (``circle-check``, ``alert-triangle`` …).
"""

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from registrar_app.domain.clock import Clock as Clock
from registrar_app.domain.problems import Level
from registrar_app.domain.records import AttachmentBasis, Identity, SearchRow


@dataclass(frozen=True, slots=True)
class Answer:
    """The registrar's answer to a warning or to a likely double: kept with who and when."""

    code: str
    """Code of the problem answered, ``ID-034``, ``REC-010``."""
    field: str = ""
    """Field id of the problem; for a double the id of the other record as text."""
    value: str | None = dataclasses.field(default=None, repr=False)
    """Normalised value it is answered for; None: the value of the present form."""
    reason: str = dataclasses.field(default="", repr=False)
    """Why, in words; a double needs one."""


@dataclass(frozen=True, slots=True)
class BadgeView:
    """A badge in the head of the record."""

    role: str
    icon: str
    text: str = dataclasses.field(repr=False)


@dataclass(frozen=True, slots=True)
class Advice:
    """An item of «Обратите внимание»."""

    role: str
    title: str = dataclasses.field(repr=False)
    text: str = dataclasses.field(repr=False)
    action: str = ""
    """What its button does: ``attach``, ``edit:<field id>``, ``compare:<person id>``; empty: none."""
    action_label: str = ""
    """Words of the button, a verb first."""
    code: str = ""


@dataclass(frozen=True, slots=True)
class DoubleView:
    """A saved person who may be the one being typed."""

    row: SearchRow
    words: str
    """«скорее всего та же» (or «тот же») or «похожа» («похож»)."""
    matched: str = dataclasses.field(repr=False)
    """What agrees, in words: «имя, отчество, дата рождения; фамилия другая»."""
    strong: bool
    """True: equal ENP, SNILS or document; saving needs an answer with a reason."""
    code: str
    """Code to answer with, REC-xxx; empty: only shown, nothing to answer."""

    @property
    def person_id(self) -> UUID:
        """Id of the other record."""
        return self.row.id


@dataclass(frozen=True, slots=True, repr=False)
class HistoryLine:
    """One change in the record's history, newest first."""

    at: datetime
    staff: str
    what: str
    """«Фамилия», «Прикрепление», «Справка № 000124»."""
    before: str = ""
    after: str = ""
    note: str = ""
    """«по карте», reason of an answer."""


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a card or a scan belongs to."""

    kind: Literal["known", "several", "unknown"]
    person_id: UUID | None = None
    rows: tuple[SearchRow, ...] = ()
    """For ``several`` the candidates to choose from; for ``known`` the one row."""
    by: str = ""
    """By what he was found: «по ЕНП», «по СНИЛС», «по имени и дате рождения»."""


@dataclass(frozen=True, slots=True, repr=False)
class DifferenceRow:
    """One field that differs between the record and what was read."""

    key: str
    """Key to give back to ``accept``."""
    caption: str
    in_record: str
    """Value for the screen; empty: not filled."""
    record_note: str
    """«исправил старший регистратор 03.02.2025», may be empty."""
    on_card: str
    card_note: str
    preset: Literal["record", "card"]


@dataclass(frozen=True, slots=True)
class Differences:
    """The comparison of a record with what was read."""

    rows: tuple[DifferenceRow, ...]
    same: tuple[str, ...]
    """Captions of the fields that agree."""

    @property
    def preset_keys(self) -> frozenset[str]:
        """Keys preset to the card's side."""
        return frozenset(row.key for row in self.rows if row.preset == "card")


@dataclass(frozen=True, slots=True)
class AttachmentProposal:
    """What the attachment page starts with."""

    district_id: UUID | None
    basis: AttachmentBasis
    begins: date
    note: str = dataclasses.field(default="", repr=False)
    """Why this district: «как соседи по дому», «по возрасту», may be empty."""


@dataclass(frozen=True, slots=True)
class PreflightLine:
    """One line of the check before attaching."""

    level: Level
    """OK passed; WARN wants an answer; ERROR stops."""
    text: str = dataclasses.field(repr=False)
    detail: str = dataclasses.field(default="", repr=False)
    code: str = ""
    """Our code, for the answer; empty for a passed line."""
    fund_codes: str = ""
    """The fund's numbers shown at the right: «701, 707»."""
    answer_label: str = ""
    """Words of the button that answers the warning: «Документ показан»."""
    field: str = ""
    """Where it belongs on the page: ``district``, ``begins``; empty: the whole."""


@dataclass(frozen=True, slots=True)
class TodayCounts:
    """Numbers of the start page for today."""

    accepted: int = 0
    """People registered or opened today."""
    registered: int = 0
    """New records today."""
    attached: int = 0
    issued: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class DraftView:
    """A kept draft of a form."""

    kind: str
    """``person`` or ``paper:<form key>``."""
    key: str
    """Id of the person as text, or ``new``."""
    values: dict[str, object]
    saved_at: datetime
    identity: Identity | None = None


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the self-check."""

    name: str
    ok: bool
    detail: str

    def as_json(self) -> dict[str, object]:
        """The shape of the command line contract."""
        return {"name": self.name, "ok": self.ok, "detail": self.detail}
