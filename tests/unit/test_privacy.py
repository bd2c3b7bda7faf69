"""Nobody's name or number leaves through an error, a report, a log line or a ``repr``.

A marked surname and SNILS are put wherever a text fits; then nothing that may end in a log shows the mark.
"""

import dataclasses
import enum
import importlib
import inspect
import json
import logging
import pkgutil
import string
import traceback
import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from registrar_app.cli import _bug_words, run
from registrar_app.domain.codes import CATALOGUE
from registrar_app.domain.errors import RefusedError, RegistrarError, SurroundingsError
from registrar_app.domain.problems import problem
from registrar_app.models.engine import make_engine
from registrar_app.models.person_tables import PersonRow
from registrar_app.ui.messages import fault_report

SURNAME, SNILS, BORN = "Тайнописцева", "11223344595", date(1987, 3, 14)
MARK = f"{SURNAME} {SNILS}"
SIGNS = (SURNAME, SNILS, "112-233-445", repr(BORN), BORN.isoformat(), "14.03.1987")
BORN_FIELDS = {"birth_date", "died_on"}

SHAPES = [
    "registrar_app.domain",
    "registrar_app.models",
    "registrar_app.cards",
    "registrar_app.signing",
    "registrar_app.services",
    "registrar_app.printing",
]
NOT_OF_PEOPLE = {
    "registrar_app.printing.form": "tables of the forms, as they are shipped",
    "registrar_app.domain.problems.CodeEntry": "the catalogue",
    "registrar_app.domain.documents.DocumentKind": "the catalogue of kinds of documents",
    "registrar_app.domain.files.FileKind": "the catalogue of kinds of files",
    "registrar_app.services.settings.Setting": "a setting's own words",
    "registrar_app.models.settings.Setting": "a setting's own words",
    "registrar_app.services.training_cards.TrainingCard": "an invented card",
    "registrar_app.signing.gost_names": "names of algorithms and public keys",
    "registrar_app.signing.external_command.ExternalCommand": "an administrator's setting",
    "registrar_app.services.differences.Compared": "a row of the table of comparisons",
}
"""Shapes that never hold a person, and why."""
OF_THE_CLINIC = {
    "Organization",
    "Department",
    "Holder",
    "PaperForm",
    "PrintOptions",
    "PrintChoice",
    "Printer",
}
"""Shapes of the clinic or the workplace: their words stand on its door."""
HARMLESS = frozenset({
    "action", "action_label", "algorithm", "answer_label", "atr", "badge", "badge_role", "by",
    "caption", "code", "covers", "desk", "desk_name", "detail", "district", "district_number",
    "edition", "edition_id", "edition_note", "errors", "field", "fingerprint", "form", "form_key",
    "form_title", "fund_codes", "group", "icon", "id", "item", "job", "key", "kind", "level", "matched",
    "modules", "name", "name_fields", "number", "organization", "output", "port", "position", "printer",
    "reader", "role", "same", "serial", "series", "sha256", "sheet_note", "side", "source", "state",
    "state_icon", "state_role", "state_text", "states", "symbology", "tag", "tbl", "title", "tray",
    "under", "words",
})  # fmt: skip
"""Names of text fields that say nothing about a person. A new text field is hidden, or entered here."""


def clean(shown: str) -> bool:
    return not any(sign in shown for sign in SIGNS)


def is_shape(one: type) -> bool:
    return dataclasses.is_dataclass(one) or (issubclass(one, tuple) and hasattr(one, "_fields"))


def classes() -> Iterator[type]:
    for root in SHAPES:
        package = importlib.import_module(root)
        for found in pkgutil.walk_packages(package.__path__, f"{root}."):
            if ".migrations" in found.name or found.name in NOT_OF_PEOPLE or found.name.endswith("pcsc"):
                continue
            module = importlib.import_module(found.name)
            for one in vars(module).values():
                mine = inspect.isclass(one) and one.__module__ == found.name
                if mine and is_shape(one) and f"{one.__module__}.{one.__qualname__}" not in NOT_OF_PEOPLE:
                    yield one


ALL = sorted(classes(), key=lambda one: (one.__module__, one.__qualname__))


