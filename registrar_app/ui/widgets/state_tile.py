"""A tile of the reader page: a tinted head with the state's name, below it what it means and what to do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.label import IconLabel, Label, Panel


def _tall(widget: QWidget) -> None:
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)


class StateTile(Panel):
    """One state in words."""

    def __init__(
        self, theme: Theme, icon: str, role: Role, title: str, meaning: str, advice: str, code: str,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """Make the tile.

        Args:
            theme: Colours and fonts.
            icon: Name of an icon.
            role: Status role.
            title: What the state is called.
            meaning: What it means for the work, one bold sentence.
            advice: What to do.
            code: Stable code.
            parent: Parent widget.
        """
        super().__init__(theme, Role.SURFACE, ("left", "right", "top", "bottom"), parent)
        _tall(self)
        self.setMinimumWidth(theme.px(250))
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.setSpacing(0)
        head = Panel(theme, role.tint)
        _tall(head)
        line = QHBoxLayout(head)
        line.setContentsMargins(theme.px(13), theme.px(7), theme.px(13), theme.px(7))
        line.setSpacing(theme.px(9))
        top = Qt.AlignmentFlag.AlignTop
        line.addWidget(IconLabel(theme, icon, role=role, size=19), 0, top)
        line.addWidget(Label(theme, title, role=role, use=Use.BOLD, wrap=True), 1)
        line.addWidget(Label(theme, code, role=Role.TEXT2, use=Use.SMALL), 0, top)
        box.addWidget(head)
        words = QVBoxLayout()
        words.setContentsMargins(theme.px(13), theme.px(10), theme.px(13), theme.px(12))
        words.setSpacing(theme.px(5))
        if meaning:
            words.addWidget(Label(theme, meaning, use=Use.BOLD, wrap=True))
        if advice:
            words.addWidget(Label(theme, advice, role=Role.TEXT2, wrap=True))
        words.addStretch(1)
        box.addLayout(words, 1)
        self.setAccessibleName(f"{title}. {meaning} {advice} {code}")
