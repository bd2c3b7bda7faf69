"""Forms for the administrator: editions, pins, warnings; the clinic's own tables."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from registrar_app.domain.dates import plural, ru_date
from registrar_app.domain.errors import RefusedError, RegistrarError, SurroundingsError
from registrar_app.domain.problems import Problem, problem
from registrar_app.services import paper_prefill as prefill
from registrar_app.services.bench import Bench
from registrar_app.services.form_pins import PINS, Pin, pins_of, with_pin
from registrar_app.services.form_shelf import FormShelf
from registrar_app.services.settings import Settings

if TYPE_CHECKING:
    from registrar_app.printing.form import Edition, Form
    from registrar_app.printing.loader import BrokenForm

_OURS = re.compile(r"\bours\b")
_UNSURE = re.compile(r"\b(?:recalled|inferred|unknown)\b")
"""Marks of confidence that the administrator should know of; other words may stand beside them."""
_NAMED = 4
"""Captions that a remark names."""


@dataclass(frozen=True, slots=True)
class EditionView:
    """One edition of a form."""

    id: str
    words: str
    """«редакция с 01.09.2025 по 31.08.2031»."""
    has_layout: bool
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class FormView:
    """A form as the list «Формы» shows it."""

    key: str
    short: str = field(repr=False)
    title: str
    editions: tuple[EditionView, ...]
    now: str = field(repr=False)
    """Id of the edition that would be printed today; empty: none."""
    own_file: str = field(default="", repr=False)
    """Name of the clinic's own table; empty: it came with the program."""
    pin: Pin | None = None
    pins: tuple[Pin, ...] = ()
    """All that was decided, oldest first."""
    remarks: tuple[Problem, ...] = ()


