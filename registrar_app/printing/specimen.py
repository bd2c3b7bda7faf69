"""Invented values for any form, so that its sheet can be looked at before a person stands at the desk."""

from collections.abc import Mapping
from typing import Any

from registrar_app.domain.errors import RefusedError
from registrar_app.printing.form import Edition, Field, Form, Mode
from registrar_app.printing.render import render

_NAME = "Образцов Образец Образцович"
_DAY = "2026-03-01"
_FIXED: Mapping[str, Any] = {
    "fio": _NAME,
    "fio_signature": _NAME,
    "date": _DAY,
    "datetime": f"{_DAY}T09:30:00+03:00",
    "day2": "01",
    "month": "марта",
    "year4": "2026",
    "date_range": {"from": _DAY, "to": "2026-03-10"},
    "phone": "+7 900 000-00-00",
    "email": "obrazec@example.ru",
    "snils": "112-233-445 95",
    "oms": "9961234567890123",
    "icd": "J30.1",
    "address": "Образцовская область, г. Образцов, ул. Садовая, д. 1, кв. 2",
    "flag": True,
    "barcode": "000000",
    "date_and_signature": {"date": _DAY},
    "date_and_text": {"date": _DAY, "text": "образец"},
    "text_icd": {"text": "образец", "icd": "J30.1"},
}
_CLINIC = {
    "org_full_name": "Государственное бюджетное учреждение здравоохранения «Образцовая поликлиника»",
    "org_short_name": "ГБУЗ «Образцовая поликлиника»",
    "org_address": "Образцовская область, г. Образцов, ул. Больничная, д. 1",
    "org_phone": "+7 900 000-00-00",
    "org_ogrn": "1029990001238",
    "org_okpo": "00000000",
    "org_licence": "Л041-00000-00/00000000 от 01.03.2026",
    "mo_code": "000000",
    "region_health_body": "Министерство здравоохранения Образцовской области",
}
_STANDARD = {"number": "000000000", "series": "00", "issue_date": _DAY, **_CLINIC}


def specimen_values(edition: Edition) -> dict[str, Any]:
    """A value for each field that takes one.

    Args:
        edition: Which fields there are.
    """
    return {**{one.id: _value(one) for one in edition.fields if one.takes_value}, **_STANDARD}


def specimen(form: Form, edition: Edition, *, is_filled: bool) -> bytes:
    """The sheet as a PDF: empty, or with invented values; a value that the form refuses is left out.

    Raises:
        RefusedError: the form cannot be laid out even so (``CERT-001``).
    """
    mode = Mode.DRAFT if Mode.DRAFT in form.modes else form.default_mode
    # What has no draft is a small print whose fields must be filled.
    values = specimen_values(edition) if is_filled or mode is not Mode.DRAFT else {}
    try:
        return render(form, edition, values, mode=mode, agree=False).pdf
    except RefusedError as error:
        wrong = {one.field for one in error.problems}
        kept = {key: value for key, value in values.items() if key not in wrong}
        return render(form, edition, kept, mode=mode, agree=False).pdf


def _value(field: Field) -> Any:  # noqa: ANN401 - JSON values of many shapes
    if field.type in _FIXED:
        return _FIXED[field.type]
    first = next((key for key, word in field.values.items() if word), "")
    if field.type in ("choice", "code"):
        return first or "1"
    if field.type in ("choices", "codes"):
        return [first] if first else []
    if field.type == "choice_and_text":
        return {"choice": first, "text": "образец"}
    if field.type == "digits":
        return "1" * (field.min_chars or 1)
    if field.type == "table":
        cells = {"signature": "", "date": _DAY}
        row = {one.id: cells.get(one.type, "—") for one in field.columns}
        return {name: [row] for name in field.repeat_for} if field.repeat_for else [row]
    if field.type == "table_row_16":
        return dict.fromkeys(field.cells, next(iter(field.cell_values.values()), ""))
    if field.type == "address8":
        return {"subject": "Образцовская область", "city": "Образцов", "street": "ул. Садовая", "house": "1"}
    return "образец"
