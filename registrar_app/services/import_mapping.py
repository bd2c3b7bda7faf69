"""Which column of a list is which field: by how it was loaded last time, by heading, by content."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from registrar_app.domain.birth_date import parse_date
from registrar_app.domain.cleaning import clean_number, is_digits
from registrar_app.domain.context import Context
from registrar_app.domain.draft import FIELD_IDS
from registrar_app.domain.enp import check_enp
from registrar_app.domain.full_name import split_name
from registrar_app.domain.names import sex_by_patronymic
from registrar_app.domain.phones import check_phone
from registrar_app.domain.problems import Level, Problem, problem
from registrar_app.domain.snils import check_snils
from registrar_app.services.import_shapes import ColumnView, ListRow
from registrar_app.services.import_words import SEX_WORDS
from registrar_app.services.person_words import CAPTIONS

FULL_NAME, DOCUMENT, REG_LINE, RES_LINE = "full_name", "doc_any", "reg_line", "res_line"
RECORD_NUMBER, DISTRICT, ATTACHED_ON = "record_number", "district", "attached_on"
_OWN: Mapping[str, str] = MappingProxyType(
    {
        FULL_NAME: "ФИО одной строкой",
        DOCUMENT: "Документ: серия и номер вместе",
        REG_LINE: "Адрес регистрации одной строкой",
        RES_LINE: "Адрес проживания одной строкой",
        RECORD_NUMBER: "Номер карты",
        DISTRICT: "Участок",
        ATTACHED_ON: "Прикреплён с",
    }
)
_LEFT_OUT = {"no_patronymic"}


def _fields() -> dict[str, str]:
    """The choices in the order of use."""
    out = {FULL_NAME: _OWN[FULL_NAME]}
    for field in FIELD_IDS:
        if field in _LEFT_OUT or _as_registration(field) not in CAPTIONS:
            continue
        if field == "doc_kind":
            out[DOCUMENT] = _OWN[DOCUMENT]
        if field in ("reg_subject", "res_subject"):
            line = REG_LINE if field == "reg_subject" else RES_LINE
            out[line] = _OWN[line]
        out[field] = _caption(field)
    return {**out, **{field: _OWN[field] for field in (RECORD_NUMBER, DISTRICT, ATTACHED_ON)}}


def _as_registration(field: str) -> str:
    """The parts of both addresses have the captions of the registration."""
    return f"reg_{field[4:]}" if field.startswith("res_") else field


def _caption(field: str) -> str:
    words = CAPTIONS[_as_registration(field)]
    if field.startswith("res_"):
        return f"Проживание: {words.lower()}"
    return f"Регистрация: {words.lower()}" if field.startswith("reg_") else words


FIELDS: Mapping[str, str] = MappingProxyType(_fields())
"""Russian words by field id: all that a column can be."""

_SEVERAL = frozenset({"phone"})
"""Fields that several columns may fill."""

_HEADINGS: tuple[tuple[str, str], ...] = (
    (r"ф ?и ?о\b.*|фамилия имя( отчество)?.*|пациент|застрахованный|гражданин", FULL_NAME),
    (r"фам(илия)?\b.*", "last_name"),
    (r"имя\b.*", "first_name"),
    (r"отч(ество)?\b.*", "patronymic"),
    (r"место рожд.*", "birth_place"),
    (r"д ?р|дата ?р(ожд.*)?|рожд.*|день рожд.*|родил.*|г ?р|год рожд.*", "birth_date"),
    (r"пол", "sex"),
    (r".*снилс.*|страх\w* ?номер.*", "snils"),
    (r".*\bенп\b.*|единый номер.*", "enp"),
    (r"(вид|тип) полиса|полис (вид|тип)", "policy_kind"),
    (r"(серия|сер) полиса.*|полис\w* .*\bсер(ия)?", "policy_series"),
    (r"дата выдачи полиса|полис.* (с|от|дата.*)|действует с|дата начала.*", "policy_from"),
    (r"полис.* (по|до)|действует (по|до).*|(дата )?окончани\w*.*", "policy_to"),
    (r"полис|полис омс|(номер )+полиса.*|полис\w* .*номер", "policy_number"),
    (r"смо|страхов\w+( \w+)?|наименование смо|страховая медицинская.*", "insurer_name"),
    (r".*\bогрн\b.*", "insurer_ogrn"),
    (r"код подр.*|.*код подразделения", "doc_issuer_code"),
    (r".*кем выдан.*|орган выдавш.*|паспорт выдан", "doc_issuer"),
    (r"(дата выдачи|когда выдан)( (паспорта|документа|дул|удл))?|(паспорт|документ|дул) (дата.*|выдан когда)",
     "doc_issued_on"),
    (r"(вид|тип) (документа|дул|удл)|(документ|дул) (вид|тип)", "doc_kind"),
    (r"серия (и )?(номер )+(паспорта|документа)?.*|паспорт\w*|паспортные данные|документ\w*|дул|удл"
     r"|удостоверение.*", DOCUMENT),
    (r"(серия|сер) (паспорта|документа|дул|удл|свидет\w*)|(паспорт|документ|дул|удл|свидет\w*).* сер(ия)?",
     "doc_series"),
    (r"(номер )+(паспорта|документа|дул|удл|свидет\w*)|(паспорт|документ|дул|удл|свидет\w*).* номер",
     "doc_number"),
    (r"гражданство.*", "citizenship"),
    (r"(номер )?(моб\w* )?(тел|моб|сот)\w*.*|контакт\w*|.*\bтелефон", "phone"),
    (r"прикреп\w* (с|от|дата)|дата прикреп.*", ATTACHED_ON),
    (r"(номер )*(тер\w* )?участ\w*|уч", DISTRICT),
    (r"((номер|код) )+(амб|мед|карт|истор)\w*.*|(амб|мед)\w* карт\w*.*|карта|карта номер", RECORD_NUMBER),
)  # fmt: skip
_PARTS: tuple[tuple[str, str], ...] = (
    (r"субъект.*|область|регион|край|республика", "subject"), (r"район.*", "district"),
    (r"город.*", "city"), (r"нас\w* пункт.*|село|поселок|деревня", "settlement"), (r"улица|ул", "street"),
    (r"(номер )?дома?", "house"), (r"корп(ус)?", "korpus"), (r"стр(оение)?", "building"),
    (r"(номер )?кв(артир[аы])?", "apartment"), (r"комн(ата)?", "room"),
)  # fmt: skip
_RESIDENCE = re.compile(r"\b(факт\w*|прожив\w*|пребыв\w*)")
_ADDRESS = re.compile(
    r"\b(адрес\w*|прописк\w*|регистрац\w*|место жительства|жительства)\b|" + _RESIDENCE.pattern
)
_GENERIC: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"серия": ("policy_series", "doc_series"), "номер": ("policy_number", "doc_number"),
     "дата": ("policy_from", "doc_issued_on"), "дата выдачи": ("policy_from", "doc_issued_on"),
     "вид": ("policy_kind", "doc_kind"), "тип": ("policy_kind", "doc_kind")}
)  # fmt: skip
"""Words that mean one thing behind a policy, another behind a document."""
_ENOUGH = 0.6
_LOOKED_AT = 30


def normal_heading(text: str) -> str:
    """«№ полиса (ОМС)» as «номер полиса омс»."""
    lowered = text.lower().replace("ё", "е").replace("№", " номер ").replace("-", " ")
    return " ".join(re.sub(r"[^а-яa-z0-9 ]", " ", lowered).split())


def by_heading(text: str) -> str:
    """The field of a heading, empty if it says none."""
    words = normal_heading(text)
    if not words:
        return ""
    residence = bool(_RESIDENCE.search(words))
    rest = " ".join(_ADDRESS.sub(" ", words).replace(" по ", " ").split())
    for pattern, part in _PARTS:
        if re.fullmatch(pattern, rest):
            return ("res_" if residence else "reg_") + part
    if _ADDRESS.search(words) and "дата" not in words:
        return RES_LINE if residence else REG_LINE
    return next((field for pattern, field in _HEADINGS if re.fullmatch(pattern, words)), "")


def header_row(head: Sequence[ListRow]) -> int:
    """The number of the row with the headings: the one where most are understood; 0: there is none."""
    best, number = 0, 0
    for row in head[:15]:
        known = sum(bool(by_heading(cell)) or normal_heading(cell) in _GENERIC for cell in row.cells)
        # Of two rows of headings the lower one stands over the values.
        is_below = number and row.number == number + 1 and known >= 2 and known == sum(map(bool, row.cells))
        if known >= 2 and (known > best or is_below):
            best, number = max(best, known), row.number
    return number


def headings(head: Sequence[ListRow], number: int) -> tuple[str, ...]:
    """Words over the columns; a heading that stands over several columns goes before theirs."""
    rows = {row.number: row for row in head}
    width = max((len(row.cells) for row in head), default=0)
    lower, upper = rows.get(number), rows.get(number - 1)
    if lower is None:
        return tuple(_letters(place) for place in range(width))
    group, out = "", []
    is_group = upper is not None and sum(map(bool, upper.cells)) >= 2
    for place in range(width):
        own = lower.cell(place)
        if is_group and upper is not None:
            group = upper.cell(place) or group
            if own and normal_heading(own) not in _GENERIC and by_heading(own):
                out.append(own)
                continue
            own = " · ".join(filter(None, (group, own))) if own else upper.cell(place)
        out.append(own or _letters(place))
    return tuple(out)


def _letters(place: int) -> str:
    """«столбец C»: as a spreadsheet names it."""
    name, place = "", place + 1
    while place:
        place, left = divmod(place - 1, 26)
        name = chr(ord("A") + left) + name
    return f"столбец {name}"


def guess(
    head: Sequence[ListRow], number: int, kept: Mapping[str, str], today: date
) -> tuple[ColumnView, ...]:
    """What each column is taken for.

    Args:
        head: The first rows.
        number: Row of the headings, 0 for none.
        kept: Field by heading as this layout was loaded last time; empty: never.
        today: For dates.
    """
    words = headings(head, number)
    data = [row for row in head if row.number > number and not row.broken][:_LOOKED_AT]
    columns: list[ColumnView] = []
    taken: set[str] = set()
    for place, heading in enumerate(words):
        samples = tuple(row.cell(place) for row in data)
        field, how = (kept[heading], "kept") if heading in kept else (_field_of(heading, columns), "heading")
        if field not in FIELDS or (field in taken and field not in _SEVERAL):
            field = ""
        taken.add(field)
        columns.append(ColumnView(place, heading, samples[:3], field, how if field else ""))  # type: ignore[arg-type]
    if kept:
        return tuple(columns)
    return tuple(_by_content(one, [row.cell(one.place) for row in data], taken, today) for one in columns)


def _field_of(heading: str, before: Sequence[ColumnView]) -> str:
    """The field of a heading; «Серия», «Номер» by what stands before them."""
    generic = _GENERIC.get(normal_heading(heading))
    if generic is None:
        return by_heading(heading)
    last = next((one.field for one in reversed(before) if one.field), "")
    if last.startswith(("policy", "insurer", "enp")):
        return generic[0]
    return generic[1] if last.startswith("doc") else ""


def _by_content(column: ColumnView, values: Sequence[str], taken: set[str], today: date) -> ColumnView:
    """A column without a known heading, by what stands in it."""
    filled = [one for one in values if one]
    if column.field or not filled:
        return column
    for field, fits in _CONTENT:
        if field not in taken and sum(fits(one, today) for one in filled) >= _ENOUGH * len(filled):
            taken.add(field)
            return ColumnView(column.place, column.heading, column.samples, field, "content")
    return column


def _is_snils(text: str, today: date) -> bool:
    digits = clean_number(text)
    return len(digits) == 11 and check_snils(digits, Context(today)).level is not Level.ERROR


def _is_enp(text: str, today: date) -> bool:
    return len(clean_number(text)) == 16 and check_enp(text, Context(today)).level is not Level.ERROR


def _is_day(text: str, today: date) -> bool:
    return len(text) > 5 and parse_date(text, today)[0] is not None


def _is_phone(text: str, today: date) -> bool:
    digits = clean_number(text)
    return len(digits) >= 10 and check_phone(text, Context(today)).level is not Level.ERROR


def _is_full_name(text: str, today: date) -> bool:  # noqa: ARG001 - one shape for all
    name = split_name(text)
    return bool(name.last and name.first) and sex_by_patronymic(name.patronymic) is not None


def _is_patronymic(text: str, today: date) -> bool:  # noqa: ARG001
    return " " not in text and len(text) > 4 and sex_by_patronymic(text) is not None


def _is_sex(text: str, today: date) -> bool:  # noqa: ARG001
    return text.lower().strip(". ") in SEX_WORDS and not is_digits(text)


_CONTENT: tuple[tuple[str, Callable[[str, date], bool]], ...] = (
    ("snils", _is_snils), ("enp", _is_enp), ("birth_date", _is_day), (FULL_NAME, _is_full_name),
    ("patronymic", _is_patronymic), ("sex", _is_sex), ("phone", _is_phone),
)  # fmt: skip


def missing(fields: Sequence[str]) -> tuple[Problem, ...]:
    """What no list can be loaded without (REC-151)."""
    has = set(fields)
    out = []
    if FULL_NAME not in has and not {"last_name", "first_name"} <= has:
        out.append(problem("REC-151", what="фамилия и имя"))
    if "birth_date" not in has:
        out.append(problem("REC-151", what="дата рождения"))
    return tuple(out)


def layout_key(words: Sequence[str]) -> str:
    """What a layout is remembered by: its headings in their order."""
    return hashlib.sha256("\n".join(map(normal_heading, words)).encode()).hexdigest()[:16]


def pack(columns: Sequence[ColumnView]) -> str:
    """The mapping of a layout as JSON text."""
    return json.dumps({one.heading: one.field for one in columns}, ensure_ascii=False)


def unpack(text: str) -> dict[str, str]:
    """A mapping from its JSON text; field ids that are no more are left out."""
    raw = json.loads(text) if text else {}
    return {heading: field for heading, field in raw.items() if field in FIELDS or not field}
