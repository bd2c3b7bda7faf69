"""Write ``docs/codes.md``, the table of all problem codes, from the catalogue.

Run it after adding or changing a code: ``.venv/bin/python scripts/make_codes_doc.py``
"""

import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from registrar_app.domain.codes import CATALOGUE
from registrar_app.domain.problems import CodeEntry, Level

TARGET = Path(__file__).resolve().parent.parent / "docs" / "codes.md"

SUBJECTS = {
    "ID": "номера, имена, даты",
    "CARD": "считыватель и карта",
    "SCAN": "сканер",
    "REC": "запись и двойники",
    "ATT": "прикрепление",
    "CERT": "справки",
    "SIGN": "подписи",
    "PRN": "печать",
    "DB": "база и файлы",
    "SYNC": "обмен",
}
"""Prefix to what it is about, in the order of the document."""

LEVELS = {
    Level.OK: "верно",
    Level.INFO: "к сведению",
    Level.WARN: "подтвердить",
    Level.ERROR: "исправить",
}

HEAD = """# Коды сообщений

Каждое сообщение программы несёт код. По нему сообщение находят здесь и называют, когда звонят в поддержку.
Слова в фигурных скобках программа заменяет значениями.

Уровни: «к сведению» — ничего не нужно делать; «подтвердить» — один раз ответить, кто и когда ответил,
хранится с записью; «исправить» — так не сохранить и не выдать.

Файл составлен из каталога программы командой `.venv/bin/python scripts/make_codes_doc.py`,
руками не меняется.
"""


def codes_document(entries: Iterable[CodeEntry]) -> str:
    """The whole document for a catalogue, Markdown."""
    ordered = sorted(entries, key=lambda entry: (_place(entry.code), entry.code))
    parts = [HEAD]
    for prefix, group in groupby(ordered, key=lambda entry: _prefix(entry.code)):
        parts.append(f"\n## {prefix} — {SUBJECTS.get(prefix, 'прочее')}\n\n")
        parts.append("| Код | Уровень | Сообщение | Что делать |\n| --- | --- | --- | --- |\n")
        parts += [
            f"| {entry.code} | {LEVELS[entry.level]} | {_cell(entry.text)} | {_cell(entry.way_out)} |\n"
            for entry in group
        ]
    return "".join(parts)


def _prefix(code: str) -> str:
    return code.rpartition("-")[0]


def _place(code: str) -> int:
    order = list(SUBJECTS)
    prefix = _prefix(code)
    return order.index(prefix) if prefix in order else len(order)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main() -> None:
    """Write the document."""
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(codes_document(CATALOGUE.values()), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{TARGET}: {len(CATALOGUE)} codes\n")


if __name__ == "__main__":
    main()
