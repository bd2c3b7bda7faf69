"""What is checked before a paper is drawn: shapes of values, mandatory fields, signs, forbidden words."""

import dataclasses
import re
from collections.abc import Iterable, Mapping

from registrar_app.domain.dates import add_months
from registrar_app.domain.problems import Problem, problem
from registrar_app.printing.board import Board, Words
from registrar_app.printing.case import caption_of
from registrar_app.printing.fonts import Face, family, printable
from registrar_app.printing.form import Edition, Field, Form, Mode
from registrar_app.printing.keys import STANDARD_NAMES
from registrar_app.printing.shown import EMPTY, NO_NUMBER, Raw, Shown, WrongValueError, parse_day
from registrar_app.printing.values import show

GIVEN_AT_ISSUE = frozenset({"number", "series"})
"""What a paper gets when it is signed; until then dashes stand in its place."""
STRIP = "counterfoil:"
"""Before the id of a row of the strip, so that the same value may be shown in another manner there."""


def with_term(form: Form, edition: Edition, values: Mapping[str, Raw]) -> Mapping[str, Raw]:
    """The last day of validity, counted from the day of issue where the form has a line for it."""
    asks = any(one.id == "valid_until" and one.source == "program" for one in edition.fields)
    if not asks or not form.validity_months or values.get("valid_until"):
        return values
    try:
        last = add_months(parse_day(values.get("issue_date")), form.validity_months)
    except WrongValueError:
        return values
    return {**values, "valid_until": last.isoformat()}


def shown_values(
    form: Form,
    edition: Edition,
    values: Mapping[str, Raw],
    mode: Mode,
    *,
    complete: bool | None = None,
) -> tuple[dict[str, Shown], list[Problem]]:
    """Every value as it will be printed, and what is wrong with it.

    Args:
        form: The form.
        edition: Its edition.
        values: JSON values by id of field and standard name.
        mode: ``final`` also asks for mandatory fields and for the pattern of a value.
        complete: Ask for them whatever the mode is, or never; None goes by the mode.
    """
    face = family(form.sheet.family).regular
    problems: list[Problem] = []
    shown: dict[str, Shown] = {}
    for field in edition.fields:
        shown[field.id] = _one(edition, field, values, face, problems)
    for field in form.counterfoil:
        shown[STRIP + field.id] = _one(edition, field, values, face, [])
    for name in STANDARD_NAMES - shown.keys():
        stand_in = Field(id=name, caption="", type="text", line=0)
        shown[name] = _clean(stand_in, _standard(values.get(name)), face, problems)
    if complete if complete is not None else mode is Mode.FINAL:
        refused = {one.field for one in problems}
        problems += [one for one in _missing(edition, shown, values) if one.field not in refused]
        problems += [one for one in _patterns(edition, shown) if one.field not in refused]
    for name in GIVEN_AT_ISSUE:
        if name in shown and shown[name].is_empty:
            shown[name] = Shown(NO_NUMBER)
    return shown, problems


def _one(
    edition: Edition,
    field: Field,
    values: Mapping[str, Raw],
    face: Face,
    problems: list[Problem],
) -> Shown:
    raw = values.get(field.id)
    if field.type == "signature":
        return EMPTY
    if not field.takes_value:
        text = field.caption
        if field.id in edition.clinic_lines and isinstance(raw, str):
            text = raw
        return _clean(field, _fill_in(text, values), face, problems)
    try:
        shown = show(field, raw)
        if shown.is_empty and field.empty_text:
            shown = Shown(field.empty_text)
    except WrongValueError as error:
        problems.append(problem("CERT-004", field.id, caption=caption_of(field), expected=str(error)))
        return EMPTY
    return _clean(field, shown, face, problems)


def _standard(raw: Raw) -> Shown:
    """A value that printed lines use without a field of their own."""
    try:
        return show(Field(id="", caption="", type="date", line=0), parse_day(raw))
    except WrongValueError:
        return Shown(str(raw)) if isinstance(raw, str | int) and not isinstance(raw, bool) else EMPTY


def _fill_in(text: str, values: Mapping[str, Raw]) -> Shown:
    """Form text with ``{valid_until}`` and its like filled in."""
    return Shown(
        re.sub(r"\{([a-z_0-9]+)\}", lambda hit: _standard(values.get(hit[1])).text or "______", text)
    )


