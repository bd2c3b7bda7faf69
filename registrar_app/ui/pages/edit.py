"""A new record and the edit of one: errors at the fields, doubles beside, a draft all the time."""

from collections.abc import Mapping
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent

from registrar_app.domain.draft import from_person
from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Level, Problem
from registrar_app.domain.records import Identity, PersonRecord
from registrar_app.domain.representative_form import from_representatives
from registrar_app.services.collisions import CODE as CHANGED_MEANWHILE
from registrar_app.services.desk import Desk
from registrar_app.services.doubles import DOUBLE_CODES
from registrar_app.services.merge_shapes import Rebased
from registrar_app.services.person_words import record_title
from registrar_app.services.shapes import Answer as SavedAnswer
from registrar_app.services.shapes import Clock, DraftView
from registrar_app.services.words import refusal
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.doubles_finder import DoublesFinder
from registrar_app.ui.pages.draft_keeper import (
    KIND,
    draft_texts,
    free_key,
    is_same,
    new_drafts,
    opened_texts,
    with_opened,
)
from registrar_app.ui.pages.edit_frame import EditFrame
from registrar_app.ui.pages.rebasing import Rebasing
from registrar_app.ui.pages.record_rows import head_line, moment_words
from registrar_app.ui.pages.representative_finder import RepresentativeFinder
from registrar_app.ui.read_words import read_words
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.banner import Action

_SINCE = "Запись с тех пор изменили: сохранённое внесено в форму, о спорном спросим у поля."


