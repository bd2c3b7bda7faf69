"""The fields of two representatives in a person's form: texts to shapes and back, and their rules.

Source: project's domain notes on attachment, sections 1.1 (L9) and 1.2: a parent shows the birth certificate,
anybody else a document of authority.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from registrar_app.domain.birth_date import birth_date_problems, parse_date
from registrar_app.domain.cleaning import clean_text
from registrar_app.domain.context import DEFAULT_TERMS, Context, Terms
from registrar_app.domain.dates import age_words, full_years, ru_date
from registrar_app.domain.documents import check_document
from registrar_app.domain.names import check_first_name, check_last_name, check_patronymic, is_no_patronymic
from registrar_app.domain.phones import check_phone, format_phone
from registrar_app.domain.problems import Check, Problem, problem
from registrar_app.domain.records import DocumentData, RepresentativeData, RepresentativeView
from registrar_app.domain.snils import check_snils, format_snils
from registrar_app.domain.values import Relation

SLOTS = ("rep1_", "rep2_")
"""Prefixes of the fields; parents are two. Further ones stay in the record as they are."""
PARTS = (
    "id", "person", "last_name", "first_name", "patronymic", "relation", "phone", "birth_date", "snils",
    "doc_kind", "doc_series", "doc_number", "doc_issued_on", "doc_issuer", "authority", "valid_from",
    "valid_to",
)  # fmt: skip
"""``id`` is the stored row, ``person`` the patient who represents (both UUID as text), the rest as typed."""
REPRESENTATIVE_FIELDS = tuple(slot + part for slot in SLOTS for part in PARTS)

_ADULT = 18
_MAX_TEXT = 500
_DOCUMENT = {"series": "doc_series", "number": "doc_number", "kind": "doc_kind", "issued_on": "doc_issued_on"}


def to_representatives(
    values: Mapping[str, str], today: date, terms: Terms = DEFAULT_TERMS
) -> tuple[tuple[RepresentativeData, ...], tuple[Problem, ...]]:
    """Understand the fields of the representatives.

    Args:
        values: Raw texts by field id; absent slots are empty.
        today: The day of the save.
        terms: Terms that only warn.

    Returns:
        What is named, emptied rows included (``is_empty``, to be taken away), and the problems at their
        fields.
    """
    people: list[RepresentativeData] = []
    problems: list[Problem] = []
    for slot in named_slots(values):
        found = _Slot({part: values.get(slot + part, "").strip() for part in PARTS}, today, terms)
        people.append(found.data())
        problems += [one.at(slot + (one.field or "last_name")) for one in found.problems]
    return tuple(people), tuple(problems)


def named_slots(values: Mapping[str, str]) -> tuple[str, ...]:
    """The prefixes whose fields say something, in the order of what ``to_representatives`` gives."""
    telling = tuple(part for part in PARTS if part not in ("relation", "doc_kind"))
    return tuple(slot for slot in SLOTS if any(values.get(slot + part, "").strip() for part in telling))


def from_representatives(people: Sequence[RepresentativeView]) -> dict[str, str]:
    """The fields of the first two representatives as they are shown; empty ones for none."""
    values = dict.fromkeys(REPRESENTATIVE_FIELDS, "")
    for slot, view in zip(SLOTS, people, strict=False):
        values |= slot_texts(slot, view)
    return values


def slot_texts(slot: str, view: RepresentativeView | None) -> dict[str, str]:
    """The fields of one slot; all empty for nobody."""
    if view is None:
        return {slot + part: "" for part in PARTS}
    one = view.data
    texts = {
        "id": str(one.id or ""),
        "person": str(one.person_id or ""),
        "last_name": view.name.last,
        "first_name": view.name.first,
        "patronymic": view.name.patronymic or "",
        "relation": one.relation.value,
        "phone": format_phone(one.phone),
        "birth_date": _shown(one.birth_date),
        "snils": format_snils(one.snils),
        "doc_kind": one.document.kind if one.document.number else "",
        "doc_series": one.document.series,
        "doc_number": one.document.number,
        "doc_issued_on": _shown(one.document.issued_on),
        "doc_issuer": one.document.issuer,
        "authority": one.authority,
        "valid_from": _shown(one.valid_from),
        "valid_to": _shown(one.valid_to),
    }
    return {slot + part: text for part, text in texts.items()}


def represents_age(born: date | None, today: date, terms: Terms = DEFAULT_TERMS) -> bool:
    """Whether somebody of this birth date is expected to have a representative."""
    return born is not None and born <= today and full_years(born, today) < terms.representative_age


class _Slot:
    """One representative while he is being understood."""

    def __init__(self, texts: Mapping[str, str], today: date, terms: Terms) -> None:
        self._texts, self._today = texts, today
        self._ctx = Context(today, terms=terms)
        self.problems: list[Problem] = []

    def data(self) -> RepresentativeData:
        """The representative; a patient's name and numbers stand in his own record only."""
        texts = self._texts
        row, person = _uuid(texts["id"]), _uuid(texts["person"])
        if person is None and not any(texts[part] for part in PARTS if part not in _KEPT_EMPTY):
            return RepresentativeData(row)
        named = RepresentativeData(
            row,
            person,
            self._relation(),
            authority=clean_text(texts["authority"])[:_MAX_TEXT],
            valid_from=self._day("valid_from"),
            valid_to=self._day("valid_to"),
        )
        self._authority(named)
        return named if person else self._typed(named)

    def _typed(self, named: RepresentativeData) -> RepresentativeData:
        """Somebody who is no patient: all that is known of him."""
        texts = self._texts
        if not (texts["last_name"] and texts["first_name"]):
            self.problems.append(problem("ID-175", "last_name" if not texts["last_name"] else "first_name"))
        born = self._day("birth_date")
        if born:
            self._add("birth_date", birth_date_problems(born, self._today))
            if born <= self._today and full_years(born, self._today) < _ADULT:
                self._add("birth_date", (problem("ID-180", age=age_words(born, self._today)),))
        patronymic = texts["patronymic"]
        return dataclasses.replace(
            named,
            last_name=self._checked("last_name", check_last_name(texts["last_name"], self._ctx)),
            first_name=self._checked("first_name", check_first_name(texts["first_name"], self._ctx)),
            patronymic=None
            if is_no_patronymic(patronymic)
            else self._checked("patronymic", check_patronymic(patronymic, self._ctx)),
            birth_date=born,
            snils=self._checked("snils", check_snils(texts["snils"], self._ctx)),
            phone=self._checked("phone", check_phone(texts["phone"], self._ctx)),
            document=self._document(born),
        )

    def _authority(self, one: RepresentativeData) -> None:
        if not (one.authority or one.relation.is_parent):
            self.problems.append(problem("ID-177", "authority", relation=one.relation.word))
        begins, ends = one.valid_from, one.valid_to
        if begins and ends and ends < begins:
            self.problems.append(problem("ID-179", "valid_to", begins=ru_date(begins), ends=ru_date(ends)))
        elif ends and ends < self._today:
            self.problems.append(problem("ID-178", "valid_to", ends=ru_date(ends)))

    def _document(self, born: date | None) -> DocumentData:
        texts = self._texts
        kind = texts["doc_kind"] or DocumentData().kind
        issued_on = self._day("doc_issued_on")
        if not (texts["doc_series"] or texts["doc_number"]):
            return DocumentData(kind, issued_on=issued_on, issuer=clean_text(texts["doc_issuer"]))
        ctx = dataclasses.replace(self._ctx, birth_date=born, issued_on=issued_on)
        checked = check_document(kind, texts["doc_series"], texts["doc_number"], ctx)
        for one in checked.problems:
            self._add(_DOCUMENT[one.field or "number"], (one,))
        issuer = clean_text(texts["doc_issuer"])[:_MAX_TEXT]
        return DocumentData(kind, checked.series, checked.number, issued_on, issuer)

    def _relation(self) -> Relation:
        typed = self._texts["relation"]
        try:
            return Relation(typed or Relation.MOTHER)
        except ValueError:
            self.problems.append(problem("ID-182", "relation"))
            return Relation.OTHER

    def _checked(self, part: str, answer: Check) -> str:
        """The normal value of a text that may be empty; with an error the text as typed."""
        typed = self._texts[part]
        if not typed:
            return ""
        self._add(part, answer.problems)
        return typed if answer.normal is None else answer.normal

    def _day(self, part: str) -> date | None:
        typed = self._texts[part]
        if not typed:
            return None
        found, remark = parse_date(typed, self._today)
        if remark:
            self._add(part, (remark,))
        return found

    def _add(self, part: str, found: Sequence[Problem]) -> None:
        self.problems += [one.at(part) for one in found]


_KEPT_EMPTY = ("id", "relation", "doc_kind")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _shown(day: date | None) -> str:
    return ru_date(day) if day else ""
