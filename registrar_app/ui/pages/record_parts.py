"""Small parts of the record page."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from registrar_app.domain.dates import ru_date
from registrar_app.services.merge_shapes import MergeLine
from registrar_app.services.paper_shapes import JournalRow
from registrar_app.services.shapes import Advice, BadgeView
from registrar_app.ui.pages import record_tables
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.badge import Badge
from registrar_app.ui.widgets.banner import Action, AdviceItem
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.section import SectionTitle


class PaperLine(QWidget):
    """A paper in the side column: title, day and number, state."""

    def __init__(self, theme: Theme, row: JournalRow) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, theme.px(4), 0, theme.px(4))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(theme, row.form_title, wrap=True))
        number = f", №\u00a0{row.number}" if row.number else ""
        day = ru_date(row.issue_date)
        words.addWidget(Label(theme, f"{day}{number}", role=Role.TEXT2, use=Use.BANNER, wrap=True))
        line.addLayout(words, 1)
        first_word = row.state_text.partition(",")[0]
        badge = Badge(theme, first_word, record_tables.role_of(row.state_role), icon="")
        line.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)


_NO_RIGHT = "REC-072"
"""Who may part records is no news on every record that was ever joined."""


def merge_item(theme: Theme, line: MergeLine, on_part: Callable[[object], object]) -> AdviceItem:
    """A record that was joined to this one, and the way to part them again.

    Args:
        theme: Colours.
        line: The joining.
        on_part: Gets its id when they are to be parted.
    """
    words = [f"{ru_date(line.at.date())}, {line.staff}".strip(", "), line.reason]
    if line.blocked is not None and line.blocked.code != _NO_RIGHT:
        words.append(line.blocked.full_text)
    text = " · ".join(one for one in words if one)
    action = None
    if line.can_undo:
        action = Action("Разделить", partial(on_part, line.merge_id), numbered=True)
    return AdviceItem(theme, Role.INFO, line.other, text, action=action, icon="git-merge")


def titled_table(theme: Theme, title: str, table: QWidget) -> tuple[Label, QWidget]:
    """A table under its title; gives the label for an empty one and the whole."""
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.px(6))
    box.addWidget(SectionTitle(theme, title, hairline=False))
    empty = Label(theme, role=Role.TEXT2, wrap=True)
    box.addWidget(empty)
    box.addWidget(table)
    box.addStretch(1)
    return empty, holder


def make_badge(theme: Theme, view: BadgeView) -> Badge:
    """A badge of the head with shorter words for narrow windows."""
    short = view.text.replace(" к нам", "").replace("участок", "уч.")
    return Badge(theme, view.text, record_tables.role_of(view.role), icon=view.icon, short=short)


def role_for_advice(advice: Advice) -> Role:
    """Role of an advice; a neutral one is shown as information, for it needs an icon."""
    role = record_tables.role_of(advice.role)
    return Role.INFO if role is Role.NEUTRAL else role