class FormBook:
    """Use cases of forms."""

    def __init__(self, bench: Bench, settings: Settings, shelf: FormShelf) -> None:
        """Put the parts together.

        Args:
            bench: The workplace.
            settings: Its settings.
            shelf: Its forms.
        """
        self._bench, self._settings, self._shelf = bench, settings, shelf

    def views(self) -> tuple[FormView, ...]:
        """All forms, in the library's order."""
        kept = self._settings.get_map(PINS)
        return tuple(self._view(one, pins_of(kept, one.key)) for one in self._shelf.library.forms())

    def broken(self) -> tuple["BrokenForm", ...]:
        """The clinic's own tables that could not be taken."""
        return self._shelf.library.broken

    def reload(self) -> None:
        """Read all tables anew."""
        self._shelf.reload()

    # -- editions -------------------------------------------------------------------------------

    def pin(self, form_key: str, edition_id: str, reason: str) -> None:
        """Print one edition of a form whatever the day of issue; an empty id ends that.

        Raises:
            RegistrarError: no such edition (``CERT-022``), no such form (``CERT-020``), nobody at the desk
                (``REC-003``).
            RefusedError: ``REC-002`` with ``CERT-132`` at ``reason``.
        """
        actor = self._bench.actor()
        form = self._shelf.library.get(form_key)
        if edition_id:
            self._shelf.library.edition(form_key, self._bench.today(), edition_id)
        if not reason.strip():
            raise RefusedError("CERT-132", (problem("CERT-132", "reason"),))
        staff = self._bench.staff
        by = staff.name.short if staff is not None else ""
        made = Pin(edition_id, reason.strip().rstrip("."), by, self._bench.today().isoformat())
        self._settings.set_map(PINS, with_pin(self._settings.get_map(PINS), form.key, made))
        with self._bench.store.change(actor) as work:
            work.note("pin_edition", form=form.key)
        self._shelf.reload()

    # -- the clinic's own -----------------------------------------------------------------------

    def check(self, path: Path) -> "Form":
        """Read a table without taking it.

        Raises:
            RefusedError: it has mistakes, each with file, line and field (``CERT-030``), or is no table
                (``CERT-137``), or cannot be laid out.
        """
        from registrar_app.printing.loader import read_table
        from registrar_app.printing.specimen import specimen

        form = read_table(path)
        for edition in form.editions:
            if edition.has_layout:
                try:
                    specimen(form, edition, is_filled=False)
                except RefusedError as error:
                    raise _at_lines(form, edition, path.name, error) from None
        return form

    def add(self, path: Path) -> str:
        """Check a table and copy it into the clinic's folder; gives the form's key.

        Raises:
            RefusedError: as ``check``.
            RegistrarError: another own file has this form (``CERT-131``).
            SurroundingsError: the file cannot be written (``CERT-033``).
        """
        form = self.check(path)
        folder = self._shelf.own_folder
        taken = self._shelf.library.own_file(form.key)
        if taken is not None and taken.name != path.name:
            raise RegistrarError("CERT-131", key=form.key, file=taken.name)
        target = folder / path.with_suffix(".yaml").name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            data = path.read_bytes()
            part = target.with_suffix(".part")
            part.write_bytes(data)
            part.replace(target)
        except OSError:
            raise SurroundingsError("CERT-033", path=str(target)) from None
        self._shelf.reload()
        return form.key

    def remove(self, form_key: str) -> None:
        """Take the clinic's own table of a form away; a shipped one of the same key is back at once.

        Raises:
            RegistrarError: it came with the program (``CERT-139``).
            SurroundingsError: the file cannot be removed (``CERT-033``).
        """
        path = self._shelf.library.own_file(form_key)
        if path is None:
            raise RegistrarError("CERT-139")
        self._unlink(path)

    def remove_broken(self, file: str) -> None:
        """Take a table away that could not be read.

        Raises:
            RegistrarError: there is no such file among them (``CERT-139``).
            SurroundingsError: it cannot be removed (``CERT-033``).
        """
        if file not in {one.file for one in self.broken()}:
            raise RegistrarError("CERT-139")
        self._unlink(self._shelf.own_folder / file)

    def _unlink(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            raise SurroundingsError("CERT-033", path=str(path)) from None
        self._shelf.reload()

    def specimen(self, form_key: str, *, is_filled: bool) -> bytes:
        """The sheet of a form in today's edition, empty or with invented values, as a PDF.

        Raises:
            RegistrarError: no such form (``CERT-020``), no edition today (``CERT-021``).
            RefusedError: it cannot be laid out (``CERT-001``).
        """
        from registrar_app.printing.specimen import specimen

        form = self._shelf.library.get(form_key)
        return specimen(form, self._shelf.edition(form_key, self._bench.today()), is_filled=is_filled)

    # -- words ----------------------------------------------------------------------------------

    def _view(self, form: "Form", pins: tuple[Pin, ...]) -> FormView:
        today = self._bench.today()
        try:
            now: Edition | None = self._shelf.edition(form.key, today)
        except RegistrarError:
            now = None
        own = self._shelf.library.own_file(form.key)
        pin = self._shelf.pins.get(form.key)
        return FormView(
            key=form.key,
            short=prefill.short_title(form),
            title=form.title,
            editions=tuple(
                EditionView(one.id, prefill.edition_words(one), one.has_layout, one is now)
                for one in form.editions
            ),
            now=now.id if now is not None else "",
            own_file=own.name if own is not None else "",
            pin=pin,
            pins=pins,
            remarks=self._remarks(form, now, pin, own, today),
        )

    def _remarks(
        self, form: "Form", now: "Edition | None", pin: Pin | None, own: Path | None, today: date
    ) -> tuple[Problem, ...]:
        found: list[Problem] = []
        if pin is not None:
            is_there = now is not None and now.id == pin.edition
            day = ru_date(date.fromisoformat(pin.day))
            found.append(
                problem("CERT-134", edition=pin.edition, reason=pin.reason, by=pin.by, day=day)
                if is_there
                else problem("CERT-135", edition=pin.edition)
            )
        if now is not None:
            found += self._shelf.library.notes(form.key, today)
            found += _changes(form, now, today)
            found += _not_official(now)
        if own is not None and form.key in self._shelf.library.shipped_keys():
            found.append(problem("CERT-140", file=own.name))
        return tuple(found)


def _at_lines(form: "Form", edition: "Edition", file: str, error: RefusedError) -> RefusedError:
    """What cannot be laid out, with the lines of the table."""
    found = []
    for one in error.problems:
        field = form.field(edition, one.field) if one.field else None
        if field is None:
            found.append(one)
        else:
            what = one.text.rstrip(".")
            found.append(problem("CERT-032", field.id, file=file, line=field.line, name=field.id, what=what))
    count = f"{len(found)} {plural(len(found), 'ошибка', 'ошибки', 'ошибок')}"
    return RefusedError("CERT-030", tuple(found), file=file, count=count)


def _not_official(edition: "Edition") -> list[Problem]:
    """What of an edition is our own wording or was not seen in the text of the act."""
    found = [problem("CERT-147", edition=edition.id)] if _UNSURE.search(edition.conf) else []
    printed = [one for one in edition.fields if one.caption and one.type != "hidden"]
    ours = [one for one in printed if _OURS.search(one.conf)]
    unsure = [one for one in printed if _UNSURE.search(one.conf) and one not in ours]
    for code, fields in (("CERT-146", unsure), ("CERT-133", ours)):
        words = dict.fromkeys(prefill.page_caption(one) for one in fields)
        names = [f"«{one}»" for one in words if len(one) > 2]  # «№» says nothing
        if names:
            more = f" и ещё {len(names) - _NAMED}" if len(names) > _NAMED else ""
            found.append(problem(code, names=", ".join(names[:_NAMED]) + more))
    return found


def _changes(form: "Form", now: "Edition", today: date) -> list[Problem]:
    """The next change of law that is known."""
    coming = [one for one in form.editions if one.issue_date_from and one.issue_date_from > today]
    found = []
    for one in coming:
        what = "Её вид в программе есть." if one.has_layout else "Её вида в программе ещё нет."
        if one.issue_date_from is not None:
            begins = ru_date(one.issue_date_from)
            found.append(problem("CERT-136", edition=one.id, date=begins, what=what))
    if not coming and now.issue_date_to is not None and now.issue_date_to >= today:
        found.append(problem("CERT-138", edition=now.id, date=ru_date(now.issue_date_to)))
    return found
