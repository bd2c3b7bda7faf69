"""``policy``: the barcode of a paper policy from a file, without the window."""

from datetime import date
from typing import BinaryIO

import click

from registrar_app.cards.barcode import PolicyScan, decode_policy
from registrar_app.cards.barcode.text import LIMIT
from registrar_app.cli.surroundings import Surroundings, answer, say_problem, show_rows
from registrar_app.domain.dates import ru_date


@click.group("policy")
def group() -> None:
    """Бумажный полис."""


@group.command("decode")
@click.argument("file", type=click.File("rb"))
@click.pass_obj
def decode(surroundings: Surroundings, file: BinaryIO) -> int:
    """Разобрать штрихкод полиса: байты сканера или их запись текстом. «-» — стандартный ввод.

    Статус 1, если это не полис или код повреждён.
    """
    today = date.today()  # noqa: DTZ011 - the workplace's own day is meant
    scan = decode_policy(file.read(LIMIT + 1), today)
    if surroundings.as_json:
        answer(scan.as_json())
    else:
        _print(scan)
    for one in scan.problems:
        say_problem(one)
    return 0 if scan.is_read else 1


def _print(scan: PolicyScan) -> None:
    """A scan in lines for a person."""
    rows: list[tuple[str, str | None]] = [("Полис", scan.policy_number)]
    if scan.content:
        content = scan.content
        rows += [
            ("Фамилия", content.last_name),
            ("Имя", content.first_name),
            ("Отчество", content.patronymic),
            ("Пол", content.sex.word),
            ("Дата рождения", ru_date(content.birth_date)),
            ("Действует до", ru_date(content.expires) if content.expires else "без срока"),
            ("Страховая, ОГРН", content.smo_ogrn),
            ("Страховая, ОКАТО", content.smo_okato),
        ]
    show_rows(rows)