class EditPage(EditFrame):
    """The form of a person. Without ``person_id`` it makes a new record."""

    saved = Signal(object)
    """``PersonRecord`` as saved; the page has sent the window on already."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        tasks: Tasks,
        messages: Messages,
        go: Navigation,
        clock: Clock,
        *,
        person_id: UUID | None = None,
        values: Mapping[str, str] | None = None,
        identity: Identity | None = None,
        draft: DraftView | None = None,
        field: str = "",
    ) -> None:
        """Make the page and begin to read what it needs.

        Args:
            theme: Colours.
            desk: Use cases.
            tasks: Threads.
            messages: Words in the status bar.
            go: Ways to other pages.
            clock: Present moment.
            person_id: The record to edit.
            values: Texts a new record begins with (search, card); for a saved one texts proposed to it.
            identity: The card a new record is filled from.
            draft: A kept draft of a new record to go on with.
            field: Field that gets the focus.
        """
        super().__init__(theme, desk, tasks, clock, person_id, identity)
        self._messages, self._go = messages, go
        self._given = dict(values or {})
        self._field = field
        self._record: PersonRecord | None = None
        self._saving = False
        self._typed = False
        self._rebasing = Rebasing(self.form, desk, tasks, self)
        self._finder = DoublesFinder(self.form, self.doubles, desk, tasks, person_id, self)
        self._representative_finder = RepresentativeFinder(self.form, desk, tasks, self)
        self._connect()
        if person_id is not None:
            self._load(person_id)
        else:
            self._begin_new(draft)

    def _connect(self) -> None:
        self.form.changed.connect(self._on_changed)
        self.form.identity_changed.connect(self._finder.soon)
        self.doubles.changed.connect(self._on_doubles_changed)
        self.draft.saved.connect(self._on_draft_saved)
        self.draft.failed.connect(self._on_failed)

    # -- loading --------------------------------------------------------------------------------

    def _load(self, person_id: UUID) -> None:
        """Read the record and a draft of it."""
        self.draft.key = str(person_id)
        self.form.hide()
        people, drafts = self._desk.people, self._desk.drafts

        def read() -> tuple[PersonRecord, DraftView | None, Rebased | None]:
            record, draft = people.peek(person_id), drafts.load(KIND, str(person_id))
            opened = opened_texts(draft) if draft else {}
            if draft is None or not opened or _filled(opened) == _filled(_texts_of(record)):
                return record, draft, None
            return record, draft, people.resume(draft_texts(draft), opened, record.id)

        self._tasks.run_query(read, lambda found: self._on_loaded(*found), self._on_failed, parent=self)

    def draft_values(self) -> dict[str, str]:
        """What is typed; for a saved record also what it was typed over, so that others' saves are seen."""
        typed = self.form.person_values()
        return with_opened(typed, self._given) if self._record is not None else typed

    def _on_loaded(self, record: PersonRecord, draft: DraftView | None, since: Rebased | None) -> None:
        self._record = record
        name = record_title(record, self._clock().date())
        self.set_title(name, head_line(record, self._clock().date()))
        self.head.set_word("Правка записи", Role.ACCENT)
        proposed, self._given = self._given, _texts_of(record)
        self.form.set_person(self._given, record.confirmations)
        if draft is not None:
            self._restore(draft, since)
        if proposed:
            self._propose(proposed)
        self.form.show()
        self.activate()
        self._finder.find()

    def _propose(self, proposed: Mapping[str, str]) -> None:
        """Put texts that were typed elsewhere over those of the record; nothing is saved yet."""
        changed = {key: text for key, text in proposed.items() if text != self._given.get(key, "")}
        confirmed = self._record.confirmations if self._record else ()
        self.form.set_person({**self.form.person_values(), **changed}, confirmed)
        self.form.review(whole=True)
        self._on_changed()
        self.banner.show_message(
            Role.INFO, "Выбранное внесено в форму, но ещё не сохранено", "Проверьте отмеченное и сохраните."
        )

    def _begin_new(self, draft: DraftView | None) -> None:
        """Fill a new form; a draft kept for the same person comes back, others stay kept."""
        identity = self.draft.identity
        self.set_title("Новый пациент", "черновик хранится сам")
        self.form.set_person(self._given)
        if identity is not None:
            words = read_words(identity.source)
            self.set_title("Новый пациент", f"заполнено {words.source} · черновик хранится сам")
            self.form.sections[0].set_note(f"{words.source}, проверьте глазами")
            self.banner.show_message(
                Role.INFO,
                f"{words.done}, такого номера полиса в базе нет",
                f"{words.free}Форма заполнена {words.source}.",
                icon=words.icon,
            )
        if draft is not None:
            self.draft.key = draft.key
            self._restore(draft)
        else:
            self._tasks.run_query(self._desk.drafts.all, self._on_drafts, parent=self)
        if identity is not None:
            self.draft.touch()
        self._finder.soon()

    def _on_drafts(self, drafts: tuple[DraftView, ...]) -> None:
        """Take up the draft of the same person, else a free place for a new one."""
        kept = new_drafts(drafts)
        same = [one for one in kept if is_same(one, self._given)]
        if same and not self._typed:
            self.draft.key = same[0].key
            self._restore(same[0])
        else:
            self.draft.key = free_key(drafts)

    @property
    def has_typed(self) -> bool:
        """Whether something was typed that is not saved yet; a card never replaces it."""
        return self._typed

    def _restore(self, draft: DraftView, since: Rebased | None = None) -> None:
        """Bring a draft back and say so; ``since``: the record was saved by others meanwhile."""
        self.draft.identity = draft.identity or self.draft.identity
        self.form.set_person(draft_texts(draft), self._record.confirmations if self._record else ())
        self.form.review()
        if since is not None:
            self._rebasing.put(since)
        self.draft.is_dirty = True
        self._typed = True
        self._way_out.set_text("Отложить")
        self._on_draft_saved(draft.saved_at)
        self.banner.show_message(
            Role.INFO,
            f"Восстановлен черновик: {moment_words(draft.saved_at, self._clock())}",
            "Набранное тогда на месте. Проверьте и сохраните." if since is None else _SINCE,
            action=Action("Начать заново", self.start_over, numbered=True),
            icon="device-floppy",
        )

    def start_over(self) -> None:
        """Throw the draft away and show the record (or the empty form) again."""
        self.draft.drop()
        self._typed = False
        self.banner.clear()
        self._badge.hide()
        self._way_out.set_text("Закрыть")
        self.form.set_person(self._given, self._record.confirmations if self._record else ())
        self.activate()

    # -- while typing ---------------------------------------------------------------------------

    def activate(self) -> None:
        """Focus: the named field, the first empty one of a card's form, else the first."""
        if self._field in self.form.fields:
            self.form.focus_field(self._field)
        elif self.person_id is None and self._given:
            self.form.focus_first_empty()
        else:
            self.form.focus_first()

    def _on_changed(self) -> None:
        self._typed = True
        self.draft.touch()
        self._way_out.set_text("Отложить")
        if self.banner.isVisible() and self.banner.code == "REC-002" and not self.form.open_questions():
            self.banner.clear()

    def open_double(self, person_id: UUID) -> None:
        """Go to a record that is there already; what was typed goes along, or stays a draft."""
        identity = self.draft.identity
        self.draft.flush()
        if self.person_id is not None:
            self._go.compare(self.person_id, person_id)
        elif identity is not None and not self._typed:
            self._go.differences(person_id, identity)
        else:
            self._go.carry(person_id, self.form.person_values(), self.draft.key, identity)

    def next_question(self, step: int = 1) -> bool:
        """F6: the next field with an error or question, then the doubles that wait."""
        return self.form.next_question(step) or self.doubles.focus_next()

    # -- saving ---------------------------------------------------------------------------------

    def save(self) -> None:
        """Ctrl+Enter: save and show the record."""
        self._save(attach=False)

    def save_and_attach(self) -> None:
        """F8: save, then attach."""
        self._save(attach=True)

    def _save(self, *, attach: bool) -> None:
        if self._saving:
            return
        self.form.review(whole=True)
        waiting = [one for one in self.form.problems() if one.level in (Level.ERROR, Level.WARN)]
        if waiting:
            self._refuse(refusal(waiting))
            return
        self._saving = True
        values, answers, identity = self.form.person_values(), self._answers(), self.draft.identity
        key, base = self.draft.key, self._record

        def work() -> PersonRecord:
            record = self._desk.people.save(
                values, self.person_id, answers=answers, identity=identity, base=base
            )
            self._desk.drafts.drop(KIND, key)
            return record

        self._tasks.run_change(
            work, lambda record: self._on_saved(record, attach=attach), self._on_failed, parent=self
        )

    def _answers(self) -> tuple[SavedAnswer, ...]:
        confirmed = tuple(
            SavedAnswer(code, field, self._rebasing.overruled(field) if code == CHANGED_MEANWHILE else None)
            for code, field, _ in self.form.confirmations()
        )
        return (*confirmed, *self.doubles.answers())

    def _on_saved(self, record: PersonRecord, *, attach: bool) -> None:
        self._saving = False
        self._typed = False
        self.draft.forget()
        self.saved.emit(record)
        self._messages.status("Запись сохранена")
        self._go.refresh()
        if attach:
            self._go.attachment(record.id)
        else:
            self._go.person(record.id)

    def _on_failed(self, error: RegistrarError) -> None:
        """Say what happened; everything typed stays where it is."""
        self._saving = False
        if isinstance(error, RefusedError):
            self._show_refused(error.problems)
            return
        one = error.problem
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)
        self.body_area.verticalScrollBar().setValue(0)

    def _rebase(self) -> None:
        """Another window has saved this record meanwhile: the form goes onto what is saved now."""
        if self._record is not None:
            self._rebasing.begin(self._record, self._on_rebased, self._on_failed)

    def _on_rebased(self, record: PersonRecord) -> None:
        self._record, self.person_id = record, record.id
        self._given = _texts_of(record)
        self.set_title(record_title(record, self._clock().date()), head_line(record, self._clock().date()))
        self._on_changed()
        if self.form.open_questions():
            self._refuse(refusal(self.form.problems()))
        else:
            self.banner.show_message(
                Role.INFO,
                "Запись изменили в другом окне",
                "Сохранённое там внесено в форму.",
            )

    def _show_refused(self, problems: tuple[Problem, ...]) -> None:
        """Put the problems of a refused save at their fields; doubles are asked for beside the form."""
        if any(one.code == CHANGED_MEANWHILE for one in problems):
            self._rebase()
            return
        rest = self.form.show_problems(problems)
        doubles = [one for one in rest if one.code in DOUBLE_CODES]
        others = [one for one in rest if one not in doubles]
        if others:
            one = others[0]
            self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)
            return
        self._refuse(refusal(problems))
        if doubles:
            self._finder.find()
            self.doubles.focus_next()

    def _refuse(self, words: str) -> None:
        self.banner.show_message(
            Role.ERROR, f"Не сохранено: {words}", code="REC-002",
            action=Action("К следующей", self.next_question, "F6"),
        )  # fmt: skip
        self.body_area.verticalScrollBar().setValue(0)
        for field_id in self.form.open_questions()[:1]:
            self.form.focus_field(field_id)

    # -- leaving --------------------------------------------------------------------------------

    def leave(self) -> None:
        """Esc: back; what was typed stays as a draft."""
        self.draft.flush()
        if self.draft.is_dirty:
            self._messages.status("Черновик сохранён: откроется, когда вернётесь", Role.INFO)
        if self.person_id is not None:
            self._go.person(self.person_id)
        else:
            self._go.home()

    def hideEvent(self, event: QHideEvent) -> None:
        """Whatever takes the page away: keep what was typed."""
        self.draft.flush()
        super().hideEvent(event)


def _texts_of(record: PersonRecord) -> dict[str, str]:
    """The form of a record with those who represent the person."""
    return {**from_person(record.data), **from_representatives(record.representatives)}


def _filled(texts: Mapping[str, str]) -> dict[str, str]:
    """The fields that say something: a newer program may have more of them."""
    return {key: text for key, text in texts.items() if text}
