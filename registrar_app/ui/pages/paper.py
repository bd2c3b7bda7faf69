"""Fill a paper and bring it to its end: signed and numbered, kept with its day, or only printed.

Nothing is issued before Ctrl+Enter, and every refusal leaves the fields as they are.
"""

from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from registrar_app.domain.dates import plural
from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Level, Problem
from registrar_app.services.desk import Desk
from registrar_app.services.key_shapes import KeyAsk
from registrar_app.services.paper_shapes import Issued, KeyStatus, PaperDraft, PaperOrigin, Printed
from registrar_app.services.shapes import Clock
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages import paper_fields as rules
from registrar_app.ui.pages.paper_filling import BEHIND, PaperFilling
from registrar_app.ui.pages.paper_signing import NO_KEY, PaperSigner, SignWish, ask_words, pad_words
from registrar_app.ui.pages.paper_values import field_of
from registrar_app.ui.paper_printing import PaperPrinter, PrintWish, printed_words
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.banner import Action
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.password_strip import PasswordStrip

ISSUED, KEPT, PRINTED = "issued", "kept", "printed"
_FIRST = {
    ISSUED: "Подписать и напечатать",
    KEPT: "Сохранить и напечатать",
    PRINTED: "Напечатать",
}
_SECOND = {ISSUED: "Подписать", KEPT: "Только сохранить", PRINTED: ""}
_HINT = {
    KEPT: "Подписывают от руки; в записи останется копия",
    PRINTED: "Подписывают от руки, номера у бумаги нет",
}
_LONG_TITLE = 40
"""Signs of a title that the head has room for beside the person's name."""
_NOT = {ISSUED: "Не подписано", KEPT: "Не сохранено", PRINTED: "Не напечатано"}


