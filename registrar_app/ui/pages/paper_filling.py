"""The fields of a paper at the left and the paper itself at the right: what every page that fills one shares.

The paper is drawn in a worker 300 ms after the last key; what does not fit keeps the last good page and marks
the field. Another day of issue may bring another edition: then the fields are made anew and keep what was
typed.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.problems import Problem
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import (
    PaperDraft,
    PaperField,
    PaperOrigin,
    Preview,
)
from registrar_app.services.shapes import Clock, DraftView
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages import paper_fields as rules
from registrar_app.ui.pages.draft_keeper import draft_texts
from registrar_app.ui.pages.form_days import day_of
from registrar_app.ui.pages.paper_draft import PaperDraftKeeper, draft_key, paper_kind
from registrar_app.ui.pages.paper_help import Loaded, PaperHelp
from registrar_app.ui.pages.paper_phrases import PhraseBox
from registrar_app.ui.pages.paper_values import field_of, ids_of, texts_of, values_of
from registrar_app.ui.pages.record_rows import head_line, moment_words
from registrar_app.ui.pages.split_page import SplitPage
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.badge import Badge
from registrar_app.ui.widgets.banner import Action, NoteLine
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import FieldKind
from registrar_app.ui.widgets.offer_bar import OfferBar

_PREVIEW_MS = 300
BEHIND = 1_000_000
"""Added to a place to stand behind everything of its zone."""


class PaperFilling(PaperHelp, SplitPage):
    """Fields, live paper, draft, former values and phrases; what becomes of the paper is the sub-class's."""

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, messages: Messages, go: Navigation, clock: Clock,
        form_key: str, person_id: UUID, *, origin: PaperOrigin | None = None,
    ) -> None:  # fmt: skip
        """Make the page; ``load`` begins to read.

        Args:
            theme: Colours.
            desk: Use cases.
            tasks: Threads.
            messages: Words in the status bar.
            go: Ways to other pages.
            clock: Present moment.
            form_key: Which paper.
            person_id: For whom.
            origin: Why it is made; None: just asked for at the desk.
        """
        super().__init__(theme, tasks)
        self._desk, self._tasks, self._messages, self._go, self._clock = desk, tasks, messages, go, clock
        self._form_key, self.person_id, self._origin = form_key, person_id, origin
        self._loaded: Loaded | None = None
        self._fields: list[PaperField] = []
        self._verdicts: dict[str, tuple[Problem, ...]] = {}
        self._doctors: dict[str, str] = {}
        self._pdf = b""
        self._request = 0
        self._tells_gaps = False
        self._is_changing = False
        self.form: FormGrid | None = None
        self._words: NoteLine | None = None
        self.draft = PaperDraftKeeper(desk, tasks, self._typed, self, form_key, draft_key(person_id, origin))
        self._preview_timer = QTimer(self)
        self._preview_timer.setSingleShot(True)
        self._preview_timer.setInterval(_PREVIEW_MS)
        self._preview_timer.timeout.connect(self.preview)
        self._badge = Badge(theme, "", Role.INFO, icon="device-floppy")
        self._badge.hide()
        self.head.add_right(self._badge)
        self.offers = OfferBar(theme)
        self.left.addWidget(self.offers)
        self.phrases = PhraseBox(theme, desk, tasks, self, form_key)
        self.draft.saved.connect(self._on_draft_saved)
        self.draft.failed.connect(self._on_failed)
        self.paper.view.field_clicked.connect(self._on_paper_clicked)
        self.offers.taken.connect(self.take_former)
        self.offers.all_taken.connect(self.take_all_former)
        self.offers.phrases_wanted.connect(self.open_phrases)
        self.phrases.chosen.connect(self._on_phrase)
        self.phrases.told.connect(self._messages.status)

    def _place(self, widget: QWidget) -> tuple[int, int, int]:
        """The offers stand behind all fields."""
        zone, y, x = super()._place(widget)
        return (1, BEHIND + y, x) if self.offers.isAncestorOf(widget) else (zone, y, x)

    # -- loading --------------------------------------------------------------------------------

    def load(self) -> None:
        """Read person, form and printer."""
        self._tasks.run_query(self._read, self._on_read, self._on_failed, parent=self)

    def _read(self) -> Loaded:
        """In the database thread."""
        desk = self._desk
        return Loaded(
            record=desk.people.peek(self.person_id),
            draft=desk.papers.start(self._form_key, self.person_id, origin=self._origin),
            kept=desk.drafts.load(paper_kind(self._form_key), draft_key(self.person_id, self._origin)),
            choice=desk.prints.choice(self._form_key),
            printers=desk.prints.printers(),
        )

    def _on_read(self, loaded: Loaded) -> None:
        """Show what is known and draw the empty paper: it tells which fields are printed."""
        self._loaded = loaded
        self.set_title(loaded.record.data.name.full, head_line(loaded.record, self._clock().date()))
        self.on_kind(loaded.draft)
        self._show_foot(loaded)
        for one in loaded.draft.notices:
            self.banner.show_message(Role.WARN, one.text, one.way_out, code=one.code)
        self._look_first(None)

    def on_kind(self, draft: PaperDraft) -> None:
        """What kind of paper it is, is known now: name the buttons."""

    def _look_first(self, texts: Mapping[str, str] | None) -> None:
        """Draw the paper as it is prefilled, then make the form; ``texts`` were typed before."""
        if self._loaded is None:
            return
        draft = self._loaded.draft
        self.paper.set_note(". ".join(filter(None, (draft.edition_note.rstrip("."), _capital(draft)))))
        self.paper.set_sides(draft.sides)
        self._tasks.run_job(
            lambda: self._desk.papers.preview(draft, {}),
            lambda found: self._on_first_look(found, texts),
            self._on_failed,
            parent=self,
        )

    def _show_foot(self, loaded: Loaded) -> None:
        name = loaded.choice.printer or next((one.name for one in loaded.printers), "")
        tray = f", {loaded.choice.tray}" if loaded.choice.tray else ""
        where = f"{name}{tray}" if name else "Принтера нет: готовая бумага сохранится"
        change = Button(
            self.theme, "Сменить", kind=ButtonKind.QUIET, small=True, numbered=True,
            handler=lambda: self._go.settings("printing"),
        )  # fmt: skip
        self.paper.set_foot(f"{where} · {loaded.draft.sheet_note}, 100\u00a0%", change)

    def _on_first_look(self, preview: Preview, texts: Mapping[str, str] | None) -> None:
        """Build the form for the fields this edition prints."""
        if self._loaded is None or (self.form is not None and texts is None):
            return
        self._clear_form()
        draft = self._loaded.draft
        self._fields = rules.page_fields(draft, preview.boxes, preview.problems)
        words = rules.record_words(draft)
        if words:
            change = Action("Изменить", lambda: self._go.edit(self.person_id), "F4")
            self._words = NoteLine(
                self.theme, Role.NEUTRAL, "Из записи:", words, action=change, icon="id-badge-2"
            )
            self.body.addWidget(self._words)
        self.form = FormGrid(
            self.theme, rules.form_items(self._fields, lambda: self._clock().date(), self._verdict)
        )
        self.form.set_values(texts_of(draft.values, self._fields))
        self.add_form(self.form)
        self.form.edited.connect(self._on_edited)
        self.form.entered.connect(self._on_entered)
        self.form.left.connect(self._on_left)
        self.offers.set_offers(rules.offers_of(self._fields), rules.phrase_ids(self._fields))
        if texts is not None:
            self.form.set_values(texts)
        elif self._loaded.kept is not None:
            self._restore(self._loaded.kept)
        self._doctors = self._named_doctors()
        self._on_previewed(self._request, preview)
        self._show_filled()
        self.on_form_made()
        self.preview()
        if self.isVisible():
            self.activate()

    def _clear_form(self) -> None:
        for widget in (self._words, self.form):
            if widget is not None:
                self.body.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self._words = self.form = None

    def on_form_made(self) -> None:
        """The fields are there. Override."""

    def _restore(self, kept: DraftView) -> None:
        if self.form is None:
            return
        self.form.set_values(draft_texts(kept))
        self._on_draft_saved(kept.saved_at)
        self.banner.show_message(
            Role.INFO, f"Восстановлен черновик: {moment_words(kept.saved_at, self._clock())}",
            action=Action("Начать заново", self.start_over, numbered=True), icon="device-floppy",
        )  # fmt: skip

    def start_over(self) -> None:
        """Throw the draft away: the fields as the record and the clinic fill them."""
        self.draft.drop()
        self.banner.clear()
        self._badge.hide()
        if self.form is not None and self._loaded is not None:
            self.form.set_values(texts_of(self._loaded.draft.values, self._fields))
            self._doctors = self._named_doctors()
            self.preview()
            self.form.focus_first(empty=True)

    def activate(self) -> None:
        """Start at the first empty field; behind a changed day go on where the cursor was."""
        if self.form is None:
            return
        if self._is_changing:
            self._is_changing = False
            self.form.focus_field(self._day_field())
        else:
            self.form.focus_first(empty=True)

    # -- while typing ---------------------------------------------------------------------------

    def _typed(self) -> dict[str, str]:
        return self.form.values() if self.form is not None else {}

    def _values(self) -> dict[str, Any]:
        return values_of(self._typed(), self._fields)

    def _day_field(self) -> str:
        return next((one.id for one in self._fields if one.is_day), "")

    def _on_edited(self, field_id: str) -> None:
        self.draft.touch()
        if field_id in self._doctors:
            self._follow_doctor(field_id)
        self._show_filled()
        self._preview_timer.start()

    def _on_entered(self, field_id: str) -> None:
        self.paper.view.highlight(field_of(field_id))
        self.offers.set_field(field_id)

    def _on_left(self, field_id: str) -> None:
        """A day that was typed decides the edition at once."""
        if field_id == self._day_field():
            self.preview()

    def _show_filled(self) -> None:
        if self.form is None:
            return
        texts = self._typed()
        sides = rules.sides_of(self._fields)
        for section, (side, _title) in zip(self.form.sections, sides, strict=False):
            section.set_note(rules.filled_words(texts, self._fields, side))

    def _verdict(self, field_id: str) -> tuple[Problem, ...]:
        """What the last preview had against a field of the paper."""
        return self._verdicts.get(field_id, ())

    def preview(self) -> None:
        """Draw the paper for what stands in the fields; only the latest answer counts."""
        if self._loaded is None or self.form is None:
            return
        self._preview_timer.stop()
        self._request += 1
        request, draft, values = self._request, self._loaded.draft, self._values()
        self._tasks.run_job(
            lambda: self._desk.papers.preview(draft, values),
            lambda found: self._on_previewed(request, found),
            self._on_failed,
            parent=self,
        )

    def _on_previewed(self, request: int, preview: Preview) -> None:
        if request != self._request or self.form is None or self._loaded is None:
            return
        if preview.edition_id and preview.edition_id != self._loaded.draft.edition_id:
            self._change_edition()
            return
        if preview.pdf is not None:
            self._pdf = preview.pdf
            self.paper.view.set_pdf(preview.pdf, rules.areas_of(preview.boxes))
        self._verdicts = {}
        for problem in preview.problems:
            if problem.field and (problem.code != rules.EMPTY or self._tells_gaps):
                self._verdicts[problem.field] = (*self._verdicts.get(problem.field, ()), problem)
        self._show_verdicts()
        if self.banner.code == "CERT-001" and not self.form.open_questions():
            self.banner.clear()
        self.number_answers()

    def _show_verdicts(self) -> None:
        """Put at each field what the last look said of it; a field being typed in only what does not fit."""
        if self.form is None:
            return
        for field in self.form.fields.values():
            check = field.spec.check
            found = check(field.value()).problems if check is not None else ()
            now = tuple(one for one in found if (one.code, field.normal_value()) not in field.confirmed)
            is_typed_in = field.has_focus
            if is_typed_in and field.spec.kind is FieldKind.DATE:
                continue
            is_shown = not is_typed_in or any(one.code in rules.OVERFLOW for one in now)
            field.set_problems(now if is_shown or field.problems else ())

    def _change_edition(self) -> None:
        """The day in the fields belongs to another edition: its fields, with what was typed."""
        day = day_of(str(self._values().get(self._day_field()) or ""))
        if day is None or self._loaded is None or self.form is None:
            return
        former = texts_of(self._loaded.draft.values, self._fields)
        typed = {name: text for name, text in self.form.typed().items() if text != former.get(name, "")}
        typed[self._day_field()] = self.form.typed()[self._day_field()]

        def start() -> PaperDraft:
            return self._desk.papers.start(self._form_key, self.person_id, day, origin=self._origin)

        self._tasks.run_query(
            start, lambda draft: self._on_edition(draft, typed, day), self._on_failed, parent=self
        )

    def _on_edition(self, draft: PaperDraft, typed: Mapping[str, str], day: date) -> None:
        if self._loaded is None:
            return
        self._loaded = replace(self._loaded, draft=draft, kept=None)
        self._is_changing = True
        self._messages.status(f"Бланк на {day:%d.%m.%Y}: {draft.edition_words}", Role.INFO)
        self._look_first(typed)

    def _on_paper_clicked(self, field_id: str) -> None:
        own = next((one for one in self._fields if one.id == field_id), None)
        if self.form is not None and own is not None:
            self.form.focus_field(ids_of(own)[0])
        else:
            self._messages.status("Это заполняется из записи и настроек: изменить запись — F4", Role.INFO)

    def next_question(self, step: int = 1) -> bool:
        """F6: the next field with something against it."""
        return self.form is not None and self.form.next_question(step)

    # -- draft ----------------------------------------------------------------------------------

    def _on_draft_saved(self, at: datetime) -> None:
        words = f"Черновик сохранён {at.astimezone(self._clock().tzinfo):%H:%M:%S}"
        self._badge.set_state(words, Role.INFO, icon="device-floppy")
        self._badge.show()

    def _on_failed(self, error: RegistrarError) -> None:
        one = error.problem
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)

    def leave(self) -> None:
        """Esc: back to the person; what was typed stays as a draft."""
        self.draft.flush()
        self._go.person(self.person_id)

    def hideEvent(self, event: QHideEvent) -> None:
        """Whatever takes the page away: keep what was typed."""
        self.draft.flush()
        super().hideEvent(event)

    def put_below(self, widget: QWidget) -> None:
        """A strip over the action bar."""
        outer = self.layout()
        if isinstance(outer, QVBoxLayout):
            outer.insertWidget(outer.indexOf(self.bar), widget)


def _capital(draft: PaperDraft) -> str:
    words = draft.edition_words
    return words[:1].upper() + words[1:]
