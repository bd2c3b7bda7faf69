"""A row of a list as the form of a person: through the same rules as typing, told where it is wrong."""

import dataclasses
from dataclasses import dataclass
from datetime import date

from registrar_app.domain.address_line import split_address, whole_address
from registrar_app.domain.birth_date import parse_date
from registrar_app.domain.cleaning import clean_number, is_digits
from registrar_app.domain.dates import ru_date
from registrar_app.domain.documents import PASSPORT_RF
from registrar_app.domain.draft import ADDRESS_PARTS, to_person
from registrar_app.domain.enp import decode_enp
from registrar_app.domain.full_name import split_name
from registrar_app.domain.names import is_no_patronymic, sex_by_patronymic
from registrar_app.domain.problems import Level, Problem, problem
from registrar_app.domain.records import PersonData
from registrar_app.services import import_mapping as fields
from registrar_app.services import import_words as words
from registrar_app.services.import_shapes import ListRow, Plan

_MUST = frozenset({"last_name", "first_name", "patronymic", "no_patronymic", "birth_date", "sex"})
"""Without these there is no record; all else may be left out."""
_TOGETHER = ("policy_", "doc_", "reg_", "res_")
"""Fields that make sense only together: one bad value takes the others along."""
_KINDS = (
    ("policy_kind", words.policy_kind_of, "старого образца, временное свидетельство, единого образца"),
    ("doc_kind", words.document_kind_of, "паспорт, свидетельство о рождении или код документа"),
    ("citizenship", words.citizenship_of, "Россия, другая страна или три цифры её кода"),
)
_PASSPORT_LENGTHS = (("doc_series", 4), ("doc_number", 6))


@dataclass(frozen=True, slots=True, repr=False)
class Prepared:
    """A row understood."""

    number: int
    data: PersonData
    """Normal values; what is wrong stands as in the list."""
    problems: tuple[Problem, ...]
    record_number: str = ""
    district: str = ""
    attached_on: date | None = None

    @property
    def is_refused(self) -> bool:
        """Whether anything stops the row."""
        return any(one.level is Level.ERROR for one in self.problems)

    @property
    def who(self) -> str:
        """«Гарипова Зульфия Ильдусовна, 16.04.1991», as far as it is known."""
        born = self.data.birth_date
        return ", ".join(filter(None, (self.data.name.full.strip(), ru_date(born) if born else "")))


def prepare(row: ListRow, plan: Plan, today: date) -> Prepared:
    """Understand a row.

    Args:
        row: The row of the list.
        plan: Which column is what.
        today: The day of the load.
    """
    form = _Form(row, plan, today)
    if row.broken:
        return Prepared(row.number, form.names(), (problem(row.broken),))
    width = len(plan.headings)
    if width and any(row.cells[width:]):
        return Prepared(row.number, form.names(), (problem("REC-150", got=len(row.cells), need=width),))
    form.fill()
    data, found = to_person(form.values, today)
    if plan.drops_bad:
        data, found = _without_bad(form, found, today) or (data, found)
    return Prepared(
        row.number,
        data,
        (*form.problems, *found),
        record_number=form.take(fields.RECORD_NUMBER),
        district=form.take(fields.DISTRICT).lstrip("№ "),
        attached_on=form.attached_on(),
    )


def _without_bad(
    form: "_Form", found: tuple[Problem, ...], today: date
) -> tuple[PersonData, tuple[Problem, ...]] | None:
    """The row without the optional values that do not pass; None if nothing is left out."""
    bad = {one.field or "" for one in (*found, *form.problems) if one.level is Level.ERROR} - _MUST - {""}
    if not bad:
        return None
    for prefix in _TOGETHER:
        if any(field.startswith(prefix) for field in bad):
            bad |= {field for field in form.values if field.startswith(prefix)}
    form.problems = [
        problem("REC-168", one.field, what=one.text) if one.field in bad else one for one in form.problems
    ]
    left_out = [one for one in found if one.field in bad and one.level is Level.ERROR]
    form.problems += [problem("REC-168", one.field, what=one.text) for one in left_out]
    data, rest = to_person({field: text for field, text in form.values.items() if field not in bad}, today)
    return data, rest


