"""What the services answer about papers, keys and printers: frozen, ready for the screen."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from registrar_app.domain.problems import Problem

Values = Mapping[str, Any]
"""Values of a paper by field id in the shapes of the form tables: text and dates as ``str`` (dates ISO),
flags as ``bool``, choices as their key, several choices as a list, addresses as a mapping."""


@dataclass(frozen=True, slots=True)
class PaperForm:
    """A paper that can be made."""

    key: str
    title: str
    """Full title."""
    short: str
    """How lists name it: the form's number, else the title."""
    is_issued: bool
    """True: it has a number, is signed and stands in the journal; False: a small print such as the label."""
    modes: tuple[str, ...]
    """``final``, ``draft``, ``overprint``."""
    editions: tuple[tuple[str, date | None, date | None], ...] = ()
    """(id, from, to), both ends included."""
    is_offered: bool = False
    """True: the window fills it; the others are small prints, or known and not printed."""
    outcome: str = dataclasses.field(default="issued", repr=False)
    """What becomes of it: ``issued`` with a number, ``kept`` with its day, ``printed`` and no more."""
    is_on_stock: bool = False
    """True: the original is a numbered blank; the data alone are printed on it."""
    brief: str = dataclasses.field(default="", repr=False)
    """How narrow columns name it: «В бассейн»."""


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column of a table that is filled."""

    id: str
    caption: str
    kind: str
    """Type of the form tables: ``text``, ``date``, ``icd`` …"""
    width: float = 1.0
    """Share of the width."""


@dataclass(frozen=True, slots=True)
class PaperField:
    """One field of a paper for the page that fills it, in the order of filling."""

    id: str
    caption: str
    """Without the number of the item and trailing marks."""
    side: str
    """``front`` or ``back``."""
    kind: str
    """Type of the form table: ``text``, ``date``, ``fio_signature``, ``choice``, ``flag`` …"""
    source: str
    """``settings``, ``person``, ``staff``, ``doctor``, ``user`` or ``program``."""
    mandatory: bool
    lines: int = 1
    max_chars: int | None = None
    choices: tuple[tuple[str, str], ...] = dataclasses.field(default=(), repr=False)
    """(stored key, words): values of a choice, names of the doctors, «как в прошлый раз» offers."""
    item: str = ""
    """Number of the form's item, «4»."""
    is_editable: bool = True
    """False: filled by record or settings, shown only."""
    last_time: Any = dataclasses.field(default="", repr=False)
    """Value of the same person's last paper of this form, offered for taking over; empty: none."""
    heading: str = dataclasses.field(default="", repr=False)
    """Words over a group of fields that belong together: the table that flags are rows of."""
    columns: tuple[PaperColumn, ...] = ()
    """Of a table."""
    rows: int = 0
    """Rows of a table at most; 0: as many as are given."""
    prefilled: tuple[str, ...] = dataclasses.field(default=(), repr=False)
    """Printed words of the first column of a table."""
    groups: tuple[str, ...] = dataclasses.field(default=(), repr=False)
    """Names of the tables that one field repeats."""
    cells: tuple[str, ...] = dataclasses.field(default=(), repr=False)
    """Of a row of cells, in order."""
    letters: tuple[str, str] = dataclasses.field(default=("", ""), repr=False)
    """What stands in a chosen cell and in any other."""
    is_conditional: bool = False
    """Must be filled under a condition on other fields: asked for even when the record has no answer."""
    is_hidden_when_empty: bool = False
    """Not on the sheet before it is filled."""
    is_day: bool = False
    """The day of the paper, which decides the edition."""


