"""Reader states and advice: what is so now, every reader found, then all nine states with what to do."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from registrar_app.cards.states import ReaderInfo, ReaderState, ReaderStatus, status_problem
from registrar_app.domain.problems import Problem
from registrar_app.services.training import TRAINING_CARDS
from registrar_app.ui.messages import ROLES
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.data_table import DataTable
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.layouts import FlowLayout
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.section import SectionTitle
from registrar_app.ui.widgets.state_tile import StateTile
from registrar_app.ui.widgets.tables import BadgeCell, Column, TableRow
from registrar_app.ui.widgets.tile_layout import TileLayout

ICONS: dict[ReaderState, str] = {
    ReaderState.SERVICE_OFF: "plug-x",
    ReaderState.NO_READER: "device-usb",
    ReaderState.READY: "credit-card",
    ReaderState.READING: "loader-2",
    ReaderState.READ: "credit-card",
    ReaderState.NOT_READ: "credit-card-off",
    ReaderState.NOT_OMS: "help-circle",
    ReaderState.BUSY: "lock",
    ReaderState.TAKEN_EARLY: "hand-stop",
}
_COLUMNS = (Column("name", "Считыватель"), Column("state", "Состояние", 330))


@dataclass(frozen=True, slots=True)
class StateWords:
    """Words of a state, parted for a tile."""

    title: str
    meaning: str
    advice: str


def state_words(problem: Problem) -> StateWords:
    """The first sentence is the state's name, the second what it means; the way out is the advice."""
    title, _, meaning = problem.text.partition(". ")
    return StateWords(title.rstrip("."), meaning, problem.way_out)


class ReadersPage(Page):
    """F12 and a click on the status cell."""

    read_wanted = Signal()
    """Read the card that is in once more."""
    save_wanted = Signal()
    """Keep the exchange with the last card in a file for support."""
    training_card = Signal(str)
    """Key of a training card to put in; empty: take it out."""

    def __init__(self, theme: Theme, tasks: Tasks, go: Navigation, *, training: bool = False) -> None:
        """Make the page.

        Args:
            theme: Colours.
            tasks: Threads; nothing is read here, the card thread tells by itself.
            go: Ways to other pages.
            training: Offer the simulated cards.
        """
        super().__init__(theme)
        del tasks
        self._go = go
        self.set_title("Считыватель карт: состояния и советы")
        self._now_title = SectionTitle(theme, "Сейчас", hairline=False)
        self.body.addWidget(self._now_title)
        self._now = QVBoxLayout()
        self._now.setSpacing(theme.px(8))
        self.body.addLayout(self._now)
        self.table = DataTable(theme, _COLUMNS, "Считыватели", fit_height=True)
        self.table.hide()
        self.body.addWidget(self.table)
        if training:
            self._add_training()
        self.body.addWidget(SectionTitle(theme, "Все состояния: что это и что делать", hairline=False))
        self.body.addWidget(self._all_states())
        self.bar.add(
            Button(theme, "Прочитать ещё раз", icon="refresh", key="F5", handler=self.read_wanted.emit),
            Button(theme, "Ввести вручную", icon="keyboard", key="F3", handler=go.home),
            Button(
                theme, "Сохранить протокол обмена", icon="file-export", key="Ctrl+S",
                handler=self.save_wanted.emit,
            ),
        )  # fmt: skip
        self.bar.add_right(
            Button(theme, "Закрыть", kind=ButtonKind.QUIET, key="Esc", handler=self.close_requested.emit)
        )
        self.show_status(None)

    def _add_training(self) -> None:
        """The simulated cards."""
        theme = self.theme
        self.body.addWidget(SectionTitle(theme, "Учебные карты", hairline=False))
        holder = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        flow = FlowLayout(holder, gap=8)
        for card in TRAINING_CARDS:
            button = Button(
                theme, card.title, icon="credit-card", numbered=True, handler=_Put(self, card.key)
            )
            button.setToolTip(card.about)
            flow.addWidget(button)
        flow.addWidget(Button(theme, "Вынуть карту", numbered=True, handler=_Put(self, "")))
        self.body.addWidget(holder)
        about = " · ".join(
            f"{card.title}: {card.about[0].lower()}{card.about[1:-1]}" for card in TRAINING_CARDS
        )
        self.body.addWidget(Label(theme, f"{about}.", role=Role.TEXT2, wrap=True))

    def _all_states(self) -> QWidget:
        holder = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        tiles = TileLayout(holder, gutter=self.theme.px(14), row_gap=self.theme.px(14))
        for state in ReaderState:
            tiles.add(self._tile(state, status_problem(state)), 4)
        return holder

    def _tile(self, state: ReaderState, problem: Problem) -> StateTile:
        words = state_words(problem)
        return StateTile(
            self.theme,
            ICONS[state],
            ROLES[problem.level],
            words.title,
            words.meaning,
            words.advice,
            problem.code,
        )

    def activate(self) -> None:
        """Enter on the first button reads again."""
        self.buttons()[0].setFocus()

    def show_status(self, status: object) -> None:
        """What is so now; called again at each change.

        Args:
            status: A ``ReaderStatus``, or None while nothing is known yet.
        """
        while self._now.count():
            widget = self._now.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not isinstance(status, ReaderStatus):
            self._now.addWidget(Label(self.theme, "Считыватели ищутся…", role=Role.TEXT2))
            return
        self._now.addWidget(self._tile(status.state, status.problem))
        for remark in status.remarks:
            words = state_words(remark)
            self._now.addWidget(
                StateTile(
                    self.theme, "info-circle", ROLES[remark.level], words.title, words.meaning, words.advice,
                    remark.code,
                )
            )  # fmt: skip
        self._now_title.set_note(f"{status.reader}" if status.reader else "")
        self.table.setVisible(len(status.readers) > 1)
        self.table.set_rows([_reader_row(one) for one in status.readers])


class _Put:
    """Handler of a training card's button; keeps its key, not a loop variable."""

    def __init__(self, page: ReadersPage, key: str) -> None:
        self._page, self._key = page, key

    def __call__(self) -> None:
        self._page.training_card.emit(self._key)


def _reader_row(reader: ReaderInfo) -> TableRow:
    problem = status_problem(reader.state)
    words = state_words(problem)
    return TableRow(reader.name, (reader.name, BadgeCell(words.title, ROLES[problem.level])))
