"""What can be done in the window: one registry that feeds keys, the list of all commands and the help."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the registrar can do."""

    id: str
    """``record.edit``."""
    title: str
    """Verb first: «Изменить запись»."""
    handler: Callable[[], object]
    keys: tuple[str, ...] = ()
    """Canonical keys; the first is shown."""
    group: str = ""
    """Heading in the list of all commands."""
    reason: Callable[[], str] | None = None
    """Why it cannot be done now, in words; an empty answer means it can."""
    hidden: bool = False
    """Not shown in the list (keys only)."""

    @property
    def key(self) -> str:
        """The key shown."""
        return self.keys[0] if self.keys else ""

    def why_not(self) -> str:
        """Why it cannot be done now; empty if it can."""
        return self.reason() if self.reason is not None else ""


_GROUPS = ("Пациент", "Работа", "Окно")


def _rank(command: Command) -> int:
    return _GROUPS.index(command.group) if command.group in _GROUPS else len(_GROUPS)


class Commands(QObject):
    """The registry. A command with a reason is not run; the reason is told instead."""

    changed = Signal()
    refused = Signal(str)
    """The reason, in words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands: dict[str, Command] = {}

    def add(self, *commands: Command) -> None:
        """Register commands; one with the same id is replaced."""
        for command in commands:
            self._commands[command.id] = command
        self.changed.emit()

    def remove(self, command_id: str) -> None:
        """Forget a command."""
        self._commands.pop(command_id, None)
        self.changed.emit()

    def get(self, command_id: str) -> Command:
        """A command by its id.

        Raises:
            KeyError: there is none.
        """
        return self._commands[command_id]

    def all(self) -> list[Command]:
        """What the list of all commands shows: what can be done now first, by groups.

        In a group the short keys come first, because the most used commands have them.
        """
        shown = [one for one in self._commands.values() if not one.hidden]
        return sorted(shown, key=lambda one: (bool(one.why_not()), _rank(one), not one.key, len(one.key)))

    def for_key(self, key: str) -> Command | None:
        """The command of a key."""
        return next((one for one in self._commands.values() if key in one.keys), None)

    def run(self, command_id: str) -> bool:
        """Run a command, or tell why not; whether it ran."""
        command = self._commands[command_id]
        why_not = command.why_not()
        if why_not:
            self.refused.emit(why_not)
            return False
        command.handler()
        return True

    def press(self, key: str) -> bool:
        """Run the command of a key; whether the key belongs to one."""
        command = self.for_key(key)
        if command is None:
            return False
        self.run(command.id)
        return True