@dataclass(frozen=True, slots=True, repr=False)
class PaperOrigin:
    """Why a paper is made, where somebody did more than ask for it at the desk."""

    values: Values = dataclasses.field(default_factory=dict)
    """Stand over what the record and the clinic fill in."""
    replaces: UUID | None = None
    """The issued paper it is a duplicate of."""
    answers: UUID | None = None
    """The request it answers."""
    refuses: UUID | None = None
    """The request whose refusal it tells of."""
    why: str = ""
    """Reason of a duplicate."""
    paper_id: UUID | None = None
    """Id the paper will have; None: a new one."""
    batch: tuple[UUID, int] | None = None
    """The batch and the row of its list that ask for it."""
    is_checked: bool = False
    """The values were drawn once and found good: not drawn a second time before signing."""


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """A paper being filled."""

    form_key: str
    form_title: str
    edition_id: str
    edition_note: str
    """One line of law for the registrar, «Форма … с 01.09.2025 не утверждена…»; may be empty."""
    issue_date: date
    person_id: UUID | None
    fields: tuple[PaperField, ...]
    values: Values = dataclasses.field(repr=False, default_factory=dict)
    """What is prefilled, by field id."""
    sides: int = 1
    sheet_note: str = ""
    """«A5, 1 лист»."""
    doctors: tuple[tuple[UUID, str], ...] = dataclasses.field(default=(), repr=False)
    """Physicians who may issue it: (staff id, full name)."""
    positions: Mapping[str, str] = dataclasses.field(default_factory=dict, repr=False)
    """Post of each physician by full name."""
    outcome: str = dataclasses.field(default="issued", repr=False)
    """As in ``PaperForm``."""
    is_on_stock: bool = False
    """As in ``PaperForm``."""
    edition_words: str = dataclasses.field(default="", repr=False)
    """«редакция с 01.09.2025 по 31.08.2031»."""
    notices: tuple[Problem, ...] = ()
    """What stands in the way of issuing from the start: no numbers of the region."""
    origin: PaperOrigin | None = None
    """Why it is made, where that is more than a wish at the desk."""

    def field(self, field_id: str) -> PaperField:
        """The field with an id.

        Raises:
            KeyError: the paper has no such field.
        """
        return next(one for one in self.fields if one.id == field_id)


@dataclass(frozen=True, slots=True)
class PaperBox:
    """Where a field's value stands on the sheet."""

    field: str
    page: int
    """From 0."""
    x: float
    """Millimetres from the left edge."""
    y: float
    """Millimetres from the top edge."""
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PaperFill:
    """How full a field is, for the counter «62 из 272»."""

    field: str
    used: int
    capacity: int | None
    over: int = 0
    """Characters that do not fit at the smallest size; 0: fits."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A look at the paper as it would come out now, without number and signature."""

    pdf: bytes | None = dataclasses.field(repr=False)
    """None: something does not fit, keep the last good page."""
    boxes: tuple[PaperBox, ...] = ()
    fills: Mapping[str, PaperFill] = dataclasses.field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    """Problems with ``field``; ERROR stops the signing."""
    edition_id: str = ""
    """The edition of the day that stands in the fields; another one has other fields."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature of an issued paper."""

    field: str
    signer: str = dataclasses.field(repr=False)
    serial: str
    level: str


