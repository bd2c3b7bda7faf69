"""The forms of some folders, and the edition of a form for a day of issue."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from registrar_app.domain.dates import ru_date
from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Problem, problem
from registrar_app.printing.form import Edition, Form
from registrar_app.printing.parser import parse_form

_KEY = re.compile(r"""^\s+key:\s*["']?([^\s"'#]+)""", re.MULTILINE)
"""The first key of a table is the form's."""


MAX_BYTES = 1_000_000
"""Of a table; the largest shipped one has 40 kB."""


@dataclass(frozen=True, slots=True)
class BrokenForm:
    """A table of the clinic that could not be taken."""

    file: str = field(repr=False)
    problems: tuple[Problem, ...]


class FormLibrary:
    """The forms of some folders; a form of a later folder takes the place of an earlier one with its key.

    A mistake in a shipped table is a fault of the program. A mistake in one of the clinic's own is told and
    stops nothing: the other forms are there, and the shipped one where it was to be replaced.
    """

    def __init__(self, folders: Sequence[Path], own: Path | None = None) -> None:
        """Find the tables; each is read when it is asked for, those of the clinic at once.

        Args:
            folders: Folders with shipped tables.
            own: Folder of the clinic's own; it need not be there.
        """
        self._folders = tuple(folders)
        self._files: Mapping[str, Path] | None = None
        self._forms: dict[str, Form] = {}
        self._own: dict[str, Path] = {}
        self._broken: list[BrokenForm] = []
        self._read_own(own)

    @property
    def broken(self) -> tuple[BrokenForm, ...]:
        """The clinic's own tables that could not be taken, by name of file."""
        return tuple(self._broken)

    def own_file(self, key: str) -> Path | None:
        """The clinic's own table of a form, if it has one."""
        return self._own.get(key)

    def shipped_keys(self) -> frozenset[str]:
        """Keys of the forms that come with the program."""
        return frozenset(self._shipped())

    def forms(self) -> tuple[Form, ...]:
        """All forms that are offered, what desks are asked for most first, then by number or title.

        Raises:
            RefusedError: a table has mistakes.
        """
        found = (form for key in self._keys() if not (form := self._read(key)).not_offered)
        return tuple(sorted(found, key=lambda one: (one.rank, one.number or one.title)))

    def get(self, key: str) -> Form:
        """The form with a key.

        Raises:
            RegistrarError: there is none (CERT-020), or it is known but not ours to print (CERT-029).
            RefusedError: its table has mistakes.
        """
        if key not in self._keys():
            raise RegistrarError("CERT-020", form=key)
        form = self._read(key)
        if form.not_offered:
            raise RegistrarError("CERT-029", title=form.title, why=form.not_offered)
        return form

    def edition(self, key: str, issue_date: date, pinned: str | None = None) -> Edition:
        """The edition for a day of issue: the newest that has a layout and has begun, or the pinned one.

        Raises:
            RegistrarError: no edition for that day (CERT-021, field ``issue_date``), no edition of the
                pinned name (CERT-022).
        """
        return choose_edition(self.get(key), issue_date, pinned)

    def notes(self, key: str, issue_date: date) -> tuple[Problem, ...]:
        """What the administrator should know of the edition chosen for a day: newer one, term over."""
        form = self.get(key)
        chosen = choose_edition(form, issue_date)
        found = [
            problem("CERT-024", title=form.title, date=ru_date(one.issue_date_from), edition=one.id)
            for one in form.editions
            if not one.has_layout and one.issue_date_from and one.has_begun(issue_date)
            if chosen.issue_date_from and one.issue_date_from > chosen.issue_date_from
        ]
        if chosen.has_ended(issue_date) and chosen.issue_date_to:
            ended = ru_date(chosen.issue_date_to)
            found.append(problem("CERT-025", title=form.title, edition=chosen.id, date=ended))
        return tuple(found)

    def _keys(self) -> Mapping[str, Path]:
        """Key of each form to its file."""
        return {**self._shipped(), **self._own}

    def _shipped(self) -> Mapping[str, Path]:
        """A form is read when it is asked for, each costs milliseconds."""
        if self._files is None:
            found: dict[str, Path] = {}
            for path in (path for folder in self._folders for path in sorted(folder.glob("*.yaml"))):
                hit = _KEY.search(path.read_text(encoding="utf-8"))
                found[hit[1] if hit else path.name] = path
            self._files = found
        return self._files

    def _read_own(self, folder: Path | None) -> None:
        for path in sorted(folder.glob("*.yaml")) if folder is not None else ():
            try:
                form = read_table(path)
            except RefusedError as error:
                self._broken.append(BrokenForm(path.name, error.problems))
                continue
            taken = self._own.get(form.key)
            if taken is not None:
                twice = problem("CERT-131", key=form.key, file=taken.name)
                self._broken.append(BrokenForm(path.name, (twice,)))
                continue
            self._own[form.key], self._forms[form.key] = path, form

    def _read(self, key: str) -> Form:
        if key not in self._forms:
            path = self._keys()[key]
            self._forms[key] = parse_form(path.read_text(encoding="utf-8"), path.name)
        return self._forms[key]


def read_table(path: Path) -> Form:
    """Read a table that people wrote.

    Raises:
        RefusedError: it has mistakes, each with its line (``CERT-030``), or is no text (``CERT-137``).
    """
    no_table = RefusedError("CERT-137", (problem("CERT-137", file=path.name),), file=path.name)
    try:
        data = path.read_bytes()
        text = data[: MAX_BYTES + 1].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise no_table from None
    if len(data) > MAX_BYTES:
        raise no_table
    return parse_form(text, path.name)


def choose_edition(form: Form, issue_date: date, pinned: str | None = None) -> Edition:
    """See ``FormLibrary.edition``.

    An edition whose last day has passed is still taken when nothing newer can be printed; the
    administrator is told by ``FormLibrary.notes``.
    """
    if pinned is not None:
        edition = form.edition(pinned)
        if edition is None or not edition.has_layout:
            known = ", ".join(one.id for one in form.editions if one.has_layout)
            raise RegistrarError("CERT-022", "edition", edition=pinned, title=form.title, known=known)
        return edition
    begun = [one for one in form.editions if one.has_layout and one.has_begun(issue_date)]
    if not begun:
        raise RegistrarError("CERT-021", "issue_date", date=ru_date(issue_date), title=form.title)
    return max(begun, key=lambda one: one.issue_date_from or date.min)
