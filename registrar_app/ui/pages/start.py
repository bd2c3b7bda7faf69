"""The start page: what to do first, drafts that wait, the numbers of the day."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from registrar_app.domain.dates import MONTHS_GENITIVE, WEEKDAYS, plural
from registrar_app.domain.problems import Problem
from registrar_app.domain.records.requests import RequestCounts
from registrar_app.services.desk import Desk
from registrar_app.services.shapes import Clock, DraftView, TodayCounts
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.draft_keeper import KIND, NEW
from registrar_app.ui.pages.journal_words import RUNNING_OUT_KEY
from registrar_app.ui.pages.request_words import start_words
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role, Theme, Use
from registrar_app.ui.widgets.card_picture import CardPicture
from registrar_app.ui.widgets.empty_state import ActionLine, EmptyState
from registrar_app.ui.widgets.label import Label, Panel
from registrar_app.ui.widgets.page import Page
from registrar_app.ui.widgets.section import SectionTitle

_MAX_DRAFTS = 4


class StartPage(Page):
    """Empty start: says what to do, with keys, and what was done today."""

    search_wanted = Signal()
    new_wanted = Signal()
    read_wanted = Signal()
    pairs_wanted = Signal()
    """Go to the work list of suspected pairs."""
    requests_wanted = Signal()
    """Go to the requests."""
    running_out_wanted = Signal()
    """Go to the papers that run out soon."""
    draft_wanted = Signal(object)
    """``DraftView`` of a person to go on with."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        tasks: Tasks,
        go: Navigation,
        clock: Clock,
        *,
        training: bool = False,
    ) -> None:
        """Make the page; ``training`` tells where the simulated cards are."""
        super().__init__(theme, head=False)
        self._training = training
        self._desk, self._tasks, self._go, self._clock = desk, tasks, go, clock
        self._request = 0
        self._shown: QWidget | None = None
        self._wishes: list[_Wish] = []
        self.bar.hide()
        self._pairs, self._asked = 0, RequestCounts()
        self._ending: tuple[Problem, ...] = ()
        self._running_out = 0
        self._show(TodayCounts(), ())

    def activate(self) -> None:
        """Read the numbers anew; the focus belongs to the search field."""
        self._request += 1
        request = self._request
        self._tasks.run_query(
            lambda: (
                self._desk.counts_today(),
                self._desk.drafts.all(),
                self._desk.pairs.count(),
                self._desk.requests.counts(),
                self._desk.keys.notices(),
                self._desk.papers.running_out(),
            ),
            lambda found: self._on_loaded(request, *found),
        )

    def _on_loaded(
        self, request: int, counts: TodayCounts, drafts: tuple[DraftView, ...], pairs: int,
        asked: RequestCounts, ending: tuple[Problem, ...], running_out: int,
    ) -> None:  # fmt: skip
        if request == self._request:
            self._pairs, self._asked, self._ending = pairs, asked, ending
            self._running_out = running_out
            self._show(counts, [one for one in drafts if one.kind == KIND])

    def _show(self, counts: TodayCounts, drafts: Sequence[DraftView]) -> None:
        """Build the contents for what is known now."""
        if self._shown is not None:
            self.body.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._shown.setSizePolicy(policy)
        box = QVBoxLayout(self._shown)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self.theme.px(18))
        box.addWidget(
            EmptyState(
                self.theme,
                "Вставьте полис или начните печатать фамилию",
                "Карта откроет пациента сама, из любого места программы. Без карты — ввод вручную.",
                actions_title="С чего начать",
                actions=self._actions(counts, drafts),
                picture=CardPicture(self.theme),
            )
        )
        box.addWidget(self._today_box(counts))
        self.body.insertWidget(1, self._shown)

    def _actions(self, counts: TodayCounts, drafts: Sequence[DraftView]) -> list[ActionLine]:
        issued = (
            f"сегодня выдано {counts.issued}" if counts.issued else "найти, посмотреть, напечатать ещё раз"
        )
        lines = [
            ActionLine(
                "search", "Найти пациента", "фамилия, ЕНП, СНИЛС, дата рождения, телефон", "F3",
                self.search_wanted.emit,
            ),
            ActionLine(
                "user-plus", "Новый пациент", "сначала поиск: форма откроется с набранным", "Ctrl+N",
                self.new_wanted.emit,
            ),
            ActionLine(
                "refresh", "Прочитать карту ещё раз", "если карта уже вставлена", "F5", self.read_wanted.emit
            ),
            ActionLine("certificate", "Журнал справок", issued, "Ctrl+2", self._go.journal),
        ]  # fmt: skip
        urgent = start_words(self._asked)
        # What is late or due today stands on top of everything else.
        lines.insert(
            0 if urgent else len(lines) - 1,
            ActionLine(
                "clipboard-check", f"Запросы на справки: {self._asked.open}",
                urgent or (f"готовы {self._asked.ready}" if self._asked.ready else "срочных нет"),
                "F7", self.requests_wanted.emit,
            ),
        )  # fmt: skip
        if self._ending:
            one = max(self._ending, key=lambda found: found.level.weight)
            lines.insert(
                0,
                ActionLine(
                    "signature", one.text.rstrip("."), one.way_out, "Ctrl+6",
                    lambda: self._go.settings("signature"),
                ),
            )  # fmt: skip
        if self._pairs:
            waiting = plural(self._pairs, "пара ждёт ответа", "пары ждут ответа", "пар ждут ответа")
            lines.append(
                ActionLine(
                    "git-merge", "Возможные двойники", f"{self._pairs} {waiting}", "Shift+F3",
                    self.pairs_wanted.emit,
                )
            )  # fmt: skip
        if self._running_out:
            ends = plural(self._running_out, "бумаге", "бумагам", "бумагам")
            lines.append(
                ActionLine(
                    "clock", f"Срок на исходе: {self._running_out}", f"{ends} скоро нужна замена",
                    RUNNING_OUT_KEY, self.running_out_wanted.emit,
                )
            )  # fmt: skip
        if self._training:
            words = "вставить одну из пяти: знакомая, новая, ребёнок, сменила фамилию, повреждённая"
            lines.insert(
                3 if urgent else 2, ActionLine("credit-card", "Учебная карта", words, "F12", self._go.readers)
            )
        zone = self._clock().tzinfo
        self._wishes = [_Wish(self, draft) for draft in drafts[:_MAX_DRAFTS]]
        for number, (draft, wish) in enumerate(zip(drafts, self._wishes, strict=False), 1):
            what = "новая запись" if draft.key.startswith(NEW) else "правка записи"
            words = f"{what}, черновик {draft.saved_at.astimezone(zone):%d.%m %H:%M}"
            lines.append(ActionLine("device-floppy", draft_name(draft), words, f"Alt+{number}", wish))
        return lines

    def press_key(self, key: str) -> bool:
        """Alt with the number of a draft goes on with it."""
        if super().press_key(key):
            return True
        digit = key.removeprefix("Alt+")
        if digit == key or not digit.isdigit() or not 1 <= int(digit) <= len(self._wishes):
            return False
        self._wishes[int(digit) - 1]()
        return True

    def _today_box(self, counts: TodayCounts) -> QWidget:
        holder = QWidget()
        box = QVBoxLayout(holder)
        side = self.theme.px(18)
        box.setContentsMargins(side, 0, side, side)
        box.setSpacing(self.theme.px(8))
        box.addWidget(SectionTitle(self.theme, today_words(self._clock().date()), hairline=False))
        box.addWidget(_Numbers(self.theme, count_rows(counts)))
        return holder


