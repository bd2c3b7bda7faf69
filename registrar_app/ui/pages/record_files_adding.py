"""Files on their way into a record: each is checked in a worker, named, and added with its own result."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.files import FILE_KINDS, guess_kind
from registrar_app.domain.problems import Check, Level, Problem, problem
from registrar_app.services.desk import Desk
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import Answer, FieldKind, FieldSpec
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.section import SectionTitle

if TYPE_CHECKING:
    from registrar_app.services.file_checks import CheckedFile

MOST = 12
"""How many files are added in one go."""
_NAME_MOST = 44
_KINDS = tuple((one.key, one.word) for one in FILE_KINDS.values())
_COARSE = "REC-098"


def _check(content: Path | bytes, limit: int) -> "CheckedFile":
    """In a worker: the libraries for pictures and PDF come with the first file, not with the start."""
    from registrar_app.services.file_checks import check_file, read_source

    return check_file(read_source(content, limit))


@dataclass(frozen=True, slots=True, repr=False)
class Incoming:
    """A file that was chosen, dropped or pasted."""

    content: Path | bytes
    name: str
    """As the registrar knows it: the file's name, «картинка из буфера»."""
    source: str = "file"
    """Key of ``FILE_SOURCES``."""


@dataclass(slots=True)
class _Row:
    """A file in the form, and how far it is."""

    incoming: Incoming
    kind_id: str
    title_id: str
    checked: "CheckedFile | None" = None
    is_done: bool = False
    bad: Problem | None = None
    """Why it cannot be kept."""

    @property
    def is_bad(self) -> bool:
        return self.bad is not None


