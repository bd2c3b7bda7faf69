"""Fill a paper: fields at the left, the paper itself at the right, sign at the bottom.

The paper is drawn in a worker 300 ms after the last key; what does not fit keeps the last good page and marks
the field. Nothing is issued before Ctrl+Enter, and every refusal leaves the fields as they are.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from registrar_app.domain.dates import plural
from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Level, Problem
from registrar_app.domain.records import PersonRecord
from registrar_app.services.desk import Desk
from registrar_app.services.key_shapes import KeyAsk
from registrar_app.services.paper_shapes import (
    Issued,
    KeyStatus,
    PaperDraft,
    PaperField,
    PaperOrigin,
    Preview,
    PrintChoice,
    Printed,
    PrinterView,
)
from registrar_app.services.shapes import Clock, DraftView
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages import paper_fields as rules
from registrar_app.ui.pages.draft_keeper import draft_texts
from registrar_app.ui.pages.paper_draft import PaperDraftKeeper, draft_key, paper_kind
from registrar_app.ui.pages.paper_signing import NO_KEY, PaperSigner, SignWish, ask_words
from registrar_app.ui.pages.record_rows import head_line, moment_words
from registrar_app.ui.pages.split_page import SplitPage
from registrar_app.ui.paper_printing import PaperPrinter, PrintWish, printed_words
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.badge import Badge
from registrar_app.ui.widgets.banner import Action, NoteLine
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.editors import replace_text
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import FieldKind
from registrar_app.ui.widgets.offer_bar import OfferBar
from registrar_app.ui.widgets.password_strip import PasswordStrip

_PREVIEW_MS = 300
_BEHIND = 1_000_000
"""Added to a place to stand behind everything of its zone."""


@dataclass(frozen=True, slots=True, repr=False)
class _Loaded:
    """What the page starts with."""

    record: PersonRecord
    draft: PaperDraft
    kept: DraftView | None
    choice: PrintChoice
    printers: tuple[PrinterView, ...]


class PaperPage(SplitPage):
    """One paper of one person, from the first field to the signature."""

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, messages: Messages, go: Navigation, clock: Clock,
        form_key: str, person_id: UUID, *, printer: PaperPrinter | None = None,
        origin: PaperOrigin | None = None,
    ) -> None:  # fmt: skip
        """Make the page and begin to read.

        Args:
            theme: Colours.
            desk: Use cases.
            tasks: Threads.
            messages: Words in the status bar.
            go: Ways to other pages.
            clock: Present moment.
            form_key: Which paper.
            person_id: For whom.
            printer: Prints drafts and signed papers; its own when None.
            origin: Why it is made; None: just asked for at the desk.
        """
        super().__init__(theme, tasks)
        self._desk, self._tasks, self._messages, self._go, self._clock = desk, tasks, messages, go, clock
        self._form_key, self.person_id, self._origin = form_key, person_id, origin
        self._printer = printer or PaperPrinter(desk, tasks)
        self._loaded: _Loaded | None = None
        self._fields: list[PaperField] = []
        self._verdicts: dict[str, tuple[Problem, ...]] = {}
        self._pdf = b""
        self._request = 0
        self._tells_gaps = False
        self.form: FormGrid | None = None
        self.draft = PaperDraftKeeper(desk, tasks, self._typed, self, form_key, draft_key(person_id, origin))
        self.signer = PaperSigner(desk, tasks, self)
        self._preview_timer = QTimer(self)
        self._preview_timer.setSingleShot(True)
        self._preview_timer.setInterval(_PREVIEW_MS)
        self._preview_timer.timeout.connect(self.preview)
        self._show_first = QTimer(self)
        self._show_first.setSingleShot(True)
        self._show_first.setInterval(0)
        self._show_first.timeout.connect(self._focus_first_question)
        self._build()
        self._build_bar()
        self._connect()
        self._load()

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self.theme
        self._badge = Badge(theme, "", Role.INFO, icon="device-floppy")
        self._badge.hide()
        self.head.add_right(self._badge)
        self.offers = OfferBar(theme)
        self.left.addWidget(self.offers)
        self.password = PasswordStrip(theme)
        outer = self.layout()
        if isinstance(outer, QVBoxLayout):
            outer.insertWidget(outer.indexOf(self.bar), self.password)

    def _build_bar(self) -> None:
        theme = self.theme
        self.bar.add(
            Button(
                theme, "Подписать и напечатать", kind=ButtonKind.PRIMARY, key="Ctrl+Enter", handler=self.sign
            ),
            Button(
                theme, "Подписать", icon="signature", key="Ctrl+Shift+Enter",
                handler=lambda: self.sign(then_print=False),
            ),
            Button(theme, "Печать черновика", icon="printer", key="Ctrl+P", handler=self.print_draft),
        )  # fmt: skip
        self.bar.add_right(Button(theme, "К пациенту", kind=ButtonKind.QUIET, key="Esc", handler=self.leave))

    def _connect(self) -> None:
        self.draft.saved.connect(self._on_draft_saved)
        self.draft.failed.connect(self._on_failed)
        self.signer.status_changed.connect(self._on_key)
        self.signer.password_wanted.connect(self._on_password_wanted)
        self.signer.password_refused.connect(self._on_password_refused)
        self.signer.issued.connect(self._on_issued)
        self.signer.failed.connect(self._on_not_signed)
        self.password.entered.connect(self.signer.unlock)
        self.password.given_up.connect(self._on_given_up)
        self.paper.view.field_clicked.connect(self._on_paper_clicked)
        self.offers.taken.connect(self.take_former)
        self.offers.all_taken.connect(self.take_all_former)

    def _place(self, widget: QWidget) -> tuple[int, int, int]:
        """The offers stand behind all fields, the password behind the paper."""
        zone, y, x = super()._place(widget)
        if self.offers.isAncestorOf(widget):
            return 1, _BEHIND + y, x
        if self.password.isAncestorOf(widget):
            return 2, _BEHIND + y, x
        return zone, y, x

    # -- loading --------------------------------------------------------------------------------

    def _load(self) -> None:
        self._tasks.run_query(self._read, self._on_read, self._on_failed, parent=self)

    def _read(self) -> _Loaded:
        """In the database thread."""
        desk = self._desk
        return _Loaded(
            record=desk.people.peek(self.person_id),
            draft=desk.papers.start(self._form_key, self.person_id, origin=self._origin),
            kept=desk.drafts.load(paper_kind(self._form_key), draft_key(self.person_id, self._origin)),
            choice=desk.prints.choice(self._form_key),
            printers=desk.prints.printers(),
        )

    def _on_read(self, loaded: _Loaded) -> None:
        """Show what is known and draw the empty paper: it tells which fields are printed."""
        self._loaded = loaded
        today = self._clock().date()
        self.set_title(loaded.record.data.name.full, head_line(loaded.record, today))
        self.head.set_word(f"Справка {loaded.draft.form_title}, №\u00a0———", Role.ACCENT)
        self.paper.set_note(loaded.draft.edition_note)
        self.paper.set_sides(loaded.draft.sides)
        self._show_foot(loaded)
        self._tasks.run_job(
            lambda: self._desk.papers.preview(loaded.draft, {}),
            self._on_first_look,
            self._on_failed,
            parent=self,
        )

    def _show_foot(self, loaded: _Loaded) -> None:
        name = loaded.choice.printer or next((one.name for one in loaded.printers), "")
        tray = f", {loaded.choice.tray}" if loaded.choice.tray else ""
        where = f"{name}{tray}" if name else "Принтера нет: подписанная справка сохранится"
        change = Button(
            self.theme, "Сменить", kind=ButtonKind.QUIET, small=True, numbered=True,
            handler=lambda: self._go.settings("printing"),
        )  # fmt: skip
        self.paper.set_foot(f"{where} · {loaded.draft.sheet_note}, 100\u00a0%", change)

    def _on_first_look(self, preview: Preview) -> None:
        """Build the form for the fields this edition prints."""
        if self._loaded is None or self.form is not None:
            return
        draft = self._loaded.draft
        self._fields = rules.page_fields(draft, preview.boxes, preview.problems)
        words = rules.record_words(draft)
        if words:
            change = Action("Изменить", lambda: self._go.edit(self.person_id), "F4")
            self.body.addWidget(
                NoteLine(self.theme, Role.NEUTRAL, "Из записи:", words, action=change, icon="id-badge-2")
            )
        self.form = FormGrid(
            self.theme, rules.form_items(self._fields, lambda: self._clock().date(), self._verdict)
        )
        self.form.set_values(rules.texts_of(draft.values, self._fields))
        self.add_form(self.form)
        self.form.edited.connect(self._on_edited)
        self.form.entered.connect(self._on_entered)
        self.offers.set_offers(rules.offers_of(self._fields))
        if self._loaded.kept is not None:
            self._restore(self._loaded.kept)
        self._on_previewed(self._request, preview)
        self._show_filled()
        self._look_at_key()
        self.preview()
        if self.isVisible():
            self.activate()

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
            self.form.set_values(rules.texts_of(self._loaded.draft.values, self._fields))
            self.preview()
            self.form.focus_first(empty=True)

    def activate(self) -> None:
        """Start at the first empty field."""
        if self.form is not None:
            self.form.focus_first(empty=True)

    # -- while typing ---------------------------------------------------------------------------

    def _typed(self) -> dict[str, str]:
        return self.form.values() if self.form is not None else {}

    def _values(self) -> dict[str, Any]:
        return rules.values_of(self._typed(), self._fields)

    def _on_edited(self, field_id: str) -> None:
        self.draft.touch()
        self._show_filled()
        self._preview_timer.start()
        if field_id == self._doctor_field():
            self._look_at_key()

    def _on_entered(self, field_id: str) -> None:
        self.paper.view.highlight(field_id)
        self.offers.set_field(field_id)

    def _show_filled(self) -> None:
        if self.form is None:
            return
        texts = self._typed()
        sides = [side for side, _ in rules.SIDES if any(one.side == side for one in self._fields)]
        for section, side in zip(self.form.sections, sides, strict=False):
            section.set_note(rules.filled_words(texts, self._fields, side))

    def _verdict(self, field_id: str) -> tuple[Problem, ...]:
        """What the last preview had against a field."""
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
        if request != self._request or self.form is None:
            return
        if preview.pdf is not None:
            self._pdf = preview.pdf
            self.paper.view.set_pdf(preview.pdf, rules.areas_of(preview.boxes))
        self._verdicts = {}
        for problem in preview.problems:
            if problem.field and (problem.code != rules.EMPTY or self._tells_gaps):
                self._verdicts[problem.field] = (*self._verdicts.get(problem.field, ()), problem)
        for field_id, field in self.form.fields.items():
            now = self._verdicts.get(field_id, ())
            is_shown = not field.editor.hasFocus() or any(one.code in rules.OVERFLOW for one in now)
            if field.spec.kind is not FieldKind.DATE:
                field.set_problems(now if is_shown or field.problems else ())
        if self.banner.code == "CERT-001" and not self.form.open_questions():
            self.banner.clear()
        self.number_answers()

    def take_former(self, field_id: str) -> None:
        """Alt+digit: the value of the person's last paper."""
        former = rules.offers_of(self._fields).get(field_id)
        if self.form is not None and former:
            replace_text(self.form.field(field_id).editor, former)
            self._on_edited(field_id)

    def take_all_former(self) -> None:
        """Former values for all fields that are still empty."""
        if self.form is None:
            return
        for field_id, former in rules.offers_of(self._fields).items():
            if not self.form.field(field_id).value().strip():
                replace_text(self.form.field(field_id).editor, former)
        self._on_edited("")

    def _on_paper_clicked(self, field_id: str) -> None:
        if self.form is not None and field_id in self.form.fields:
            self.form.focus_field(field_id)
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

    def print_draft(self) -> None:
        """Ctrl+P: what stands on the paper now, without number and signature."""
        if not self._pdf:
            return
        self._printer.print_now(PrintWish(self._pdf, self._form_key, self._on_draft_printed, self._on_failed))

    def _on_draft_printed(self, printed: Printed) -> None:
        self._messages.status(f"Черновик: {printed_words(printed).lower()}")

    # -- signing --------------------------------------------------------------------------------

    def _doctor_field(self) -> str:
        return next((one.id for one in self._fields if one.source == "staff"), "")

    def _doctor(self) -> str:
        field = self._doctor_field()
        return self._typed().get(field, "") if field else ""

    def _look_at_key(self) -> None:
        self.signer.look(self._doctor())

    def _on_key(self, status: KeyStatus) -> None:
        self.bar.set_hint(rules.key_words(status))

    def primary(self) -> bool:
        """Ctrl+Enter: open the key while its password is asked for, else sign."""
        if self.password.isVisible():
            self.password.submit()
            return True
        return super().primary()

    def sign(self, *, then_print: bool = True, by_hand: bool = False) -> None:
        """Ctrl+Enter: issue the paper; the service looks at every field again."""
        if self._loaded is None or self.form is None:
            return
        self.form.commit()
        wish = SignWish(
            self._loaded.draft, self._values(), self._doctor(), then_print=then_print, by_hand=by_hand
        )
        self.signer.sign(wish)

    def _on_password_wanted(self, ask: KeyAsk) -> None:
        title, text, caption = ask_words(ask)
        self.password.ask(text, title, caption)

    def _on_password_refused(self, error: RegistrarError) -> None:
        self.password.refuse(error.problem)

    def _on_given_up(self) -> None:
        self.password.hide()
        self.signer.give_up()
        self.activate()

    def _on_not_signed(self, error: RegistrarError) -> None:
        """Say why; a key of no use still leaves the way of ink."""
        self.password.hide()
        if isinstance(error, RefusedError):
            self._show_refused(error)
            return
        action = None
        if error.code in NO_KEY:
            action = Action("Выдать для подписи от руки", self._sign_by_hand, numbered=True)
        one = error.problem
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code, action=action)
        self.body_area.verticalScrollBar().setValue(0)

    def _sign_by_hand(self) -> None:
        self.sign(by_hand=True)

    def _show_refused(self, error: RefusedError) -> None:
        """Problems at their fields; those of the record stay in the banner."""
        if self.form is None:
            return
        self._tells_gaps = True
        self._verdicts = {}
        for one in error.problems:
            if one.field:
                self._verdicts[one.field] = (*self._verdicts.get(one.field, ()), one)
        rest = self.form.show_problems(error.problems)
        stops = [one for one in rest if one.level is Level.ERROR]
        count = len(error.problems)
        words = f"Не подписано: {count} {plural(count, 'поле', 'поля', 'полей')}"
        text = stops[0].full_text if stops else ""
        self.banner.show_message(
            Role.ERROR, words, text, code=error.code,
            action=Action("К следующему", self.next_question, "F6") if not stops else None,
        )  # fmt: skip
        self._show_first.start()

    def _focus_first_question(self) -> None:
        """Once the messages have their places: the first error, with its message in sight."""
        if self.form is not None and self.form.open_questions():
            self.form.focus_field(self.form.open_questions()[0])

    def _on_issued(self, issued: Issued, wish: SignWish) -> None:
        """Signed and kept: print if asked for, then show the paper itself."""
        self.draft.drop()
        self._go.refresh()
        self._go.issued(issued.certificate_id)
        self._messages.status(f"Справка №\u00a0{issued.number} {'подписана' if issued.level else 'записана'}")
        if wish.then_print:
            told = _PrintedElsewhere(self._messages, self._go)
            self._printer.print_now(
                PrintWish(issued.certificate_id, issued.form, told.on_printed, told.on_failed)
            )

    # -- leaving --------------------------------------------------------------------------------

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


class _PrintedElsewhere:
    """Tells of the print on the page that is shown by then."""

    def __init__(self, messages: Messages, go: Navigation) -> None:
        self._messages, self._go = messages, go

    def on_printed(self, printed: Printed) -> None:
        self._messages.status(printed_words(printed))
        for one in printed.problems:
            self._messages.problem(one)
        self._go.refresh()

    def on_failed(self, error: RegistrarError) -> None:
        one = error.problem
        self._messages.banner(Role.WARN, one.text, one.way_out, code=one.code)