def _clean(field: Field, shown: Shown, face: Face, problems: list[Problem]) -> Shown:
    """Replace the signs that may be replaced, report the first that the typeface lacks."""
    if shown.is_empty:
        return shown
    cleaned = dataclasses.replace(
        shown,
        text=printable(shown.text, face),
        shorter=printable(shown.shorter, face),
        parts=tuple(printable(part, face) for part in shown.parts),
        rows=_printable_rows(shown.rows, face),
        groups=tuple(_printable_rows(rows, face) for rows in shown.groups),
    )
    tables = (cleaned.rows, *cleaned.groups)
    cells = (cell for rows in tables for row in rows for cell in row)
    for text in (cleaned.text, *cleaned.parts, *cells):
        sign = face.missing(text)
        if sign:
            visible = sign if sign.isprintable() else "□"
            problems.append(
                problem(
                    "CERT-003",
                    field.id,
                    caption=caption_of(field),
                    sign=visible,
                    code_point=f"U+{ord(sign):04X}",
                )
            )
            return EMPTY
    return cleaned


def _printable_rows(rows: tuple[tuple[str, ...], ...], face: Face) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(printable(cell, face) for cell in row) for row in rows)


def _missing(edition: Edition, shown: Mapping[str, Shown], values: Mapping[str, Raw]) -> list[Problem]:
    found = []
    for field in edition.fields:
        if field.id in GIVEN_AT_ISSUE or not field.takes_value or not shown[field.id].is_empty:
            continue
        if is_mandatory(edition, field, shown, values):
            found.append(problem("CERT-008", field.id, caption=caption_of(field)))
    return found


def is_mandatory(
    edition: Edition, field: Field, shown: Mapping[str, Shown], values: Mapping[str, Raw]
) -> bool:
    """Whether an empty field must be filled, with the other values as they are.

    Source: ``docs/forms.md``, conditions of ``mandatory``.
    """
    rule = field.mandatory
    if isinstance(rule, bool):
        return rule
    if field.only_sex and values.get("sex") not in (None, field.only_sex):
        return False
    ids = [one.id for one in edition.fields]

    def given(word: str) -> bool:
        named = [one for one in ids if one == word or one.endswith(f"_{word}")]
        return any(not shown[one].is_empty for one in named)

    if hit := re.fullmatch(r"(?:(\w+) )?or (\w+)", rule):
        # Of two that may stand for each other only the first asks, so that one lack is told once.
        words = [word for word in hit.groups() if word]
        is_first = not hit[1] or field.id == hit[1] or field.id.endswith(f"_{hit[1]}")
        return is_first and not any(given(word) for word in words)
    if hit := re.fullmatch(r"if (\w+) is given", rule):
        return given(hit[1])
    if hit := re.fullmatch(r"if (\w+) is (\w+)", rule):
        return values.get(hit[1]) == hit[2]
    if rule == "if representative":
        named = [one for one in ids if one.startswith("rep_")]
        return values.get("applicant_kind") == "representative" or any(
            not shown[one].is_empty for one in named
        )
    return False


def _patterns(edition: Edition, shown: Mapping[str, Shown]) -> list[Problem]:
    found = []
    for field in edition.fields:
        text = shown[field.id].text
        if field.pattern and text and not re.fullmatch(field.pattern, text):
            expected = _EXAMPLES.get(field.type, "он записан там")
            found.append(problem("CERT-005", field.id, caption=caption_of(field), expected=expected))
    return found


_EXAMPLES = {
    "digits": "только цифры, столько, сколько в документе",
    "text": "цифры, можно с годом через дробь",
}


def forbidden_words(edition: Edition, board: Board) -> list[Problem]:
    """Strings that must not occur on a print of this edition, with the field they stand in."""
    if not edition.must_not_print:
        return []
    texts: dict[str, str] = {}
    for item in board.items:
        if isinstance(item, Words):
            texts[item.field] = f"{texts.get(item.field, '')} {item.text}"
    captions = {one.id: caption_of(one) for one in edition.fields}
    found = []
    for name, text in texts.items():
        joined = text.replace(" ", "").replace("\u00a0", "").casefold()
        for words in edition.must_not_print:
            if words.replace(" ", "").casefold() in joined:
                caption = captions.get(name, "бланк")
                found.append(problem("CERT-006", name or None, caption=caption, words=words))
    return found


def once(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem of a field once, in order."""
    seen: set[tuple[str, str | None]] = set()
    out = []
    for one in problems:
        if (one.code, one.field) not in seen:
            seen.add((one.code, one.field))
            out.append(one)
    return out
