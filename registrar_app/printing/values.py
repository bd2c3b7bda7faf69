"""Values as they are printed: from the JSON value of a field to words on paper.

Source: ``docs/forms.md``, types of fields.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from registrar_app.domain.dates import MONTHS_GENITIVE, date_in_words, ru_date
from registrar_app.domain.phones import format_phone
from registrar_app.domain.values import PersonName
from registrar_app.printing.addresses import address, address8
from registrar_app.printing.form import Field
from registrar_app.printing.shown import EMPTY, Raw, Shown, WrongValueError, as_mapping, parse_day, plain


def show(field: Field, raw: Raw) -> Shown:
    """The words a value is printed as.

    Args:
        field: The field it belongs to.
        raw: Its JSON value; None, an empty string or an empty collection is an empty value.

    Raises:
        WrongValueError: the value has not the shape of the field's type.
    """
    if raw is None or raw == "" or (isinstance(raw, Sequence | Mapping) and not raw):
        return EMPTY
    maker = _MAKERS.get(field.type)
    return maker(field, raw) if maker else Shown(plain(raw))


def _fio(field: Field, raw: Raw) -> Shown:
    text = " ".join(plain(raw).split(" "))
    parts = text.split(" ")
    if field.shorten != "initials" or len(parts) not in (2, 3):
        return Shown(text)
    return Shown(text, shorter=PersonName(parts[0], parts[1], parts[2] if parts[2:] else None).short)


def _phone(_field: Field, raw: Raw) -> Shown:
    return Shown(format_phone(plain(raw)))


def _digits(_field: Field, raw: Raw) -> Shown:
    text = plain(raw)
    if not re.fullmatch(r"[0-9 -]+", text):
        raise WrongValueError("цифры")
    return Shown(text)


def _snils(_field: Field, raw: Raw) -> Shown:
    digits = re.sub(r"\D", "", plain(raw))
    if len(digits) != 11:
        raise WrongValueError("одиннадцать цифр СНИЛС")
    return Shown(f"{digits[:3]}-{digits[3:6]}-{digits[6:9]} {digits[9:]}")


def _date(field: Field, raw: Raw) -> Shown:
    if field.print == "blank":
        return EMPTY
    day = parse_day(raw)
    if field.print == "words":
        return Shown(date_in_words(day))
    if field.print == "three_parts":
        return Shown(parts=(f"{day.day:02}", MONTHS_GENITIVE[day.month - 1], f"{day.year:04}"))
    return Shown(ru_date(day))


def _day2(_field: Field, raw: Raw) -> Shown:
    text = plain(raw)
    if not re.fullmatch(r"\d{1,2}", text) or not 1 <= int(text) <= 31:
        raise WrongValueError("число месяца от 1 до 31")
    return Shown(f"{int(text):02}")


def _month(_field: Field, raw: Raw) -> Shown:
    text = plain(raw).lower()
    if re.fullmatch(r"\d{1,2}", text) and 1 <= int(text) <= 12:
        return Shown(MONTHS_GENITIVE[int(text) - 1])
    if text not in MONTHS_GENITIVE:
        raise WrongValueError("месяц словом в родительном падеже")
    return Shown(text)


def _year4(_field: Field, raw: Raw) -> Shown:
    text = plain(raw)
    if not re.fullmatch(r"[12]\d{3}", text):
        raise WrongValueError("год четырьмя цифрами")
    return Shown(text)


def _datetime(_field: Field, raw: Raw) -> Shown:
    try:
        moment = raw if isinstance(raw, datetime) else datetime.fromisoformat(plain(raw))
    except ValueError as error:
        raise WrongValueError("дату и время") from error
    return Shown(f"{ru_date(moment.date())} {moment.hour:02}:{moment.minute:02}")


def _date_range(_field: Field, raw: Raw) -> Shown:
    node = as_mapping(raw, "два дня: с и по")
    days = [ru_date(parse_day(node[key])) if node.get(key) else "" for key in ("from", "to")]
    return Shown(parts=tuple(days)) if any(days) else EMPTY


def _key(field: Field, raw: Raw) -> str:
    key = {True: "yes", False: "no"}[raw] if isinstance(raw, bool) else plain(raw)
    key = field.aliases.get(key, key)
    if key not in field.values:
        raise WrongValueError("одно из: " + ", ".join(word for word in field.values.values() if word))
    return key


def _choice(field: Field, raw: Raw) -> Shown:
    """The words of a choice; where one of them is empty, other words may be written in its place."""
    free = next((key for key, word in field.values.items() if not word), None)
    if free is not None and isinstance(raw, str) and field.aliases.get(raw, raw) not in field.values:
        return Shown(plain(raw), chosen=frozenset({free}))
    key = _key(field, raw)
    return Shown(field.values[key], chosen=frozenset({key}))


def _choices(field: Field, raw: Raw) -> Shown:
    if isinstance(raw, str) or not isinstance(raw, Sequence):
        raise WrongValueError("список выбранного")
    chosen = frozenset(_key(field, one) for one in raw)
    return Shown(", ".join(word for key, word in field.values.items() if key in chosen), chosen=chosen)


def _code(field: Field, raw: Raw) -> Shown:
    """A code as it is, or in words with ``print: words``."""
    code = _key(field, raw) if field.values else plain(raw)
    return Shown(field.values[code] if field.print == "words" else code, chosen=frozenset({code}))


def _codes(field: Field, raw: Raw) -> Shown:
    if isinstance(raw, str) or not isinstance(raw, Sequence):
        raise WrongValueError("список кодов")
    codes = [_key(field, one) if field.values else plain(one) for one in raw]
    return Shown(", ".join(codes), chosen=frozenset(codes))


def _flag(field: Field, raw: Raw) -> Shown:
    if not isinstance(raw, bool):
        raise WrongValueError("да или нет")
    key = "chosen" if raw else "other"
    return Shown(field.cell_values.get(key, ""), chosen=frozenset({"yes"} if raw else ()))


def _choice_and_text(field: Field, raw: Raw) -> Shown:
    node = as_mapping(raw, "выбор и слова к нему")
    chosen = frozenset({_key(field, node["choice"])}) if node.get("choice") is not None else frozenset()
    return Shown(plain(node.get("text") or ""), chosen=chosen)


def _date_and_text(_field: Field, raw: Raw) -> Shown:
    node = as_mapping(raw, "дату и слова")
    day = ru_date(parse_day(node["date"])) if node.get("date") else ""
    return Shown(", ".join(part for part in (day, plain(node.get("text") or "")) if part))


def _text_icd(_field: Field, raw: Raw) -> Shown:
    node = as_mapping(raw, "слова и код МКБ")
    text, icd = plain(node.get("text") or ""), plain(node.get("icd") or "")
    whole = f"{text} ({icd})" if text and icd else text or icd
    return Shown(whole, parts=(text, icd) if "…" in _field.caption else ())


def _table(field: Field, raw: Raw) -> Shown:
    if field.repeat_for:
        node = as_mapping(raw, "строки для каждой таблицы")
        unknown = [name for name in node if name not in field.repeat_for]
        if unknown:
            raise WrongValueError("таблицы: " + ", ".join(field.repeat_for))
        return Shown(groups=tuple(_rows(field, node.get(name) or ()) for name in field.repeat_for))
    return Shown(rows=_rows(field, raw))


def _rows(field: Field, raw: Raw) -> tuple[tuple[str, ...], ...]:
    if isinstance(raw, str) or not isinstance(raw, Sequence):
        raise WrongValueError("список строк таблицы")
    rows = []
    for one in raw:
        node = as_mapping(one, "строку таблицы")
        cells = []
        for column in field.columns:
            value = node.get(column.id)
            if column.type == "date" and value:
                day = parse_day(value)
                cells.append(date_in_words(day) if column.print == "words" else ru_date(day))
            else:
                words = plain(value if value is not None else "")
                cells.append(format_phone(words) if column.type == "phone" else words)
        rows.append(tuple(cells))
    if field.rows and len(rows) > field.rows:
        raise WrongValueError(f"не больше строк, чем в таблице: {field.rows}")
    return tuple(rows)


def _cell_row(field: Field, raw: Raw) -> Shown:
    """A letter for each cell; with ``cell_values`` only those two, and the other where nothing is said."""
    node = as_mapping(raw, "отметку для каждой клетки")
    letters = field.cell_values
    if letters:
        given = {
            key: {True: letters["chosen"], False: letters["other"]}.get(v, v) if isinstance(v, bool) else v
            for key, v in node.items()
        }
        wrong = [
            v for key, v in given.items() if key not in field.cells or v not in (*letters.values(), "", None)
        ]
        if wrong or any(key not in field.cells for key in node):
            words = " или ".join(f"«{one}»" for one in letters.values() if one)
            raise WrongValueError(f"{words} в клетках {', '.join(field.cells)}")
        return Shown(parts=tuple(plain(given.get(key) or letters["other"]) for key in field.cells))
    return Shown(parts=tuple(plain(node.get(key) or "") for key in field.cells))


def _signature(_field: Field, raw: Raw) -> Shown:
    if not isinstance(raw, Mapping):
        return _fio(_field, raw)
    parts = (plain(raw.get("position") or ""), plain(raw.get("name") or ""))
    return Shown(" ".join(part for part in parts if part))


def _date_and_signature(_field: Field, raw: Raw) -> Shown:
    node = as_mapping(raw, "дату")
    return Shown(date_in_words(parse_day(node["date"]))) if node.get("date") else EMPTY


_MAKERS = {
    "fio": _fio,
    "phone": _phone,
    "digits": _digits,
    "snils": _snils,
    "date": _date,
    "day2": _day2,
    "month": _month,
    "year4": _year4,
    "datetime": _datetime,
    "date_range": _date_range,
    "choice": _choice,
    "choices": _choices,
    "code": _code,
    "codes": _codes,
    "flag": _flag,
    "choice_and_text": _choice_and_text,
    "date_and_text": _date_and_text,
    "text_icd": _text_icd,
    "address": address,
    "address8": address8,
    "table": _table,
    "table_row_16": _cell_row,
    "fio_signature": _signature,
    "date_and_signature": _date_and_signature,
}
