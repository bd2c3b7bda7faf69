"""The buttons of a batch, and which of them fit how it stands."""

from typing import Protocol

from PySide6.QtCore import SignalInstance

from registrar_app.services.batch_shapes import BatchLine, BatchOutcome, BatchTotals
from registrar_app.ui.pages.batch_words import ATTENTION
from registrar_app.ui.pages.import_words import number_words
from registrar_app.ui.theme import Theme
from registrar_app.ui.widgets.ask_once import AskOnceButton
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.page_parts import ActionBar


class BatchCommands(Protocol):
    """What the page of a batch can do."""

    close_requested: SignalInstance

    def resume(self) -> None:
        """Go on."""

    def pause(self) -> None:
        """Between two papers."""

    def stop(self) -> None:
        """For good."""

    def mend(self) -> None:
        """The chosen line."""

    def confirm(self) -> None:
        """The chosen line is wanted all the same."""

    def skip(self) -> None:
        """Leave the chosen line out."""

    def again(self) -> None:
        """Judge the failed lines anew."""

    def choose_print(self) -> None:
        """Print, or stop printing."""

    def choose_folder(self) -> None:
        """Save the files."""


class BatchButtons:
    """The action bar of a batch.

    Args:
        theme: Colours.
        bar: Where the buttons stand.
        commands: What they do.
    """

    def __init__(self, theme: Theme, bar: ActionBar, commands: BatchCommands) -> None:
        self._resume = Button(
            theme, "Выдавать дальше", kind=ButtonKind.PRIMARY, icon="certificate", key="Ctrl+Enter",
            handler=commands.resume,
        )  # fmt: skip
        self._print = Button(theme, "Печать…", icon="printer", key="Ctrl+P", handler=commands.choose_print)
        self._save = Button(
            theme, "Сохранить PDF…", icon="device-floppy", key="Ctrl+S", handler=commands.choose_folder
        )
        self._mend = Button(theme, "Исправить строку", icon="pencil", key="F4", handler=commands.mend)
        self._sure = Button(theme, "Выдать всё равно", icon="check", key="Ins", handler=commands.confirm)
        self._skip = Button(theme, "Исключить", key="Ctrl+Del", handler=commands.skip)
        self._again = Button(theme, "Проверить снова", icon="refresh", key="F5", handler=commands.again)
        self._pause = Button(theme, "Пауза", icon="player-pause", key="Ctrl+Space", handler=commands.pause)
        self._stop = AskOnceButton(
            theme, "Остановить пачку…", "Точно остановить", key="Alt+Del", handler=commands.stop
        )
        self._close = Button(
            theme, "Свернуть", kind=ButtonKind.QUIET, key="Esc", handler=commands.close_requested.emit
        )
        bar.add(
            self._resume, self._print, self._save, self._mend, self._sure, self._skip, self._again,
            self._pause,
        )  # fmt: skip
        bar.add_right(self._stop, self._close)

    def arrange(
        self, *, state: str, totals: BatchTotals, line: BatchLine | None, shows_all: bool, is_live: bool,
        is_printing: bool,
    ) -> None:  # fmt: skip
        """Show the buttons that fit.

        Args:
            state: Of the batch; empty while it begins.
            totals: How its lines stand.
            line: The chosen one.
            shows_all: All lines are shown, not only those that want attention.
            is_live: Papers are issued now.
            is_printing: Papers go to the printer now.
        """
        waits, done = totals.of(BatchOutcome.WAITING), totals.of(BatchOutcome.DONE)
        self._resume.setVisible(not is_live and waits > 0)
        self._resume.set_text(f"Выдавать дальше: {number_words(waits)}" if waits else "Выдавать дальше")
        self._pause.setVisible(is_live)
        self._stop.setVisible(is_live or (state == "paused" and waits > 0))
        asks = line is not None and line.outcome is BatchOutcome.ASKS
        can_mend = totals.of(*ATTENTION) > 0 or (shows_all and waits > 0)
        self._mend.setVisible(can_mend and not asks)
        self._skip.setVisible(can_mend)
        self._sure.setVisible(asks)
        self._again.setVisible(not is_live and totals.of(BatchOutcome.FAILED) > 0)
        self._print.setVisible(not is_live and done > 0)
        self._print.set_text("Остановить печать" if is_printing else "Печать…")
        self._save.setVisible(not is_live and done > 0)
        self._close.set_text("Свернуть" if is_live else "Закрыть")
