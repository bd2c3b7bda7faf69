"""The forms of some folders, and the edition of a form for a day of issue."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from registrar_app.domain.dates import ru_date
from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.problems import Problem, problem
from registrar_app.printing.form import Edition, Form
from registrar_app.printing.parser import parse_form


class FormLibrary:
    """The forms of some folders; a form of a later folder takes the place of an earlier one with its key."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._forms: Mapping[str, Form] | None = None

    def forms(self) -> tuple[Form, ...]:
        """All forms by key.

        Raises:
            RefusedError: a table has mistakes.
        """
        return tuple(self._read().values())

    def get(self, key: str) -> Form:
        """The form with a key.

        Raises:
            RegistrarError: there is none (CERT-020).
            RefusedError: a table has mistakes.
        """
        form = self._read().get(key)
        if form is None:
            raise RegistrarError("CERT-020", form=key)
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

    def _read(self) -> Mapping[str, Form]:
        if self._forms is None:
            files = [path for folder in self._folders for path in sorted(folder.glob("*.yaml"))]
            read = (parse_form(path.read_text(encoding="utf-8"), path.name) for path in files)
            self._forms = {form.key: form for form in read}
        return self._forms


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