@dataclass(frozen=True, slots=True)
class Issued:
    """A signed and kept paper."""

    certificate_id: UUID
    number: str
    """With its series, where there is one: «02 000000017»."""
    pdf: bytes = dataclasses.field(repr=False)
    pages: int
    level: str
    """``B-B``, ``B-T``, or empty when it is to be signed by hand."""
    signers: tuple[Signature, ...]
    sha256: str
    form: str
    edition: str
    remarks: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """What the journal shows; empty fields do not restrict."""

    text: str = dataclasses.field(default="", repr=False)
    """Surname or number, from its beginning."""
    form_key: str = ""
    state: str = ""
    """Key of ``JournalPage.states``: ``valid``, ``spoiled``, …; ``ending`` asks for those that run out."""
    since: date | None = None
    until: date | None = None
    person_id: UUID | None = None
    offset: int = 0
    limit: int = 50
    forms: tuple[str, ...] = dataclasses.field(default=(), repr=False)
    """Several forms at once, of a register."""
    doctor: str = dataclasses.field(default="", repr=False)
    """Short name, as the journal shows it."""
    after: tuple[str, UUID] | None = dataclasses.field(default=None, repr=False)
    """``JournalPage.following`` of the page before."""


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One paper of the journal."""

    certificate_id: UUID
    number: str
    issue_date: date
    valid_until: date | None
    person_id: UUID
    person: str = dataclasses.field(repr=False)
    """Full name as it stands on the paper."""
    form_key: str = ""
    form_title: str = ""
    state: str = ""
    state_text: str = ""
    """Words of the badge: «выдана», «выдана, копия 1», «испорчена»."""
    state_role: str = "neutral"
    state_icon: str = ""
    doctor: str = dataclasses.field(default="", repr=False)
    copies: int = 0
    is_signed: bool = True
    """False: it is to be signed by hand."""
    birth_date: date | None = dataclasses.field(default=None, repr=False)
    person_short: str = dataclasses.field(default="", repr=False)
    """«Соколова М. А.»."""
    staff: str = dataclasses.field(default="", repr=False)
    """Who issued it."""
    ended: str = dataclasses.field(default="", repr=False)
    """Why it was spoiled, lost, annulled or replaced."""
    level: str = ""
    """Level of its signatures now, ``B-T``; empty: signed by hand."""
    term: str = dataclasses.field(default="", repr=False)
    """``ending``: it runs out soon; ``over``: it did; empty: neither, or it does not stand any more."""


@dataclass(frozen=True, slots=True)
class JournalPage:
    """A page of the journal, newest first."""

    rows: tuple[JournalRow, ...]
    total: int
    numbers_left: Mapping[str, int] = dataclasses.field(default_factory=dict)
    """Numbers left in this desk's ranges by form key."""
    states: tuple[tuple[str, str], ...] = ()
    """(key, words) of the states that can be filtered for."""
    is_more: bool = False
    """There are more than ``total``, which are not counted."""
    following: tuple[str, UUID] | None = dataclasses.field(default=None, repr=False)
    """Where the next page begins; None: this is the last."""


@dataclass(frozen=True, slots=True)
class KeyStatus:
    """A signing key of the clinic."""

    role: str
    """``doctor`` or ``organisation``."""
    owner: str = dataclasses.field(repr=False)
    """Short name of the owner, or the organisation; empty: no key."""
    valid_to: date | None = None
    is_unlocked: bool = False
    problem: Problem | None = None
    """Why it cannot sign now: none, locked, expired, soon to expire (WARN)."""
    kind: str = ""
    """``file``, ``token``, ``program``; empty: no key."""
    key_id: str = dataclasses.field(default="", repr=False)
    remarks: tuple[Problem, ...] = ()
    """What else is to be said of it: others can read the file, a file is no qualified carrier."""

    @property
    def can_sign(self) -> bool:
        """True when a signature can be made this moment."""
        return self.is_unlocked and (self.problem is None or not self.problem.level.weight >= 3)  # ERROR


@dataclass(frozen=True, slots=True)
class PrinterView:
    """A printer of this workplace."""

    name: str
    is_default: bool = False
    state: str = ""
    """Words: «готов», «остановлен»."""


@dataclass(frozen=True, slots=True)
class PrintChoice:
    """How a form is printed at this workplace."""

    printer: str = ""
    """Empty: the system's default printer."""
    tray: str = ""
    duplex: str = ""
    """Empty (as the printer does), ``none``, ``long`` or ``short`` edge."""
    dpi: int = 0
    """Of a label printer: bars and letters are made of its dots. 0: the vector file."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A job handed to the printer."""

    printer: str
    job: str
    is_copy: bool = False
    problems: tuple[Problem, ...] = ()
    """Warnings, such as a printer that seems to be off."""
