"""Step 3 of a batch: what is the same for all, asked once; a filled cell of the list stands over it."""

import dataclasses
from types import MappingProxyType

from PySide6.QtCore import Signal

from registrar_app.domain.problems import Problem
from registrar_app.services.batch_columns import paper_fields
from registrar_app.services.batch_shapes import PAPER, BatchPlan, BatchView
from registrar_app.services.shapes import Clock
from registrar_app.ui.messages import ROLES
from registrar_app.ui.pages.batch_fields import form_items, texts_of
from registrar_app.ui.pages.batch_words import STEPS
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.step_bar import StepBar

BY_HAND = "by_hand"
_IN_LIST = "есть столбец"


class BatchCommonPage(Page):
    """The fields of the paper, once."""

    takes_whole_width = True
    trial_wanted = Signal(object, int)
    """A ``BatchPlan`` and about how many rows there are."""

    def __init__(self, theme: Theme, view: BatchView, plan: BatchPlan, clock: Clock) -> None:
        """Make the page.

        Args:
            theme: Colours.
            view: The list with the paper.
            plan: The columns as chosen.
            clock: Present moment.
        """
        super().__init__(theme)
        self._view, self._plan = view, plan
        self.set_title(f"Пачка: {view.draft.form_title}", view.list.file.name)
        self.body.addWidget(StepBar(theme, STEPS, 2))
        self.body.addWidget(
            Label(
                theme,
                "Одинаковое для всех спрашиваем один раз. Где у поля написано «есть столбец», сюда пишут то,"
                " что подставить в пустые ячейки.",
                role=Role.TEXT2,
                wrap=True,
            )
        )
        mapped = {one.removeprefix(PAPER): _IN_LIST for one in plan.fields.values() if one.startswith(PAPER)}
        items = form_items(view.draft, lambda: clock().date(), mapped)
        sign = FieldSpec(BY_HAND, "Без электронной подписи: подписать от руки", 12, FieldKind.CHECK)
        self.form = FormGrid(theme, (*items[:2], sign, *items[2:]))
        self.form.set_values(texts_of(view.draft, paper_fields(view.draft)))
        self.add_form(self.form)
        self.bar.add(
            Button(theme, "Проба", kind=ButtonKind.PRIMARY, icon="clipboard-check", key="Ctrl+Enter",
                   handler=self.begin_trial)
        )  # fmt: skip
        self.bar.set_hint("Проба ничего не записывает")
        self.bar.add_right(
            Button(theme, "К столбцам", kind=ButtonKind.QUIET, key="Esc", handler=self.close_requested.emit)
        )

    def activate(self) -> None:
        """The first field that is still empty."""
        self.form.focus_first(empty=True)

    def begin_trial(self) -> None:
        """Ctrl+Enter."""
        if not self.form.commit():
            self.form.next_question()
            return
        values = self.form.values()
        by_hand = bool(values.pop(BY_HAND, ""))
        plan = dataclasses.replace(self._plan, common=MappingProxyType(values), by_hand=by_hand)
        self.trial_wanted.emit(plan, self._view.list.rows)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """What the trial found in these fields."""
        self.form.show_problems(problems)
        for one in problems[:1]:
            self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)
            if one.field:
                self.form.focus_field(one.field)
