"""The exchange with a card as a text that a clinic may send to support: no value of any field is in it."""

import platform
import sys

from registrar_app.cards.record import CardReading
from registrar_app.cards.states import ReaderStatus

_HEAD = (
    "Протокол обмена с картой полиса ОМС.",
    "Личных данных в нём нет: вместо содержимого полей стоит их длина.",
)


def exchange_report(program: str, status: ReaderStatus | None, reading: CardReading | None) -> str:
    """Write the report.

    Args:
        program: Name and version of the program.
        status: What the readers are doing now, None before anything is known.
        reading: The last finished reading, None if there was none since the start.

    Returns:
        Lines of text, in Russian where they are for people. Of the card: ATR, outcome, codes of problems,
        commands, and of each answer its status word, tags and lengths.
    """
    lines = [*_HEAD, "", f"Программа: {program}", f"Система: {platform.platform()}, Python {_python()}"]
    lines += _readers(status)
    if reading is None:
        return "\n".join([*lines, "", "Карт с запуска программы не читали.", ""])
    codes = ", ".join(dict.fromkeys(one.code for one in reading.problems)) or "нет"
    lines += [
        "",
        f"Последнее чтение: {reading.outcome}, считыватель «{reading.reader or ''}»",
        f"ATR: {reading.atr.hex(' ').upper() or 'нет'}",
        f"Команд: {reading.commands}, время: {reading.ms:.0f} мс, замечания: {codes}",
        f"Подпись страховой: {'есть' if reading.insurer_signature_present else 'нет'}, "
        f"снимок: {'есть' if _has_photo(reading) else 'нет'}",
        "",
        *reading.trace,
    ]
    return "\n".join([*lines, ""])


def _python() -> str:
    return ".".join(str(part) for part in sys.version_info[:3])


def _readers(status: ReaderStatus | None) -> list[str]:
    """One line for each reader."""
    if status is None:
        return ["Считыватели: ещё не известны"]
    found = [
        f"Считыватель: «{one.name}», {one.state}, ATR {one.atr.hex(' ').upper() or 'нет'}"
        for one in status.readers
    ]
    return [f"Состояние: {status.state} ({status.problem.code})", *found]


def _has_photo(reading: CardReading) -> bool:
    return reading.photo_left or bool(reading.owner and reading.owner.photo)
