"""Lists as text with separators: encoding, separator, quotes, and rows that are broken.

A quote that is never closed would swallow the rest of the file; here it breaks one row and the next ones are
read as they stand.
"""

import contextlib
import csv
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from registrar_app.domain.errors import SurroundingsError
from registrar_app.services.import_shapes import ListRow

SEPARATORS = (";", "\t", ",", "|")
_SAMPLE = 64 * 1024
_LINES_OF_A_ROW = 10
_LOOKED_AT = 40
_RUSSIAN = re.compile(r"[А-Яа-яЁё]")
_ODD = re.compile(r"[а-яё][А-ЯЁ]|[ЪЫЬъыь]{2}|(?<![А-Яа-яЁё])[ЪЫЬъыь]|[^\x00-\x7fА-Яа-яЁё№«»„“–—’…\u00a0]")
"""What Russian text has not: a capital behind a small letter, hard signs in a row or first, other signs."""


def recognise(start: bytes, name: str) -> tuple[str, str]:
    """Encoding and separator of a list.

    Args:
        start: The first bytes of the file.
        name: Its name, for the message.

    Raises:
        SurroundingsError: it is no list (REC-145): other bytes than text, or a single column without a line
            break.
    """
    encoding = _encoding(start[:_SAMPLE])
    text = start[:_SAMPLE].decode(encoding, errors="replace").lstrip("\ufeff")
    controls = sum(char < " " and char not in "\t\r\n\f" for char in text)
    if controls > len(text) // 100 or text.count("\ufffd") > len(text) // 20:
        raise SurroundingsError("REC-145", name=name)
    return encoding, _separator(text)


def _encoding(sample: bytes) -> str:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if sample.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    text = sample.decode("utf-8", errors="replace")
    # The sample may end in the middle of a letter, and single bytes may be spoilt.
    is_utf8 = text.count("\ufffd") <= max(len(text) // 200, 1)
    return "utf-8" if is_utf8 else _eight_bit(sample)


def _eight_bit(sample: bytes) -> str:
    """Which of the Cyrillic code pages it is: those the library finds possible, the likeliest Russian."""
    from charset_normalizer import from_bytes

    pages = ["cp1251", "cp866", "koi8_r", "mac_cyrillic"]
    found = [one.encoding for one in from_bytes(sample, cp_isolation=pages)]
    # Lists of short words in capitals are too little for the library; then all of them are tried.
    ordered = list(dict.fromkeys([*(one for one in found if one in pages), "cp1251", "cp866"]))
    return max(ordered, key=lambda page: _likelihood(sample.decode(page, errors="replace")))


def _likelihood(text: str) -> float:
    """How much a text looks like Russian: letters against what Russian has not."""
    letters = len(_RUSSIAN.findall(text))
    return letters - 5.0 * len(_ODD.findall(text))


def _separator(text: str) -> str:
    """The separator that cuts the first lines into the most columns, equally many in each."""
    lines = [line for line in text.splitlines()[:_LOOKED_AT] if line.strip()]

    def weight(separator: str) -> tuple[float, int]:
        counts = [line.replace('""', "").count(separator) + 1 for line in lines]
        usual = max(counts, key=counts.count, default=1)
        return (counts.count(usual) / max(len(counts), 1) if usual > 1 else 0.0, usual)

    return max(SEPARATORS, key=weight)


def _cells(text: str, separator: str) -> list[str]:
    """Cells of one row.

    Raises:
        csv.Error: the quotes stand where none may.
    """
    return next(csv.reader([text], delimiter=separator), [])


def rows(path: Path, encoding: str, separator: str) -> Iterator[ListRow]:
    """The rows, empty ones among them.

    Raises:
        SurroundingsError: the file cannot be read (REC-140).
    """
    try:
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            for number, (text, cells) in enumerate(_records(file, separator), 1):
                yield _row(number, text, cells, separator)
    except OSError:
        raise SurroundingsError("REC-140", name=path.name) from None


def _records(lines: Iterator[str], separator: str) -> Iterator[tuple[str, list[str] | None]]:
    """Rows as text with their cells, None for a broken one; line breaks inside quotes belong to the row."""
    waiting: deque[str] = deque()

    def more() -> str | None:
        return waiting.popleft() if waiting else next(lines, None)

    while (line := more()) is not None:
        held = [line]
        while "".join(held).count('"') % 2 and len(held) < _LINES_OF_A_ROW:
            following = more()
            if following is None:
                break
            held.append(following)
        text = "".join(held).replace("\x00", "").rstrip("\r\n")
        cells = None
        if text.count('"') % 2 == 0:
            with contextlib.suppress(csv.Error):
                cells = _cells(text.lstrip("\ufeff"), separator)
        if cells is None:
            # This row is broken; the lines behind it stand for themselves.
            waiting.extendleft(reversed(held[1:]))
            text = line
        yield text, cells


def _row(number: int, text: str, cells: list[str] | None, separator: str) -> ListRow:
    if cells is None:
        return ListRow(number, tuple(one.strip() for one in text.split(separator)), broken="REC-147")
    kept = tuple(" ".join(one.split()) for one in cells)
    return ListRow(number, kept, broken="REC-148" if "\ufffd" in text else "")