class AddingBox(QWidget):
    """The form above the list of files: kind and title of each, its result at its own field."""

    looked_at = Signal()
    """A file was looked at: perhaps fewer can be added."""
    changed = Signal(object)
    """``PersonFile`` that was added, after each."""
    finished = Signal(int)
    """All that could be added is; how many. What could not is still in the form, or the form is empty."""

    def __init__(self, theme: Theme, desk: Desk, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._desk, self._tasks = theme, desk, tasks
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, theme.px(10))
        self._box.setSpacing(theme.px(6))
        self._title = SectionTitle(theme, "Новые файлы", hairline=False)
        self._box.addWidget(self._title)
        self._progress = Label(theme, role=Role.TEXT2, use=Use.SMALL)
        self._box.addWidget(self._progress)
        self.form = FormGrid(theme, ())
        self._box.addWidget(self.form)
        self._rows: list[_Row] = []
        self._person_id: UUID | None = None
        self._limit = 0
        self._serial = self._added = 0
        self._is_adding = self._wants_adding = False

    # -- what is in the form --------------------------------------------------------------------

    @property
    def count(self) -> int:
        """Files that are not added yet."""
        return sum(not one.is_done for one in self._rows)

    @property
    def to_add(self) -> int:
        """Files that may still be added."""
        return sum(not one.is_done and not one.is_bad for one in self._rows)

    @property
    def is_checking(self) -> bool:
        """Whether a file is still being looked at."""
        return any(one.checked is None and not one.is_bad for one in self._rows)

    def begin(self, person_id: UUID, incoming: Sequence[Incoming], limit: int) -> None:
        """Show the files and look at them one by one in a worker.

        Args:
            person_id: Whose they become.
            incoming: At most ``MOST``.
            limit: Bytes a file may have.
        """
        self._person_id, self._limit = person_id, limit
        self._serial += 1
        self._added, self._is_adding, self._wants_adding = 0, False, False
        self._rows = [_Row(one, f"kind{at}", f"title{at}") for at, one in enumerate(incoming)]
        self._box.removeWidget(self.form)
        self.form.hide()
        self.form.deleteLater()
        self.form = FormGrid(self._theme, [spec for row in self._rows for spec in self._specs(row)])
        self.form.set_values({row.kind_id: guess_kind(row.incoming.name) for row in self._rows})
        self._box.addWidget(self.form)
        self._tell()
        self.form.focus_first()
        self._check_next(self._serial)

    def _specs(self, row: _Row) -> tuple[FieldSpec, FieldSpec]:
        name = row.incoming.name
        shown = name if len(name) <= _NAME_MOST else f"{name[:28]}…{name[-14:]}"
        answers: dict[str, tuple[Answer, ...]] = {_COARSE: (Answer(Answer.CONFIRM, "Оставить как есть"),)}
        kind = FieldSpec(
            row.kind_id, shown, 5, FieldKind.COMBO, choices=_KINDS, check=partial(self._look, row),
            answers=answers,
        )  # fmt: skip
        stem = Path(name).stem if row.incoming.source == "file" else ""
        return kind, FieldSpec(row.title_id, "Название", 7, hint="если нужно", placeholder=stem)

    @staticmethod
    def _look(row: _Row, kind: str) -> Check:
        """Whether the scan is fine enough for what it is said to be."""
        found = row.checked.resolution_problem(kind) if row.checked is not None and kind else None
        return Check.of(kind, *((found,) if found is not None else ()))

    # -- looking at the files -------------------------------------------------------------------

    def _check_next(self, serial: int) -> None:
        if serial != self._serial:
            return
        row = next((one for one in self._rows if one.checked is None and not one.is_bad), None)
        self._tell()
        self.looked_at.emit()
        if row is None:
            if self._wants_adding:
                self.add()
            return
        content, limit = row.incoming.content, self._limit
        self._tasks.run_job(
            lambda: _check(content, limit),
            lambda checked: self._on_checked(serial, row, checked),
            lambda error: self._on_bad(serial, row, error),
            parent=self,
        )

    def _on_checked(self, serial: int, row: _Row, checked: "CheckedFile") -> None:
        if serial == self._serial:
            row.checked = checked
            field = self.form.field(row.kind_id)
            field.commit()
            if checked.is_cleaned and not field.problems:
                field.show_problems([problem("REC-100", row.kind_id)])
            self._check_next(serial)

    def _on_bad(self, serial: int, row: _Row, error: RegistrarError) -> None:
        if serial == self._serial:
            self._show(row, error.problem)
            self._check_next(serial)

    def _show(self, row: _Row, found: Problem) -> None:
        row.bad = found
        self.form.field(row.kind_id).show_problems([found.at(row.kind_id)])

    def _tell(self) -> None:
        """How far the looking and adding is, in words."""
        many = len(self._rows)
        looked = sum(one.checked is not None or one.is_bad for one in self._rows)
        bad = sum(one.is_bad for one in self._rows)
        words = f"Проверено {looked} из {many}" if looked < many else ""
        if self._is_adding or self._added:
            words = f"Добавлено {self._added} из {many}"
        if bad and looked == many:
            words = f"{words}, не подходит {bad}".removeprefix(", ").capitalize()
        self._progress.setText(words)
        self._progress.setVisible(bool(words))

    # -- adding ---------------------------------------------------------------------------------

    def add(self) -> None:
        """Add all that can be; an open question or a bad file holds up itself alone."""
        if self._is_adding:
            return
        if self.is_checking:
            self._wants_adding = True
            return
        self._wants_adding = False
        self._is_adding = True
        self._add_next()

    def _ready(self) -> _Row | None:
        for row in self._rows:
            field = self.form.field(row.kind_id)
            is_open = any(one.level in (Level.WARN, Level.ERROR) for one in field.problems)
            if not row.is_done and not row.is_bad and row.checked is not None and not is_open:
                return row
        return None

    def _add_next(self) -> None:
        row, person_id = self._ready(), self._person_id
        self._tell()
        if row is None or row.checked is None or person_id is None:
            self._is_adding = False
            self._on_all()
            return
        values = self.form.values()
        kind, title, checked = values[row.kind_id], values[row.title_id], row.checked
        title = title or (Path(row.incoming.name).stem if row.incoming.source == "file" else "")
        source = row.incoming.source
        accepted = (_COARSE, kind) in self.form.field(row.kind_id).confirmed
        serial = self._serial
        self._tasks.run_change(
            lambda: self._desk.files.add(
                person_id, checked, kind, title, source=source, accept_coarse=accepted
            ),
            lambda file: self._on_added(serial, row, file),
            lambda error: self._on_refused(serial, row, error),
            parent=self,
        )

    def _on_added(self, serial: int, row: _Row, file: object) -> None:
        if serial == self._serial:
            row.is_done = True
            self._added += 1
            for field_id in (row.kind_id, row.title_id):
                self.form.field(field_id).hide()
            self.changed.emit(file)
            self._add_next()

    def _on_refused(self, serial: int, row: _Row, error: RegistrarError) -> None:
        if serial == self._serial:
            if isinstance(error, RefusedError):
                self.form.field(row.kind_id).commit()  # the question of the check itself
            else:
                self._show(row, error.problem)
            self._add_next()

    def _on_all(self) -> None:
        for row in self._rows:
            if row.bad is not None:
                self._show(row, row.bad)  # another kind had taken the message away
        if self.count:
            self.form.next_question()
        self.finished.emit(self._added)
