"""Values for any form: what is usual, and as much as the table promises room for."""

import re
from datetime import date
from typing import Any

from registrar_app.printing.form import Column, Edition, Field

WORDS = "миопия слабой степени обоих глаз; консолидированный перелом лучевой кости, функция не нарушена, "
NAME = "Константинопольский-Задунайский Александр-Екатеринбургович Всеволодовичевич "
ADDRESS = {
    "subject": "Северореченская область",
    "district": "Верхнелуговский район",
    "city": "Северореченск",
    "settlement": "",
    "street": "ул. Заречная",
    "house": "5",
    "korpus": "2",
    "building": "1",
    "apartment": "12",
    "room": "",
    "phone": "+7 900 000-00-00",
}
CLINIC = {
    "full_name": "Государственное бюджетное учреждение здравоохранения «Городская поликлиника № 7»",
    "short_name": "ГБУЗ «ГП № 7»",
    "address": "400099, Северореченская область, г. Северореченск, ул. Больничная, д. 12",
    "phone": "+7 (8999) 12-34-56",
    "ogrn": "1029990001238",
    "okpo": "12345678",
    "license_number": "Л041-01099-99/00123456",
    "license_date": "2019-04-15",
    "head": "Громова Елена Аркадьевна",
    "mo_code": "990007",
    "region_health_body": "Министерство здравоохранения Северореченской области",
}
LONG_CLINIC = {
    **CLINIC,
    "full_name": "Областное государственное автономное учреждение здравоохранения «Верхнелуговская "
    "центральная районная больница имени профессора А.Б. Долгорукова-Северского»",
    "address": "400123, Северореченская область, Верхнелуговский муниципальный район, рабочий посёлок "
    "Верхний Луг, микрорайон Строителей, д. 1, корп. А",
    "head": "Вышеславцев-Оболенский Всеволод Константинович",
}
FIXED: dict[str, Any] = {
    "phone": "+7 (8999) 12-34-56",
    "email": "priem@example.ru",
    "snils": "112-233-445 95",
    "oms": "9961234567890123",
    "date": "1969-12-31",
    "datetime": "2025-09-16T14:05:00+03:00",
    "day2": "09",
    "month": "сентября",
    "year4": "2008",
    "date_range": {"from": "2026-03-01", "to": "2026-03-10"},
    "flag": True,
    "date_and_signature": {"date": "2026-03-01"},
    "barcode": "014287",
    "address8": ADDRESS,
}
NEVER = frozenset({"number", "series", "issue_date", "sex", "birth_date"})
"""Ids that a case gives elsewhere."""


def words(count: int) -> str:
    return (WORDS * (count // len(WORDS) + 1))[:count].strip(" ,;")


def name(count: int) -> str:
    return (NAME * (count // len(NAME) + 1))[:count].strip(" -")


def room(field: Field) -> int:
    return field.max_chars or (60 if field.type in {"text", "fio", "fio_signature", "address"} else 20)


def cell(column: Column, is_long: bool) -> str:
    by_type = {
        "date": "2026-03-01",
        "digits": "12",
        "icd": "J45.0",
        "phone": "+7 900 000-00-00",
        "signature": "",
    }
    return by_type.get(column.type, words((30 if is_long else 14) if column.width >= 3 else 8))


def table(field: Field, is_long: bool) -> Any:
    count = (field.rows or 3) if is_long else 1
    rows = [{one.id: cell(one, is_long) for one in field.columns} for _ in range(count)]
    for row, printed in zip(rows, field.prefilled, strict=False):
        row[field.columns[0].id] = printed
    return dict.fromkeys(field.repeat_for, rows) if field.repeat_for else rows


def value(field: Field, is_long: bool) -> Any:
    """A JSON value for a field."""
    count = room(field) if is_long else max(min(room(field), 8), room(field) // 2)
    if field.type in FIXED:
        return FIXED[field.type]
    if field.type == "digits":
        exact = re.search(r"\{(\d+)", field.pattern)
        return "1029990001238"[: int(exact[1])] if exact else "12"
    if field.type in {"choice", "code"}:
        return next(key for key, word in field.values.items() if word) if field.values else "04"
    if field.type in {"choices", "codes"}:
        return list(field.values)[:2]
    if field.type == "choice_and_text":
        return {"choice": list(field.values)[-1], "text": words(count - 10)}
    if field.type == "date_and_text":
        return {"date": "2008-02-14", "text": words(count - 14)}
    if field.type == "text_icd":
        return {"text": words(count), "icd": "K21.0"}
    if field.type == "address":
        return words(count) if is_long else ADDRESS
    if field.type == "table":
        return table(field, is_long)
    if field.type == "table_row_16":
        return dict.fromkeys(field.cells, "Z")
    return name(count) if field.type in {"fio", "fio_signature"} else words(count)


def case_for(edition: Edition, day: date, *, is_long: bool = False) -> dict[str, Any]:
    """A case that fills every field of an edition."""
    fields = {
        one.id: value(one, is_long)
        for one in edition.fields
        if one.takes_value
        and one.id not in NEVER
        and not (one.path and one.path[0].startswith(("organization", "certificate", "person")))
    }
    if "contraindications" in fields:  # every flag is set, so the words of the choices must say so
        fields |= {"indications": "present", "restrictions": "present"}
    return {
        "organization": LONG_CLINIC if is_long else CLINIC,
        "certificate": {"issue_date": day.isoformat(), "number": "000000124", "series": "02"},
        "person": {
            "last_name": "Соколова",
            "first_name": "Мария",
            "patronymic": "Андреевна",
            "birth_date": "1987-02-14",
            "sex": "female",
        },
        "fields": fields,
    }
