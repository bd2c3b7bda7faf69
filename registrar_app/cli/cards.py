"""``card``: readers and one reading of a policy card, without the window."""

import click

from registrar_app.cards.backend import SlotState
from registrar_app.cards.once import OneReading, list_slots
from registrar_app.cards.reading import failed
from registrar_app.cards.record import CardReading, Outcome
from registrar_app.cli.surroundings import Surroundings, answer, say, say_problem, show_rows
from registrar_app.domain.dates import ru_date
from registrar_app.domain.errors import SurroundingsError

_DONE, _NO, _SURROUNDINGS = 0, 1, 3
_SLOT_WORDS = {
    SlotState.EMPTY: "карты нет",
    SlotState.CARD: "карта вставлена",
    SlotState.MUTE: "карта не отвечает",
    SlotState.BUSY: "карту держит другая программа",
}


@click.group("card")
def group() -> None:
    """Считыватели и карты."""


@group.command("readers")
@click.pass_obj
def readers(surroundings: Surroundings) -> int:
    """Показать считыватели и что в них."""
    try:
        slots = list_slots(surroundings.backend())
    except SurroundingsError as error:
        if surroundings.as_json:
            answer({"service": "down", "readers": []})
        say_problem(error.problem)
        return _SURROUNDINGS
    if surroundings.as_json:
        rows = [{"name": s.name, "state": str(s.state), "atr": s.atr.hex().upper() or None} for s in slots]
        answer({"service": "up", "readers": rows})
        return _DONE
    for slot in slots:
        click.echo(f"{slot.name}: {_SLOT_WORDS[slot.state]}")
    if not slots:
        click.echo("Считывателей нет.")
    return _DONE


@group.command("read")
@click.option("--reader", metavar="NAME", help="Имя считывателя; без него ищется во всех.")
@click.option(
    "--wait", "wait_s", type=click.FloatRange(min=0), default=0.0, metavar="SECONDS", help="Ждать карту."
)
@click.option("--photo", is_flag=True, help="Прочитать и снимок.")
@click.option("--trace", is_flag=True, help="Показать обмен с картой без личных данных.")
@click.pass_obj
def read(surroundings: Surroundings, reader: str | None, wait_s: float, photo: bool, trace: bool) -> int:
    """Прочитать полис с чипом."""
    status = None
    try:
        reading = OneReading(surroundings.backend(), reader=reader, wait_s=wait_s, with_photo=photo).run()
    except SurroundingsError as error:
        # The contract wants one JSON value whatever happens; the exit status tells the surroundings apart.
        words = {"reader": reader} if error.code == "CARD-004" and reader else {}
        reading, status = failed(Outcome.NO_CARD, error.code, reader, **words), _SURROUNDINGS
    if trace:
        say("\n".join(reading.trace))
    if surroundings.as_json:
        answer(reading.as_json())
    else:
        _print(reading)
    for one in reading.problems:
        say_problem(one)
    if status is not None:
        return status
    return _DONE if reading.has_data else _NO


def _print(reading: CardReading) -> None:
    """A reading in lines for a person."""
    if reading.owner is None:
        return
    owner = reading.owner
    rows = [
        ("Полис", owner.policy_number),
        ("Фамилия", owner.last_name),
        ("Имя", owner.first_name),
        ("Отчество", owner.patronymic),
        ("Пол", owner.sex.word if owner.sex else None),
        ("Дата рождения", ru_date(owner.birth_date) if owner.birth_date else None),
        ("СНИЛС", owner.snils),
        ("Место рождения", owner.birth_place),
        ("Гражданство", (owner.citizenship.name or owner.citizenship.code) if owner.citizenship else None),
        ("Страховая, ОГРН", reading.insurer.ogrn if reading.insurer else None),
        ("Команд", str(reading.commands)),
        ("Время, мс", f"{reading.ms:.0f}"),
    ]
    show_rows(rows)
