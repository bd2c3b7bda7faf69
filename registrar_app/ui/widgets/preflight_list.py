"""The list «Проверка»: passed lines are quiet, an open one is bold with its explanation and answers."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from registrar_app.domain.dates import plural
from registrar_app.domain.problems import Level
from registrar_app.services.shapes import PreflightLine
from registrar_app.ui.metrics import RADIUS_BANNER
from registrar_app.ui.paint import round_box
from registrar_app.ui.theme import STATUS_ICONS, Role, Theme, Use
from registrar_app.ui.widgets.badge import Badge
from registrar_app.ui.widgets.button import Button
from registrar_app.ui.widgets.label import IconLabel, Label

_ROLES = {Level.OK: Role.OK, Level.INFO: Role.INFO, Level.WARN: Role.WARN, Level.ERROR: Role.ERROR}


class _Line(QWidget):
    """Icon, sentence, the fund's code; an open question with its answer button."""

    def __init__(
        self,
        theme: Theme,
        line: PreflightLine,
        *,
        answered: bool,
        quiet: bool,
        on_answer: Callable[[str], object],
    ) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.line = line
        is_open = line.level in (Level.WARN, Level.ERROR) and not answered and not quiet
        role = Role.OK if answered else Role.NEUTRAL if quiet else _ROLES[line.level]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 3, 0, 3)
        grid.setHorizontalSpacing(theme.px(10))
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        icon = "circle-dashed" if quiet else STATUS_ICONS[role]
        grid.addWidget(IconLabel(theme, icon, role=role), 0, 0, top)
        use, colour = (Use.BOLD, role) if is_open else (Use.BODY, Role.TEXT)
        grid.addWidget(Label(theme, line.text, role=colour, use=use, wrap=True), 0, 1)
        codes = Label(theme, line.fund_codes, role=Role.TEXT3, use=Use.SMALL)
        grid.addWidget(codes, 0, 2, top)
        detail = f"Отвечено: {line.answer_label.lower()}." if answered else line.detail
        if detail and line.level is not Level.OK:
            words = f"{detail} {line.code}" if is_open else detail
            grid.addWidget(Label(theme, words, role=Role.TEXT2, use=Use.SMALL, wrap=True), 1, 1, 1, 2)
        self.button: Button | None = None
        if is_open and line.level is Level.WARN:
            self.button = Button(
                theme, line.answer_label or "Всё верно", role=Role.WARN, small=True, numbered=True,
                handler=self._on_pressed,
            )  # fmt: skip
            grid.addWidget(self.button, 2, 1, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self._on_answer = on_answer
        self.setAccessibleName(f"{line.text} {detail}".strip())

    def _on_pressed(self) -> None:
        self._on_answer(self.line.code)


class PreflightList(QWidget):
    """All lines in a box with a title and the number of open questions."""

    def __init__(self, theme: Theme, title: str, on_answer: Callable[[str], object]) -> None:
        """Make an empty list.

        Args:
            theme: Colours and fonts.
            title: Words above the lines.
            on_answer: Gets the code of the question whose button was pressed.
        """
        super().__init__()
        self._theme, self._on_answer = theme, on_answer
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        box = QVBoxLayout(self)
        pad = theme.px(16)
        box.setContentsMargins(pad, theme.px(13), pad, theme.px(13))
        box.setSpacing(theme.px(2))
        head = QHBoxLayout()
        head.addWidget(Label(theme, title, use=Use.SECTION), 1)
        self._badge = Badge(theme, "", Role.OK)
        self._badge.hide()
        head.addWidget(self._badge)
        box.addLayout(head)
        box.addSpacing(theme.px(4))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px(2))
        box.addLayout(self._lines)
        self._widgets: list[_Line] = []
        theme.changed.connect(self.update)

    def set_lines(
        self,
        lines: Sequence[PreflightLine],
        answered: frozenset[str],
        quiet: frozenset[str] = frozenset(),
    ) -> None:
        """Show the lines.

        Args:
            lines: The check, in the order of the screen.
            answered: Codes of the questions answered already.
            quiet: Codes of errors nobody has made yet: what is still to be filled in is not shown in red.
        """
        for old in self._widgets:
            self._lines.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._widgets = [
            _Line(
                self._theme,
                one,
                answered=one.code in answered,
                quiet=one.level is Level.ERROR and one.code in quiet,
                on_answer=self._on_answer,
            )
            for one in lines
        ]
        for widget in self._widgets:
            self._lines.addWidget(widget)
        errors = sum(one.level is Level.ERROR and one.code not in quiet for one in lines)
        waits = any(one.level is Level.ERROR and one.code in quiet for one in lines)
        asks = sum(one.level is Level.WARN and one.code not in answered for one in lines)
        if errors:
            self._badge.set_state(f"{errors} {plural(errors, 'ошибка', 'ошибки', 'ошибок')}", Role.ERROR)
        elif asks:
            self._badge.set_state(f"{asks} {plural(asks, 'вопрос', 'вопроса', 'вопросов')}", Role.WARN)
        elif waits:
            self._badge.set_state("ещё не всё выбрано", Role.NEUTRAL)
        else:
            self._badge.set_state("можно прикреплять", Role.OK)
        self._badge.show()
        self.updateGeometry()

    @property
    def answer_buttons(self) -> list[Button]:
        """Buttons of the open questions, from the top."""
        return [one.button for one in self._widgets if one.button is not None]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the box."""
        theme = self._theme
        fill, edge = theme.color(Role.SUBTLE), theme.color(Role.LINE)
        round_box(QPainter(self), self.rect(), RADIUS_BANNER, fill, edge)