class PaperPage(PaperFilling):
    """One paper of one person, from the first field to its end."""

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
            printer: Prints drafts and finished papers; its own when None.
            origin: Why it is made; None: just asked for at the desk.
        """
        super().__init__(theme, desk, tasks, messages, go, clock, form_key, person_id, origin=origin)
        self._printer = printer or PaperPrinter(desk, tasks)
        self._outcome = ISSUED
        self.signer = PaperSigner(desk, tasks, self)
        self._show_first = QTimer(self)
        self._show_first.setSingleShot(True)
        self._show_first.setInterval(0)
        self._show_first.timeout.connect(self._focus_first_question)
        self.password = PasswordStrip(theme)
        self.put_below(self.password)
        self._build_bar()
        self._connect()
        self.load()

    def _build_bar(self) -> None:
        theme = self.theme
        self._finish = Button(
            theme, _FIRST[ISSUED], kind=ButtonKind.PRIMARY, key="Ctrl+Enter", handler=self.sign
        )
        self._only = Button(
            theme, _SECOND[ISSUED], icon="signature", key="Ctrl+Shift+Enter",
            handler=lambda: self.sign(then_print=False),
        )  # fmt: skip
        self._draft = Button(
            theme, "Печать черновика", icon="printer", key="Ctrl+P", handler=self.print_draft
        )
        self.bar.add(self._finish, self._only, self._draft)
        self.bar.add_right(Button(theme, "К пациенту", kind=ButtonKind.QUIET, key="Esc", handler=self.leave))

    def _connect(self) -> None:
        self.signer.status_changed.connect(self._on_key)
        self.signer.password_wanted.connect(self._on_password_wanted)
        self.signer.pad_wanted.connect(self._on_pad_wanted)
        self.signer.password_refused.connect(self._on_password_refused)
        self.signer.issued.connect(self._on_issued)
        self.signer.failed.connect(self._on_not_signed)
        self.password.entered.connect(self.signer.unlock)
        self.password.given_up.connect(self._on_given_up)

    def _place(self, widget: QWidget) -> tuple[int, int, int]:
        """The password stands behind the paper."""
        zone, y, x = super()._place(widget)
        return (2, BEHIND + y, x) if self.password.isAncestorOf(widget) else (zone, y, x)

    def on_kind(self, draft: PaperDraft) -> None:
        """Name head and buttons by what becomes of the paper."""
        self._outcome = draft.outcome
        number = ", №\u00a0———" if draft.outcome == ISSUED else ""
        word = "Справка " if draft.outcome == ISSUED and draft.form_title[:1].isdigit() else ""
        title = draft.form_title
        title = title if len(title) <= _LONG_TITLE else title[:_LONG_TITLE].rstrip(" (,") + "…"
        self.head.set_word(f"{word}{title}{number}", Role.ACCENT)
        first = "Подписать и напечатать на бланке" if draft.is_on_stock else _FIRST[draft.outcome]
        self._finish.set_text(first)
        self._only.set_text(_SECOND[draft.outcome])
        self._only.setVisible(bool(_SECOND[draft.outcome]))
        self._draft.set_text("Черновик" if draft.is_on_stock else "Печать черновика")
        if draft.outcome != ISSUED:
            self.bar.set_hint(_HINT[draft.outcome])

    def on_form_made(self) -> None:
        """Whose key will sign."""
        self._look_at_key()

    def _on_edited(self, field_id: str) -> None:
        super()._on_edited(field_id)
        if field_id in self._doctors:
            self._look_at_key()

    # -- draft ----------------------------------------------------------------------------------

    def print_draft(self) -> None:
        """Ctrl+P: what stands on the paper now, without number and signature."""
        if not self._pdf:
            return
        self._printer.print_now(PrintWish(self._pdf, self._form_key, self._on_draft_printed, self._on_failed))

    def _on_draft_printed(self, printed: Printed) -> None:
        self._messages.status(printed_words(printed, "Черновик"))

    # -- signing --------------------------------------------------------------------------------

    def _look_at_key(self) -> None:
        if self._outcome == ISSUED:
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
        """Ctrl+Enter: bring the paper to its end; the service looks at every field again."""
        if self._loaded is None or self.form is None:
            return
        self.form.commit()
        if self._outcome == PRINTED:
            self._print_finished()
            return
        wish = SignWish(
            self._loaded.draft, self._values(), self._doctor(), then_print=then_print, by_hand=by_hand
        )
        self.signer.sign(wish)

    def _on_password_wanted(self, ask: KeyAsk) -> None:
        title, text, caption = ask_words(ask)
        self.password.ask(text, title, caption)

    def _on_pad_wanted(self, ask: KeyAsk) -> None:
        self.banner.show_message(Role.INFO, *pad_words(ask))

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
        rest = self._show_at_fields(error.problems)
        stops = [one for one in rest if one.level is Level.ERROR]
        count = len(error.problems)
        words = f"{_NOT[self._outcome]}: {count} {plural(count, 'поле', 'поля', 'полей')}"
        text = stops[0].full_text if stops else ""
        self.banner.show_message(
            Role.ERROR, words, text, code=error.code,
            action=Action("К следующему", self.next_question, "F6") if not stops else None,
        )  # fmt: skip
        self._show_first.start()

    def _show_at_fields(self, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        """Each at its field of the form; gives those that belong to none of this page."""
        if self.form is None:
            return problems
        for name, field in self.form.fields.items():
            check = field.spec.check
            now = check(field.value()).problems if check is not None else ()
            own = [one for one in now if one.field == field_of(name)]
            if own:
                field.show_problems(own)
        asked = {one.id for one in self._fields}
        return tuple(one for one in problems if one.field not in asked)

    def _focus_first_question(self) -> None:
        """Once the messages have their places: the first error, with its message in sight."""
        if self.form is not None and self.form.open_questions():
            self.form.focus_field(self.form.open_questions()[0])

    def _on_issued(self, issued: Issued, wish: SignWish) -> None:
        """Signed and kept: print if asked for, then show the paper itself."""
        self.draft.drop()
        self._go.refresh()
        self._go.issued(issued.certificate_id)
        done = "подписана" if issued.level else "записана"
        self._messages.status(
            f"Справка №\u00a0{issued.number} {done}" if issued.number else "Сохранено в записи"
        )
        if wish.then_print:
            told = _PrintedElsewhere(self._messages, self._go)
            self._printer.print_now(
                PrintWish(issued.certificate_id, issued.form, told.on_printed, told.on_failed)
            )

    # -- papers without a number ----------------------------------------------------------------

    def _print_finished(self) -> None:
        """Complete and without a draft's line: straight to the printer, nothing is kept."""
        if self._loaded is None:
            return
        draft, values = self._loaded.draft, self._values()
        self._tasks.run_change(
            lambda: self._desk.papers.finished(draft, values),
            self._on_finished,
            self._on_not_signed,
            parent=self,
        )

    def _on_finished(self, pdf: bytes) -> None:
        self._printer.print_now(PrintWish(pdf, self._form_key, self._on_finished_printed, self._on_failed))

    def _on_finished_printed(self, printed: Printed) -> None:
        self.draft.drop()
        self._messages.status(printed_words(printed))
        for one in printed.problems:
            self._messages.problem(one)
        self._go.person(self.person_id)


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
