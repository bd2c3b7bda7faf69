"""Two windows at one record: the form is put onto what the other one saved, each clash asked at its field."""

from PySide6.QtCore import QObject

from registrar_app.domain.records import Confirmation, PersonRecord
from registrar_app.services.collisions import CODE, problem_of
from registrar_app.services.desk import Desk
from registrar_app.services.merge_shapes import Rebased, SaveConflict
from registrar_app.ui.pages.person_form import PersonForm
from registrar_app.ui.tasks import Failure, Success, Tasks
from registrar_app.ui.widgets.form_spec import Answer

_TAKE = "take_saved"
_ANSWERS = {CODE: (Answer(Answer.CONFIRM, "Оставить моё"), Answer(_TAKE, "Взять сохранённое"))}


class Rebasing(QObject):
    """Helps one form; nothing typed is lost."""

    def __init__(
        self, form: PersonForm, desk: Desk, tasks: Tasks, parent: QObject
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._form, self._desk, self._tasks = form, desk, tasks
        self._conflicts: tuple[SaveConflict, ...] = ()
        form.answered.connect(self._on_answered)

    def begin(self, base: PersonRecord, success: Success, failure: Failure) -> None:
        """Read what is saved now and put the form onto it.

        Args:
            base: The record as the form was opened with.
            success: Gets the record as it is saved now; the next save begins from it.
            failure: Gets a ``RegistrarError``.
        """
        values = self._form.person_values()

        def put(found: Rebased) -> None:
            self.put(found)
            success(found.base)

        self._tasks.run_query(lambda: self._desk.people.rebase(values, base), put, failure, parent=self)

    def put(self, found: Rebased) -> None:
        """Typed values stay, untouched fields take what was saved; clashes become questions."""
        answered = [Confirmation(*one) for one in self._form.confirmations()]
        values = {**self._form.person_values(), **found.values}
        self._form.set_person(values, (*found.base.confirmations, *answered))
        self._conflicts = found.conflicts
        self._form.show_problems([problem_of(one) for one in found.conflicts], _ANSWERS)

    def overruled(self, field_id: str) -> str | None:
        """The saved value at a field that was shown when the typed one was let stand; None: nothing was."""
        return next((one.theirs for one in self._conflicts if one.field == field_id), None)

    def _on_answered(self, code: str, field_id: str, answer: str) -> None:
        if code != CODE or answer != _TAKE:
            return
        for one in self._conflicts:
            if one.field == field_id:
                self._form.take(one.their_values)