def made(kind: Any, name: str = "", *, harmless: bool = False) -> Any:
    """A value of a type with the mark in every text of it."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return made(next(one for one in inner if one is not type(None)), name, harmless=harmless)
    if origin is typing.Literal:
        return inner[0]
    if origin in (tuple, list):
        return origin([made(inner[0] if inner else str, name, harmless=harmless)])
    if inspect.isclass(origin) and issubclass(origin, Mapping):
        return {"x": made(inner[1] if inner else str, name, harmless=harmless)}
    if origin is Callable:
        return print
    if isinstance(kind, typing.NewType):
        return made(kind.__supertype__, name, harmless=harmless)
    if kind in (Any, object) or isinstance(kind, typing.TypeVar):
        return MARK
    if inspect.isclass(kind):
        return made_class(kind, name, harmless=harmless)
    return MARK


def made_class(kind: type, name: str, *, harmless: bool) -> Any:
    if issubclass(kind, enum.Enum):
        return next(iter(kind))
    if kind is str:
        return "x" if harmless else MARK
    if kind is bytes:
        return b"x" if harmless else MARK.encode()
    if issubclass(kind, datetime):
        return datetime(2026, 11, 21, 10, 42)  # noqa: DTZ001 - never computed with
    if kind is date:
        return BORN if name in BORN_FIELDS else date(2026, 11, 21)
    if kind is UUID:
        return UUID(int=1)
    if kind in (int, float, bool):
        return kind(0)
    if is_shape(kind):
        return filled(kind)
    return None


def filled(kind: type) -> Any:
    """A shape with the mark in every text that is not known to be harmless; its rules are not asked."""
    one = kind.__new__(kind, *_tuple_values(kind)) if hasattr(kind, "_fields") else object.__new__(kind)
    if dataclasses.is_dataclass(kind):
        for field, value in _values(kind).items():
            object.__setattr__(one, field, value)
    return one


def _values(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind, localns=_late_names())
    of_clinic = kind.__name__ in OF_THE_CLINIC or kind.__module__ in NOT_OF_PEOPLE
    return {
        one.name: made(hints[one.name], one.name, harmless=of_clinic or one.name in HARMLESS)
        for one in dataclasses.fields(kind)
    }


def _tuple_values(kind: type) -> list[Any]:
    hints = typing.get_type_hints(kind)
    return [made(hints[name], name, harmless=name in HARMLESS) for name in kind._fields]  # type: ignore[attr-defined]


def _late_names() -> dict[str, Any]:
    """Types that a module imports for its checker alone, or that an alias of another module names."""
    return {one.__name__: one for one in ALL} | {"Mapping": Mapping, "Sequence": Sequence}


@pytest.mark.parametrize(
    "shape", [pytest.param(one, id=f"{one.__module__}.{one.__qualname__}") for one in ALL]
)
def test_repr_of_a_shape_shows_nobody(shape: type) -> None:
    shown = repr(filled(shape))
    assert clean(shown), f"hide the field with repr=False, or enter its name in HARMLESS: {shown}"


def test_the_shapes_of_people_are_among_those_looked_at() -> None:
    names = {one.__name__ for one in ALL}
    assert {"PersonData", "PersonRecord", "CardReading", "PolicyContent", "Operation", "Context"} <= names
    assert any(
        SURNAME in str(value)
        for value in _values(next(one for one in ALL if one.__name__ == "PersonData")).values()
    )


def test_repr_of_a_row_shows_nobody() -> None:
    assert clean(repr(PersonRow(last_name=SURNAME, snils=SNILS)))


def params_of(code: str) -> dict[str, Any]:
    """Every placeholder of an entry filled with the mark."""
    entry = CATALOGUE[code]
    names = {
        name
        for part in (entry.text, entry.way_out)
        for _, name, _, _ in string.Formatter().parse(part)
        if name
    }
    return dict.fromkeys(names, MARK)


@pytest.mark.parametrize("code", CATALOGUE)
def test_error_of_any_code_says_its_code_alone(code: str) -> None:
    params = params_of(code)
    found = problem(code, "last_name", **params)
    makers: list[Callable[[], RegistrarError]] = [
        lambda: RegistrarError(code, "last_name", **params),
        lambda: SurroundingsError(code, **params),
        lambda: RefusedError(code, (found,), **params),
    ]
    for make in makers:
        with pytest.raises(RegistrarError) as caught:
            raise make()
        shown = "".join(traceback.format_exception(caught.value))
        assert clean(f"{caught.value} {caught.value!r} {caught.value.args} {found!r} {shown}")
        assert code in str(caught.value)


def fault() -> BaseException:
    try:
        int(MARK)
    except ValueError as error:
        return error
    raise AssertionError


def test_reports_of_a_fault_name_kind_and_place_only() -> None:
    error = fault()
    assert not clean(str(error))
    for report in (fault_report(error), _bug_words(error)):
        assert clean(report)
        assert "ValueError" in report
        assert "test_privacy.py" in report


def test_database_error_quotes_no_value(tmp_path: Path) -> None:
    engine = make_engine(tmp_path / "one.db")
    try:
        with engine.begin() as link:
            link.execute(text("CREATE TABLE one (name TEXT PRIMARY KEY)"))
            link.execute(text("INSERT INTO one VALUES (:name)"), {"name": MARK})
            with pytest.raises(DBAPIError) as caught:
                link.execute(text("INSERT INTO one VALUES (:name)"), {"name": MARK})
        assert clean(f"{caught.value} {caught.value!r}")
    finally:
        engine.dispose()


CASE = {
    "form": "086u",
    "certificate": {"issue_date": "2026-11-21"},
    "person": {
        "last_name": SURNAME, "first_name": "Ия1", "patronymic": "Львовна", "birth_date": BORN.isoformat(),
        "sex": "female", "snils": SNILS,
    },
    "fields": {"full_name": SURNAME, "therapist": SURNAME},
}  # fmt: skip


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (json.dumps(CASE, ensure_ascii=False), 1),
        (json.dumps({**CASE, "person": SURNAME}, ensure_ascii=False), 1),
        (f"{{{MARK}", 1),
    ],
    ids=["no clinic yet", "person is no object", "no JSON"],
)
def test_failing_command_names_nobody(
    content: str,
    status: int,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    case = tmp_path / "case.json"
    case.write_text(content, encoding="utf-8")
    with caplog.at_level(logging.DEBUG):
        words = ["--data", str(tmp_path / "profile"), "certificate", "issue", "086u", str(case)]
        assert run([*words, "--out", str(tmp_path / "out.pdf")]) == status
    shown = capfd.readouterr()
    assert shown.err.strip()
    assert clean(shown.out + shown.err + caplog.text)


def test_refused_value_is_not_quoted_on_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "snils", "112-233-445 96"]) == 1
    assert "112-233-445" not in capfd.readouterr().err
