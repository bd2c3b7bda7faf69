"""``check``: one identifier, or a file of them, by the rules of the domain."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from registrar_app.cli.surroundings import Surroundings, WrongUse, answer
from registrar_app.domain.checks import check
from registrar_app.domain.context import Context
from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.problems import Check, Level

_LEVEL_WORDS = {Level.OK: "верно", Level.WARN: "проверьте", Level.ERROR: "не подходит"}


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What was asked and what the rules say."""

    kind: str
    value: str
    found: Check

    def as_json(self) -> dict[str, object]:
        """The shape of the command line contract."""
        return {
            "kind": self.kind,
            "value": self.value,
            "level": str(self.found.level),
            "normal": self.found.normal,
            "problems": [one.as_json() for one in self.found.problems],
        }

    @property
    def line(self) -> str:
        """«snils: верно — 07495130378», or the problems with their codes."""
        words = [f"{self.kind}: {_LEVEL_WORDS[self.found.level]}"]
        if self.found.normal is not None:
            words.append(self.found.normal)
        words += [f"{one.full_text} {one.code}" for one in self.found.problems]
        return " — ".join(words)


# A value may begin with a hyphen («-Иванов»), so unknown options are taken for values.
@click.command("check", context_settings={"ignore_unknown_options": True})
@click.argument("kind", required=False)
@click.argument("value", required=False)
@click.option(
    "--context", help="Остальные сведения, объект JSON: birth_date, sex, today, series, code, other."
)
@click.option(
    "--cases",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Файл JSON: список проверок с ключами kind, value, ctx.",
)
@click.pass_obj
def command(
    surroundings: Surroundings, kind: str | None, value: str | None, context: str | None, cases: Path | None
) -> int:
    """Проверить номер, имя или дату. Статус 1, если значение не подходит."""
    today = date.today()  # noqa: DTZ011 - the workplace's own day is meant
    if cases is not None and (kind is not None or context is not None):
        raise WrongUse("Ключ --cases не сочетается с KIND и --context.")
    if cases is None and (kind is None or value is None):
        raise WrongUse("Нужны KIND и VALUE или ключ --cases.")
    try:
        if cases is not None:
            answers = [_answer_case(case, today) for case in _read_cases(cases)]
        else:
            ctx = Context.from_json(_read_object(context), today)
            answers = [Answer(kind or "", value or "", check(kind or "", value or "", ctx))]
    except RegistrarError as error:
        # An unknown kind, an unreadable context or file are wrong use, not the answer "no".
        raise WrongUse(error.problem.full_text) from None
    if surroundings.as_json:
        shapes = [one.as_json() for one in answers]
        answer(shapes if cases is not None else shapes[0])
    else:
        click.echo("\n".join(one.line for one in answers))
    return int(cases is None and answers[0].found.level is Level.ERROR)


def _answer_case(case: object, today: date) -> Answer:
    """The answer to one case of a file; a case that cannot be asked is answered with an error."""
    if not isinstance(case, Mapping):
        return Answer("", "", Check.of(None, RegistrarError("ID-002", reason="case").problem))
    kind, value, raw = _text(case.get("kind")), _text(case.get("value")), case.get("ctx")
    if not isinstance(raw, Mapping):
        raw = {}
    try:
        return Answer(kind, value, check(kind, value, Context.from_json(raw, today)))
    except RegistrarError as error:
        return Answer(kind, value, Check.of(None, error.problem))


def _read_cases(path: Path) -> list[object]:
    try:
        cases = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise RegistrarError("ID-003", reason="это не JSON") from error
    if not isinstance(cases, list):
        raise RegistrarError("ID-003", reason="это не список")
    return cases


def _read_object(text: str | None) -> Mapping[str, object]:
    if not text:
        return {}
    try:
        value = json.loads(text)
    except ValueError as error:
        raise RegistrarError("ID-002", reason="это не JSON") from error
    if not isinstance(value, dict):
        raise RegistrarError("ID-002", reason="это не объект")
    return value


def _text(value: object) -> str:
    return "" if value is None else str(value)
