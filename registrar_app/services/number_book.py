"""Ranges of numbers and the register of numbered blanks, kept by senior registrars and administrators."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from registrar_app.domain.dates import plural
from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Problem, problem
from registrar_app.models import blanks as blank_rows
from registrar_app.models import papers as stored
from registrar_app.services.bench import Bench
from registrar_app.services.form_shelf import FormShelf
from registrar_app.services.merging import ALLOWED
from registrar_app.services.numbers import FEW, WIDTH
from registrar_app.services.paper_prefill import NUMBER, SERIES, is_issued, short_title, takes_series
from registrar_app.services.words import refusal

if TYPE_CHECKING:
    from registrar_app.printing.form import Form

MOST = 500
"""Blanks of one act."""
ACTS: tuple[tuple[str, str], ...] = (
    ("received", "получены"), ("spoiled", "испорчены"), ("lost", "утрачены"), ("returned", "возвращены"),
)  # fmt: skip
_DIGITS = re.compile(r"\^?\\d\{(\d+)\}\$?|\^?\[0-9\]\{(\d+)\}\$?")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True, repr=False)
class RangeView:
    """Numbers a workplace may give out."""

    form_key: str
    form_title: str
    series: str
    year: int
    desk: str
    first: str
    last: str
    next: str
    """The number that comes next; empty: all are given."""
    free: int
    is_mine: bool
    """It belongs to this workplace and this year."""

    @property
    def key(self) -> tuple[str, str, int, str, str]:
        """What tells ranges apart."""
        return self.form_key, self.series, self.year, self.desk, self.first

    @property
    def is_few(self) -> bool:
        """Whether somebody should add numbers."""
        return self.is_mine and self.free < FEW


@dataclass(frozen=True, slots=True, repr=False)
class BlankView:
    """One act on numbered blanks."""

    id: UUID
    at: datetime
    kind: str
    kind_words: str
    form_title: str
    numbers: str
    """«02 000000017–000000020»."""
    count: int
    reason: str
    staff: str
    desk: str


class NumberBook:
    """Use cases of numbers."""

    def __init__(self, bench: Bench, shelf: FormShelf) -> None:
        self._bench, self._shelf = bench, shelf

    def is_allowed(self) -> bool:
        """Whether the present worker may change numbers: a senior registrar or an administrator."""
        return self._bench.staff is not None and self._bench.staff.role in ALLOWED

    def forms(self) -> tuple[tuple[str, str], ...]:
        """(key, words) of the papers that have a number."""
        return tuple((one.key, short_title(one)) for one in self._shelf.library.forms() if is_issued(one))

    def ranges(self) -> tuple[RangeView, ...]:
        """All ranges known here, those of this year first, then by form."""
        with self._bench.store.read() as session:
            known = stored.ranges(session)
        titles = dict(self.forms())
        year, desk = self._bench.today().year, self._bench.desk_name
        views = [
            RangeView(
                one.form,
                titles.get(one.form, one.form),
                one.series,
                one.year,
                one.desk,
                str(one.first).zfill(one.width),
                str(one.last).zfill(one.width),
                str(one.next).zfill(one.width) if one.free else "",
                one.free,
                one.desk == desk and one.year == year,
            )
            for one in known
        ]
        return tuple(sorted(views, key=lambda one: (-one.year, one.form_title, one.series, one.first)))

    def add(self, form: str, series: str, year: str, desk: str, first: str, last: str) -> None:
        """Give a workplace a range of numbers, as typed.

        Args:
            form: Key of the form.
            series: Series of protected stock; empty for other papers.
            year: Calendar year, four digits.
            desk: Name of the workplace.
            first: First number.
            last: Last number.

        Raises:
            RegistrarError: not a senior registrar (``CERT-100``), overlaps another range (``DB-031``).
            RefusedError: ``REC-002`` with problems at the fields (``CERT-102``, ``CERT-104`` to ``108``,
                ``CERT-115``, ``CERT-116``).
        """
        self._check_role()
        found = self._look(form, series, first, last)
        if not (year.isdigit() and _FIRST_YEAR <= int(year) <= _LAST_YEAR):
            found.append(problem("CERT-115", "year"))
        if not desk.strip():
            found.append(problem("CERT-116", "desk"))
        _refuse(found)
        with self._bench.store.change(self._bench.actor()) as work:
            stored.add_range(
                work, form=form, series=series.strip(), year=int(year), desk=desk.strip(), first=int(first),
                last=int(last), width=self._width(form),
            )  # fmt: skip

    def note_blanks(self, kind: str, form: str, series: str, first: str, last: str, reason: str) -> None:
        """Write an act on blanks down; spoiled, lost and returned ones are never given out.

        Args:
            kind: Key of ``ACTS``.
            form: Key of the form.
            series: Series of protected stock; empty for other papers.
            first: First number.
            last: Last number; empty: that one blank.
            reason: Why, or the waybill by which they came.

        Raises:
            RegistrarError: not a senior registrar (``CERT-100``).
            RefusedError: ``REC-002`` with problems at the fields (``CERT-101``, ``CERT-102``, ``CERT-104``
                to ``112``).
        """
        self._check_role()
        series, first, last = series.strip(), first.strip(), last.strip() or first.strip()
        found = self._look(form, series, first, last)
        if kind not in dict(ACTS):
            found.append(problem("CERT-112", "kind"))
        if not reason.strip():
            found.append(problem("CERT-101", "reason"))
        if not found and kind != "received" and int(last) - int(first) >= MOST:
            found.append(problem("CERT-109", "last", most=MOST))
        _refuse(found)
        width = self._width(form)
        numbers = [str(one).zfill(width) for one in (int(first), int(last))]
        with self._bench.store.change(self._bench.actor()) as work:
            year = blank_rows.year_of(work.session, form, series, int(first), self._bench.today().year)
            if kind != "received":
                every = [str(one).zfill(width) for one in range(int(first), int(last) + 1)]
                used = blank_rows.issued_among(work.session, form, series, every)
                gone = blank_rows.taken_among(work.session, form, series, year, every)
                if used:
                    _refuse([problem("CERT-110", "first", number=used)])
                if gone:
                    _refuse([problem("CERT-111", "first", number=gone)])
                blank_rows.burn(work, form, series, year, every)
            blank_rows.add_blank_event(
                work, form=form, series=series, year=year, first=numbers[0], last=numbers[1], kind=kind,
                reason=reason.strip(),
            )  # fmt: skip

    def blanks(self, form: str = "") -> tuple[BlankView, ...]:
        """The register of blanks, newest first; of one form where it is named."""
        with self._bench.store.read() as session:
            found = blank_rows.blank_events(session, form)
        titles, words = dict(self.forms()), dict(ACTS)
        zone = self._bench.clock().tzinfo
        return tuple(
            BlankView(
                one.id,
                one.at.astimezone(zone),
                one.kind,
                words.get(one.kind, one.kind),
                titles.get(one.form, one.form),
                f"{one.series} {numbers_words(one.first, one.last)}".strip(),
                int(one.last) - int(one.first) + 1,
                one.reason,
                one.staff,
                one.desk,
            )
            for one in found
        )

    # -- checks ---------------------------------------------------------------------------------

    def _check_role(self) -> None:
        if not self.is_allowed():
            raise RegistrarError("CERT-100")

    def _width(self, form_key: str) -> int:
        form = self._shelf.form_or_none(form_key)
        return (digits_of(form, NUMBER) if form else 0) or WIDTH

    def _look(self, form_key: str, series: str, first: str, last: str) -> list[Problem]:
        """What is wrong with form, series and numbers as typed."""
        form = self._shelf.form_or_none(form_key)
        if form is None or not is_issued(form):
            return [problem("CERT-102", "form")]
        found = _series_problems(form, series.strip())
        digits = digits_of(form, NUMBER)
        for field, typed in (("first", first.strip()), ("last", last.strip())):
            if not (typed.isascii() and typed.isdigit()):
                found.append(problem("CERT-104", field))
            elif digits and len(typed) != digits:
                found.append(
                    problem("CERT-107", field, digits=digits, word=plural(digits, "цифра", "цифры", "цифр"))
                )
        if not found and int(last) < int(first):
            found.append(problem("CERT-105", "last"))
        return found


def _series_problems(form: "Form", series: str) -> list[Problem]:
    if not takes_series(form.editions[-1]):
        return [problem("CERT-108", "series")] if series else []
    digits = digits_of(form, SERIES)
    if series.isascii() and series.isdigit() and (not digits or len(series) == digits):
        return []
    word = plural(digits, "цифра", "цифры", "цифр")
    return [problem("CERT-106", "series", digits=digits, word=word)]


def digits_of(form: "Form", field_id: str) -> int:
    """How many digits a form asks of its series or number; 0 where it does not say."""
    field = next((one for one in form.editions[-1].fields if one.id == field_id), None)
    match = _DIGITS.fullmatch(field.pattern) if field else None
    return int(match.group(1) or match.group(2)) if match else 0


def _refuse(found: list[Problem]) -> None:
    if found:
        raise RefusedError("REC-002", tuple(found), words=refusal(found))


def numbers_words(first: str, last: str) -> str:
    """«000124» or «000124–000130»."""
    return first if first == last else f"{first}–{last}"
