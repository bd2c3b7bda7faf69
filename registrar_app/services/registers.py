"""Registers: what the journal and the book of blanks print and export. Their columns are data (YAML)."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from registrar_app.domain.dates import ru_date
from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records import CertificateState
from registrar_app.models import journal as journal_rows
from registrar_app.models.clinic import organization as stored_organization
from registrar_app.paths import resource
from registrar_app.services.bench import Bench
from registrar_app.services.journal import STATES
from registrar_app.services.number_book import BlankView, NumberBook
from registrar_app.services.paper_shapes import JournalFilter, JournalRow
from registrar_app.services.papers import Papers
from registrar_app.services.register_table import TableHead, TableWriter, Tally, Value
from registrar_app.services.whole_file import write_whole

if TYPE_CHECKING:
    from registrar_app.printing.table_report import TableReport

MOST = 5000
"""Rows that are printed at once."""
PAGE = 500
"""Rows of one step of an export."""
_NEEDS = "нужны key, title, of, forms и columns"
_UNKNOWN = "Графы официального журнала в открытых источниках не найдены: здесь графы программы."
_OFFICIAL = {
    "unknown": _UNKNOWN,
    "regional": "Графы взяты из регионального приказа: сверьте их с приказом своего региона.",
    "ours": "",
}
Row = JournalRow | BlankView
_PAPER: Mapping[str, Callable[[JournalRow], str]] = {
    "number": lambda one: one.number,
    "date": lambda one: ru_date(one.issue_date),
    "person": lambda one: one.person,
    "birth_date": lambda one: ru_date(one.birth_date) if one.birth_date else "",
    "form": lambda one: one.form_title,
    "doctor": lambda one: one.doctor,
    "valid_until": lambda one: ru_date(one.valid_until) if one.valid_until else "",
    "state": lambda one: one.state_text,
    "ended": lambda one: ", ".join(filter(None, (one.state_text if one.ended else "", one.ended))),
    "staff": lambda one: one.staff,
    "receipt": lambda _one: "",
    "signature": lambda one: one.level or "от руки",
}
_BLANK: Mapping[str, Callable[[BlankView], str]] = {
    "date": lambda one: ru_date(one.at.date()),
    "act": lambda one: one.kind_words,
    "form": lambda one: one.form_title,
    "numbers": lambda one: one.numbers,
    "count": lambda one: str(one.count),
    "reason": lambda one: one.reason,
    "staff": lambda one: one.staff,
    "desk": lambda one: one.desk,
}


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """A column of a register."""

    id: str
    title: str
    width_mm: float
    right: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Register:
    """A register that can be looked at, printed and exported."""

    key: str
    title: str
    of: str
    """``papers`` or ``blanks``."""
    forms: tuple[str, ...]
    """Keys of the forms it covers; empty: all."""
    columns: tuple[RegisterColumn, ...]
    note: str
    """What the administrator should know of its columns; may be empty."""


@dataclass(frozen=True, slots=True)
class ExportProgress:
    """How far an export is."""

    done: int
    finished: bool


class RegisterExport:
    """A register on its way into a table: steps in the database thread, ``write`` in any."""

    def __init__(
        self, register: Register, pages: Iterator[tuple[Row, ...]], head: TableHead, path: Path
    ) -> None:
        self._register, self._pages, self._path = register, pages, path
        self._table, self._tally = TableWriter(head), Tally({})
        self._is_read = False

    def step(self) -> ExportProgress:
        """Take in the next page of rows."""
        page = next(self._pages, None)
        if page is None:
            self._is_read = True
        for row in page or ():
            self._tally.note(_kind(row), _many(row))
            self._table.add(values(self._register, row, self._table.count + 1))
        return ExportProgress(self._table.count, self._is_read)

    def write(self) -> None:
        """Write the file, whole or not at all.

        Raises:
            SurroundingsError: it cannot be written (``CERT-033``).
        """
        write_whole(self._path, self._table.finish(self._tally))


class Registers:
    """Use cases of registers."""

    def __init__(self, bench: Bench, papers: Papers, numbers: NumberBook) -> None:
        self._bench, self._papers, self._numbers = bench, papers, numbers

    @cached_property
    def _known(self) -> dict[str, Register]:
        own = self._bench.profile / "registers"
        folders = [resource("registers"), *([own] if own.is_dir() else [])]
        found = [read_register(path) for folder in folders for path in sorted(folder.glob("*.yaml"))]
        return {one.key: one for one in found}

    def all(self) -> tuple[Register, ...]:
        """The registers shipped and the clinic's own, which stand in place of those with the same key.

        Raises:
            RegistrarError: a file is wrong (``CERT-114``).
        """
        return tuple(self._known.values())

    def totals(self, wanted: JournalFilter) -> tuple[tuple[str, str, int], ...]:
        """(form, state in words, how many) of all papers that match, the most frequent first."""
        journal = self._papers.journal_book
        with self._bench.store.read() as session:
            found = journal_rows.totals(session, journal.where(wanted))
        lines = [(journal.title_of(form), state.word, many) for (form, state), many in found.items()]
        return tuple(sorted(lines, key=lambda one: -one[2]))

    def report(self, key: str, wanted: JournalFilter) -> bytes:
        """A register on paper.

        Args:
            key: Key of the register.
            wanted: The filters of the journal.

        Returns:
            PDF, A4.

        Raises:
            RegistrarError: more rows than are printed at once (``CERT-113``).
        """
        from registrar_app.printing.table_report import table_report

        return table_report(self._report(self._known[key], wanted))

    def export(self, key: str, wanted: JournalFilter, path: Path) -> int:
        """Write a register into an XLSX file; gives how many rows it has.

        Raises:
            SurroundingsError: the file cannot be written (``CERT-033``).
        """
        work = self.begin_export(key, wanted, path)
        while not work.step().finished:
            pass
        work.write()
        return work.step().done

    def begin_export(self, key: str, wanted: JournalFilter, path: Path) -> RegisterExport:
        """The same in steps, so that the desk goes on working meanwhile."""
        register = self._known[key]
        columns = tuple((one.title, one.width_mm) for one in register.columns)
        day = f"Выгружено {ru_date(self._bench.today())}"
        about = tuple(filter(None, (self._clinic_name(), f"Отбор: {filter_words(wanted)}", day)))
        head = TableHead(register.title, columns, about)
        return RegisterExport(register, self._pages(register, wanted), head, path)

    def _pages(self, register: Register, wanted: JournalFilter) -> Iterator[tuple[Row, ...]]:
        """All rows that match, in the order of the journal; nothing is held open between two pages."""
        if register.of == "blanks":
            yield tuple(one for one in self._numbers.blanks() if _in_period(one.at.date(), wanted))
            return
        journal = self._papers.journal_book
        if register.forms:
            wanted = dataclasses.replace(wanted, forms=register.forms)
        where = journal.where(wanted)
        while True:
            with self._bench.store.read() as session:
                page = journal_rows.journal(session, where, PAGE)
            yield tuple(journal.row(one) for one in page.rows)
            if page.following is None:
                return
            where = dataclasses.replace(where, after=page.following)

    def _rows(self, register: Register, wanted: JournalFilter) -> Iterator[Row]:
        for page in self._pages(register, wanted):
            yield from page

    def _report(self, register: Register, wanted: JournalFilter) -> "TableReport":
        from registrar_app.printing.table_report import ReportColumn, TableReport

        rows: list[tuple[str, ...]] = []
        tally = Tally({})
        for line, row in enumerate(self._rows(register, wanted), 1):
            if line > MOST:
                raise RegistrarError("CERT-113", count=f"больше {MOST}", most=MOST)
            rows.append(cells(register, row, line))
            tally.note(_kind(row), _many(row))
        sums = "; ".join(f"{what}, {state}: {many}" for what, state, many in tally.lines())
        return TableReport(
            title=register.title,
            lines=tuple(filter(None, (self._clinic_name(), filter_words(wanted)))),
            columns=tuple(ReportColumn(one.title, one.width_mm, one.right) for one in register.columns),
            rows=tuple(rows),
            totals=tuple(filter(None, (f"Всего записей: {len(rows)}", sums))),
            foot=f"Напечатано {ru_date(self._bench.today())}",
        )

    def _clinic_name(self) -> str:
        with self._bench.store.read() as session:
            organization = stored_organization(session)
        return organization.full_name if organization else ""


def _kind(row: Row) -> tuple[str, str]:
    """Under what a row is counted: the paper and its state, or the act."""
    if isinstance(row, BlankView):
        return row.form_title, row.kind_words
    return row.form_title, CertificateState(row.state).word


def _many(row: Row) -> int:
    return row.count if isinstance(row, BlankView) else 1


def values(register: Register, row: Row, line: int) -> tuple[Value, ...]:
    """As ``cells``, with days and numbers as such, for a table that sorts and sums."""
    typed: dict[str, Value] = {"line": line}
    if isinstance(row, BlankView):
        typed |= {"date": row.at.date(), "count": row.count}
    else:
        typed |= {"date": row.issue_date, "birth_date": row.birth_date, "valid_until": row.valid_until}
    words = cells(register, row, line)
    return tuple(typed.get(column.id, text) for column, text in zip(register.columns, words, strict=True))


def cells(register: Register, row: Row, line: int) -> tuple[str, ...]:
    """The texts of a row in the order of the columns.

    Args:
        register: The register.
        row: A paper or an act on blanks.
        line: Its place, from 1.
    """
    known: Mapping[str, Callable[[Any], str]] = _BLANK if isinstance(row, BlankView) else _PAPER
    return tuple(str(line) if one.id == "line" else known[one.id](row) for one in register.columns)


def read_register(path: Path) -> Register:
    """A register from its file.

    Raises:
        RegistrarError: it is not one (``CERT-114``).
    """
    import yaml

    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        columns = tuple(RegisterColumn(**one) for one in read["columns"])
        found = Register(
            str(read["key"]), str(read["title"]), str(read["of"]), tuple(read["forms"]), columns,
            _OFFICIAL.get(str(read.get("official", "ours")), ""),
        )  # fmt: skip
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError):
        raise RegistrarError(
            "CERT-114", name=path.name, what="нужны key, title, of, forms и columns"
        ) from None
    known = {"papers": _PAPER, "blanks": _BLANK}.get(found.of)
    wrong = [one.id for one in columns if known is None or (one.id not in known and one.id != "line")]
    if wrong or known is None:
        what = f"графы «{wrong[0]}» программа не знает" if known is not None else "of — papers или blanks"
        raise RegistrarError("CERT-114", name=path.name, what=what)
    return found


def filter_words(wanted: JournalFilter) -> str:
    """«с 01.11.2026 по 21.11.2026; врач Кузнецова И. П.» for the head of a register."""
    period = " ".join(
        filter(
            None,
            (
                f"с {ru_date(wanted.since)}" if wanted.since else "",
                f"по {ru_date(wanted.until)}" if wanted.until else "",
            ),
        )
    )
    parts = (
        period,
        f"состояние: {dict(STATES)[wanted.state]}" if wanted.state else "",
        f"врач {wanted.doctor}" if wanted.doctor else "",
        f"поиск: {wanted.text}" if wanted.text else "",
    )
    return "; ".join(filter(None, parts)) or "за всё время"


def _in_period(day: date, wanted: JournalFilter) -> bool:
    return (wanted.since is None or day >= wanted.since) and (wanted.until is None or day <= wanted.until)
