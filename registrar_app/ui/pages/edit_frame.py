"""The frame of a person's form: fields, doubles and remarks beside them, the badge of the draft, the bar."""

from datetime import datetime
from functools import partial
from uuid import UUID

from registrar_app.domain.problems import Problem
from registrar_app.domain.records import Identity
from registrar_app.services.desk import Desk
from registrar_app.services.shapes import Clock
from registrar_app.ui.messages import ROLES
from registrar_app.ui.pages.doubles_panel import DoublesPanel
from registrar_app.ui.pages.draft_keeper import DraftKeeper
from registrar_app.ui.pages.person_form import PersonForm
from registrar_app.ui.read_words import read_words
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.badge import Badge
from registrar_app.ui.widgets.banner import AdviceItem
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.page import Page, SideColumn


class EditFrame(Page):
    """Base of ``EditPage``: what stands on it and where."""

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, clock: Clock, person_id: UUID | None,
        identity: Identity | None,
    ) -> None:  # fmt: skip
        super().__init__(theme, side=True)
        self._desk, self._tasks, self._clock = desk, tasks, clock
        self.person_id = person_id
        self.form = PersonForm(theme, lambda: clock().date())
        self.add_form(self.form)
        self.draft = DraftKeeper(desk, tasks, self.draft_values, self)
        self.draft.identity = identity
        words = "Открыть эту запись" if person_id is None else "Сравнить записи"
        self.doubles = DoublesPanel(theme, lambda: clock().date(), self.open_double, words)
        self._badge = Badge(theme, "", Role.INFO, icon="device-floppy")
        self._badge.hide()
        self.head.add_right(self._badge)
        self._build_side()
        self._build_bar()

    def _build_side(self) -> None:
        if self.side is None:
            return
        identity = self.draft.identity
        if identity is not None and identity.problems:
            title = read_words(identity.source).remarks
            self.side.add_advice([_remark(self.theme, one) for one in identity.problems], title)
        self.side.add(self.doubles)
        if self.person_id is None:
            self._build_special(self.side)
        self.side.setVisible(self.person_id is None)

    def _build_special(self, side: SideColumn) -> None:
        """A newborn without papers, somebody unknown: rare, one key each."""
        side.add_title("Особый случай", hairline=True)
        for words, field_id in (
            ("Новорождённый", "newborn_order"),
            ("Неизвестный", "is_unidentified"),
        ):
            side.add(
                Button(
                    self.theme, words, kind=ButtonKind.QUIET, small=True, numbered=True, left=True,
                    handler=partial(self.form.show_special, field_id),
                )
            )  # fmt: skip

    def _build_bar(self) -> None:
        self.bar.add(
            Button(
                self.theme, "Сохранить", kind=ButtonKind.PRIMARY, icon="device-floppy", key="Ctrl+Enter",
                handler=self.save,
            )
        )  # fmt: skip
        if self.person_id is None:
            self.bar.add(
                Button(
                    self.theme, "Сохранить и прикрепить", icon="link", key="F8", handler=self.save_and_attach
                )
            )
        self.bar.add(
            Button(
                self.theme, "Представитель", kind=ButtonKind.QUIET, key="F2",
                handler=self.form.unfold_representative,
            )
        )  # fmt: skip
        # Beside four buttons of a new record the short words keep the bar on one line.
        self.bar.set_hint("Enter — дальше" if self.person_id is None else "Enter — следующее поле")
        self._way_out = Button(
            self.theme, "Закрыть", kind=ButtonKind.QUIET, key="Esc", handler=self.leave
        )  # fmt: skip
        self.bar.add_right(self._way_out)

    def _on_draft_saved(self, at: datetime) -> None:
        self._badge.set_state(
            f"Черновик сохранён {at.astimezone(self._clock().tzinfo):%H:%M:%S}", Role.INFO,
            icon="device-floppy", short=f"Черновик {at.astimezone(self._clock().tzinfo):%H:%M:%S}",
        )  # fmt: skip
        self._badge.show()

    def _on_doubles_changed(self) -> None:
        if self.side is not None:
            self.side.setVisible(self.person_id is None or bool(self.doubles.cards))
        self.number_answers()

    def draft_values(self) -> dict[str, str]:
        """What is kept of the form. Override."""
        return self.form.person_values()

    # -- what the buttons do --------------------------------------------------------------------

    def open_double(self, person_id: UUID) -> None:
        """Go to a record that is there already. Override."""

    def save(self) -> None:
        """Ctrl+Enter. Override."""

    def save_and_attach(self) -> None:
        """F8. Override."""

    def leave(self) -> None:
        """Esc. Override."""


def _remark(theme: Theme, problem: Problem) -> AdviceItem:
    """A remark on the card: its first sentence is the title."""
    title, _, rest = problem.text.partition(". ")
    text = " ".join(part for part in (rest, problem.way_out, problem.code) if part)
    return AdviceItem(theme, ROLES[problem.level], title.rstrip("."), text)
