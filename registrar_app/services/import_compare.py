"""A row of a list beside the record it belongs to: what fills empty fields, what differs. Pure."""

import dataclasses
import re
from dataclasses import dataclass
from typing import Any

from registrar_app.domain.names import fold
from registrar_app.domain.phones import split_phones
from registrar_app.domain.records import Address, DocumentData, PersonData, PolicyData

_WORDS = re.compile(r"[а-яa-z0-9]+")
_MARKS = frozenset(
    (
        "г",
        "гор",
        "город",
        "ул",
        "улица",
        "д",
        "дом",
        "кв",
        "квартира",
        "корп",
        "корпус",
        "к",
        "стр",
        "строение",
        "пер",
        "переулок",
        "пр",
        "кт",
        "просп",
        "проспект",
        "обл",
        "область",
        "р",
        "н",
        "район",
        "с",
        "село",
        "п",
        "пос",
        "поселок",
        "рф",
        "россия",
    )
)
_INDEX = re.compile(r"^\d{6}$")
_SIMPLE = ("birth_date", "sex", "snils", "birth_place", "citizenship")


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """What a row says of a record."""

    together: PersonData
    """The record with its empty fields filled."""
    filled: tuple[str, ...]
    """Field ids that were empty."""
    differs: tuple[str, ...]
    """Field ids with another value; the record keeps its own."""


def compare(record: PersonData, row: PersonData, *, says_no_patronymic: bool = True) -> Comparison:
    """Put a row beside a record.

    Args:
        record: What is saved.
        row: Normal values of the row.
        says_no_patronymic: Whether «нет отчества» stands in the row, not just an empty cell.
    """
    it = _Comparing(record, row)
    it.names(says_no_patronymic=says_no_patronymic)
    for field in _SIMPLE:
        it.simple(field)
    it.policy()
    it.document()
    it.address("registration", "reg_street")
    it.address("residence", "res_street")
    it.phone()
    return Comparison(dataclasses.replace(record, **it.changes), tuple(it.filled), tuple(it.differs))


def agrees(record: PersonData, row: PersonData) -> bool:
    """Whether a record found by a number can be the person of the row: same name or same birth date."""
    if record.birth_date is not None and record.birth_date == row.birth_date:
        return True
    names = [(fold(one.last_name), fold(one.first_name)) for one in (record, row)]
    return names[0] == names[1]


class _Comparing:
    """A comparison on its way."""

    def __init__(self, record: PersonData, row: PersonData) -> None:
        self.record, self.row = record, row
        self.changes: dict[str, Any] = {}
        self.filled: list[str] = []
        self.differs: list[str] = []

    def names(self, *, says_no_patronymic: bool) -> None:
        record, row = self.record, self.row
        for field in ("last_name", "first_name"):
            mine, other = getattr(record, field), getattr(row, field)
            if not mine and other:
                self._fill(field, other)
            elif fold(mine) != fold(other):
                self.differs.append(field)
        mine, other = record.patronymic or "", row.patronymic or ""
        if other and not mine and not record.has_no_patronymic:
            self._fill("patronymic", other)
        elif fold(mine) != fold(other) and (other or says_no_patronymic):
            self.differs.append("patronymic")

    def simple(self, field: str) -> None:
        mine, other = getattr(self.record, field), getattr(self.row, field)
        if not other:
            return
        if not mine:
            self._fill(field, other)
        elif mine != other and not (isinstance(mine, str) and _same_words(mine, other)):
            self.differs.append(field)

    def _fill(self, field: str, value: object) -> None:
        self.changes[field] = value
        self.filled.append(field)

    def policy(self) -> None:
        mine, other = self.record.policy, self.row.policy
        if not (other.enp or other.number or other.insurer_name or other.insurer_ogrn):
            return
        if not (mine.enp or mine.number):
            whole = dataclasses.replace(other, **_filled_parts(other, mine, PolicyData()))
            if whole != mine:
                self._fill("policy", whole)
            return
        if other.enp and mine.enp and other.enp != mine.enp:
            self.differs.append("enp")
        elif not other.enp and other.number and fold(other.number) != fold(mine.number):
            self.differs.append("policy_number")
        elif other.enp and not mine.enp:
            # A policy of the old sample stands in the record: which one holds, only the person knows.
            self.differs.append("enp")
        else:
            self._parts("policy", mine, other, PolicyData(), skip=("kind", "enp", "series", "number"))

    def document(self) -> None:
        mine, other = self.record.document, self.row.document
        if not other.number:
            return
        if not mine.number:
            self._fill("document", other)
        elif (mine.kind, fold(mine.series), fold(mine.number)) != (
            other.kind,
            fold(other.series),
            fold(other.number),
        ):
            self.differs.append("doc_number")
        else:
            self._parts("document", mine, other, DocumentData(), skip=("kind", "series", "number"))

    def _parts(
        self, field: str, mine: PolicyData | DocumentData, other: PolicyData | DocumentData,
        empty: PolicyData | DocumentData, skip: tuple[str, ...],
    ) -> None:  # fmt: skip
        """Fill the empty parts of a policy or document that is the same one; the others stay as they are."""
        parts = {name: value for name, value in _filled_parts(mine, other, empty).items() if name not in skip}
        if parts:
            self._fill(field, dataclasses.replace(mine, **parts))

    def address(self, field: str, told_at: str) -> None:
        mine: Address = getattr(self.record, field)
        other: Address = getattr(self.row, field)
        if not other:
            return
        if not mine:
            self._fill(field, other)
        elif not _tokens(other.one_line) <= _tokens(mine.one_line):
            self.differs.append(told_at)

    def phone(self) -> None:
        mine, other = self.record.phone, self.row.phone
        if not other:
            return
        if not mine:
            self._fill("phone", other)
        else:
            further = {one.number for one in self.record.other_phones}
            if not set(split_phones(other)) <= {*split_phones(mine), *further}:
                self.differs.append("phone")


def _filled_parts(into: object, source: object, empty: object) -> dict[str, Any]:
    """Parts that ``source`` has and ``into`` has not."""
    names = [one.name for one in dataclasses.fields(empty)]  # type: ignore[arg-type]
    return {
        name: getattr(source, name)
        for name in names
        if getattr(into, name) == getattr(empty, name) != getattr(source, name)
    }


def _same_words(mine: str, other: str) -> bool:
    return _tokens(mine) == _tokens(other)


def _tokens(text: str) -> frozenset[str]:
    """What two spellings of one address have in common."""
    words = _WORDS.findall(text.lower().replace("ё", "е"))
    return frozenset(word for word in words if word not in _MARKS and not _INDEX.match(word))