class _Wish:
    """What a draft's row does; keeps its draft, not a loop variable."""

    def __init__(self, page: StartPage, draft: DraftView) -> None:
        self._page, self._draft = page, draft

    def __call__(self) -> None:
        self._page.draft_wanted.emit(self._draft)


class _Numbers(Panel):
    """Big numbers with their words, a hairline between."""

    def __init__(self, theme: Theme, rows: Sequence[tuple[int, str]]) -> None:
        super().__init__(theme, Role.SUBTLE, ("left", "right", "top", "bottom"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(10))
        line.setSpacing(theme.px(24))
        for at, (number, words) in enumerate(rows):
            if at:
                edge = Panel(theme, Role.LINE)
                edge.setFixedWidth(1)
                line.addWidget(edge)
            cell = QVBoxLayout()
            cell.setSpacing(2)
            cell.addWidget(Label(theme, str(number), use=Use.BIG))
            cell.addWidget(Label(theme, words, role=Role.TEXT2))
            line.addLayout(cell)
        line.addStretch(1)
        self.setAccessibleName(", ".join(f"{number} {words}" for number, words in rows))


def draft_name(draft: DraftView) -> str:
    """«Продолжить: Гарипова Зульфия», or a plain word when no name was typed yet."""
    name = " ".join(str(draft.values.get(part) or "") for part in ("last_name", "first_name")).strip()
    return f"Продолжить: {name}" if name else "Продолжить черновик"


def today_words(day: date) -> str:
    """«Сегодня, 21 ноября, суббота»."""
    return f"Сегодня, {day.day} {MONTHS_GENITIVE[day.month - 1]}, {WEEKDAYS[day.weekday()]}"


def count_rows(counts: TodayCounts) -> tuple[tuple[int, str], ...]:
    """The numbers of the day with the words that agree with them."""
    return (
        (counts.accepted, "приняли сегодня"),
        (counts.registered, plural(counts.registered, "новая запись", "новые записи", "новых записей")),
        (counts.attached, plural(counts.attached, "прикрепление", "прикрепления", "прикреплений")),
        (counts.issued, plural(counts.issued, "справка выдана", "справки выданы", "справок выдано")),
    )