class _Form:
    """The texts of a row on their way into the fields of the form."""

    def __init__(self, row: ListRow, plan: Plan, today: date) -> None:
        self._row, self._plan, self._today = row, plan, today
        self.problems: list[Problem] = []
        self.values: dict[str, str] = {}
        for place, field in plan.fields.items():
            text = row.cell(place)
            if text and field:
                before = self.values.get(field)
                self.values[field] = f"{before}, {text}" if before else text

    def take(self, field: str) -> str:
        """A text that is no field of the form."""
        return self.values.pop(field, "").strip()

    def attached_on(self) -> date | None:
        """The day of the attachment, where one is given and can be read."""
        text = self.take(fields.ATTACHED_ON)
        return parse_date(text, self._today)[0] if text else None

    def names(self) -> PersonData:
        """Who a broken row may be about."""
        self._full_name()
        texts = {name: self.values.get(name, "") for name in ("last_name", "first_name", "patronymic")}
        return PersonData(**texts)  # type: ignore[arg-type]

    def fill(self) -> None:
        """Bring everything into its field."""
        for place in self._row.rounded:
            if field := self._plan.fields.get(place):
                self.problems.append(problem("REC-146", field))
        self._full_name()
        self._kinds()
        self._policy()
        self._document()
        self._patronymic()
        self._sex()
        if "snils" in self.values:
            self.values["snils"] = words.restored_snils(self.values["snils"])
        for line, prefix in ((fields.REG_LINE, "reg_"), (fields.RES_LINE, "res_")):
            self._address(line, prefix)

    def _full_name(self) -> None:
        name = split_name(self.take(fields.FULL_NAME))
        for field, part in (
            ("last_name", name.last), ("first_name", name.first), ("patronymic", name.patronymic),
        ):  # fmt: skip
            if part:
                self.values.setdefault(field, part)

    def _patronymic(self) -> None:
        typed = self.values.get("patronymic", "")
        if is_no_patronymic(typed):
            self.values["patronymic"], self.values["no_patronymic"] = "", "1"
            if not typed:
                self.problems.append(problem("REC-158", "patronymic"))

    def _sex(self) -> None:
        typed = self.values.get("sex", "")
        if typed:
            found = words.sex_of(typed)
            if found is None:
                self.problems.append(problem("REC-165", "sex", typed=typed, wanted="м или ж"))
            self.values["sex"] = found or ""
            return
        told = sex_by_patronymic(self.values.get("patronymic", ""))
        facts = decode_enp(self.values.get("enp", "")) if told is None else None
        sex = told or (facts.sex if facts else None)
        if sex is not None:
            self.values["sex"] = sex.value
            self.problems.append(problem("REC-157", "sex"))

    def _kinds(self) -> None:
        """Words that stand for codes."""
        for field, understood, wanted in _KINDS:
            typed = self.values.get(field, "")
            if not typed:
                continue
            found = understood(typed)
            if found is None:
                self.problems.append(problem("REC-165", field, typed=typed, wanted=wanted))
            self.values[field] = found or ""

    def _policy(self) -> None:
        """What kind of policy the numbers tell, where the list does not name it."""
        values = self.values
        number, series = values.get("policy_number", ""), values.get("policy_series", "")
        if values.get("enp"):
            is_same = clean_number(number) in ("", clean_number(values["enp"]))
            if series or not is_same:
                # One policy is kept, the one of the single sample.
                self.problems.append(
                    problem("REC-168", "policy_number", what="номер полиса прежнего образца")
                )
            values.pop("policy_number", None)
            values.pop("policy_series", None)
        elif not values.get("policy_kind") and (number or series):
            kind = words.policy_by_number(series, number)
            if kind is not None:
                values["policy_kind"] = kind.value
            else:
                values.pop("policy_series", None)
                if len(clean_number(number)) == 16:
                    values["enp"] = values.pop("policy_number")

    def _document(self) -> None:
        values = self.values
        whole = self.take(fields.DOCUMENT) or (
            "" if values.get("doc_series") else values.get("doc_number", "")
        )
        if whole:
            values["doc_series"], values["doc_number"] = words.split_document(whole)
        if not (values.get("doc_series") or values.get("doc_number")):
            return
        values.setdefault("doc_kind", "")
        values["doc_kind"] = values["doc_kind"] or words.kind_of_series(values.get("doc_series", ""))
        if values["doc_kind"] == PASSPORT_RF:
            # Spreadsheets drop leading zeros; a passport's numbers have a fixed length.
            for field, length in _PASSPORT_LENGTHS:
                digits = clean_number(values.get(field, ""))
                if is_digits(digits) and length - 2 <= len(digits) < length:
                    values[field] = digits.zfill(length)

    def _address(self, line: str, prefix: str) -> None:
        text = self.take(line)
        if not text or any(self.values.get(prefix + part) for part in ADDRESS_PARTS):
            return
        address = split_address(text)
        if address is None:
            self.problems.append(problem("REC-159", f"{prefix}street"))
            address = whole_address(text)
        for part, value in dataclasses.asdict(address).items():
            if value:
                self.values[prefix + part] = value
