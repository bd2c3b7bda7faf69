"""The settings: groups at the left, one page a group; only what works now is here."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from registrar_app.domain.clock import Clock, local_now
from registrar_app.services.desk import Desk
from registrar_app.ui.import_flow import ImportFlow
from registrar_app.ui.messages import Messages
from registrar_app.ui.metrics import WidthClass
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.pages.settings_clinic import ClinicGroup, DistrictsGroup, StaffGroup
from registrar_app.ui.pages.settings_codes import CodesGroup
from registrar_app.ui.pages.settings_forms import FormsGroup
from registrar_app.ui.pages.settings_group import SettingsGroup, Tools
from registrar_app.ui.pages.settings_keys import SignatureGroup
from registrar_app.ui.pages.settings_levels import LevelsGroup
from registrar_app.ui.pages.settings_look import LookGroup, RulesGroup
from registrar_app.ui.pages.settings_numbers import BlanksGroup, NumbersGroup
from registrar_app.ui.pages.settings_print import PrintingGroup
from registrar_app.ui.pages.settings_rules import CalendarGroup, TermsGroup
from registrar_app.ui.pages.settings_scanner import ScannerGroup
from registrar_app.ui.pages.settings_trust import TrustGroup
from registrar_app.ui.scan_controller import ScanController
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Theme
from registrar_app.ui.widgets.group_list import Group, GroupList
from registrar_app.ui.widgets.page import Page

_LIST, _LIST_NARROW = 268, 228
GROUPS = (
    Group("clinic", "building-hospital", "Поликлиника"),
    Group("staff", "users", "Сотрудники"),
    Group("districts", "map-pin", "Участки"),
    Group("signature", "signature", "Подпись"),
    Group("levels", "clock", "Метка времени"),
    Group("trust", "certificate", "Доверенные центры"),
    Group("codes", "barcode", "Коды справок"),
    Group("printing", "printer", "Печать"),
    Group("forms", "file-text", "Формы"),
    Group("numbers", "tag", "Номера"),
    Group("blanks", "file-text", "Бланки"),
    Group("look", "eye", "Вид и шрифт"),
    Group("rules", "clipboard-check", "Правила"),
    Group("terms", "clock", "Сроки"),
    Group("calendar", "calendar", "Календарь"),
)
SCANNER = Group("scanner", "barcode", "Сканер")
IMPORT = Group("import", "database", "Загрузка списка")
_SCANNER_PLACE = 8
"""Behind printing: devices stand together."""


class SettingsPage(Page):
    """Root page of «Настройки»; the page in view is one of its groups."""

    desk_renamed = Signal(str)
    """The name of this workplace as kept now; the status bar shows it."""

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, messages: Messages, go: Navigation,
        clock: Clock = local_now, scans: ScanController | None = None,
        imports: ImportFlow | None = None,
    ) -> None:  # fmt: skip
        """Make all groups; each reads when it is shown.

        Args:
            theme: Colours.
            desk: Use cases.
            tasks: Threads.
            messages: Words in the status bar.
            go: Ways to other pages.
            clock: Present moment.
            scans: The scans; without them there is no group «Сканер».
            imports: The loads of lists; without them there is no group «Загрузка списка».
        """
        groups = GROUPS if scans is None else (*GROUPS[:_SCANNER_PLACE], SCANNER, *GROUPS[_SCANNER_PLACE:])
        groups = groups if imports is None else (*groups, IMPORT)
        self._list = GroupList(theme, groups, "Разделы настроек")
        self._groups: dict[str, SettingsGroup] = {}
        super().__init__(theme, head=False)
        del go
        self.bar.hide()
        tools = Tools(theme, desk, tasks, messages)

        self._stack = QStackedWidget()
        self._middle.removeWidget(self.body_area)
        self.body_area.hide()
        self._middle.addWidget(self._list)
        self._middle.addWidget(self._stack, 1)
        self.levels, self.forms = LevelsGroup(tools), FormsGroup(tools)
        self._groups = self._make_groups(tools, lambda: clock().date())
        if scans is not None:
            self._groups[SCANNER.id] = ScannerGroup(tools, scans)
        if imports is not None:
            self._groups[IMPORT.id] = imports.group(tools)
        for group in self._groups.values():
            self._stack.addWidget(group)
        self._current = GROUPS[0].id
        self._list.chosen.connect(self._on_chosen)
        self._list.choose(self._current)

    def _make_groups(self, tools: Tools, today: Callable[[], date]) -> dict[str, SettingsGroup]:
        """The groups that are always there, by id."""
        rules = RulesGroup(tools)
        rules.desk_renamed.connect(self.desk_renamed)
        return {
            "clinic": ClinicGroup(tools, today),
            "staff": StaffGroup(tools, today),
            "districts": DistrictsGroup(tools),
            "signature": SignatureGroup(tools),
            "levels": self.levels,
            "trust": TrustGroup(tools),
            "codes": CodesGroup(tools),
            "printing": PrintingGroup(tools),
            "forms": self.forms,
            "numbers": NumbersGroup(tools, today),
            "blanks": BlanksGroup(tools),
            "look": LookGroup(tools),
            "rules": rules,
            "terms": TermsGroup(tools, today),
            "calendar": CalendarGroup(tools),
        }

    @property
    def group(self) -> SettingsGroup:
        """The group in view."""
        return self._groups[self._current]

    def show_group(self, group_id: str) -> None:
        """Show a group by its id; an unknown one leaves the page as it is."""
        if group_id in self._groups:
            self._list.choose(group_id)

    def _on_chosen(self, group_id: str) -> None:
        self._current = group_id
        group = self._groups[group_id]
        self._stack.setCurrentWidget(group)
        # Banners of the window belong to the group in view.
        self.banner, self.body_area = group.banner, group.body_area
        self.title_changed.emit(group.title)
        if self.isVisible():
            group.activate()

    @property
    def title(self) -> str:
        """Words of the group in view."""
        return self.group.title

    def activate(self) -> None:
        """The list has the focus, the group reads anew."""
        self._list.list.setFocus()
        self.group.activate()

    def next_question(self, step: int = 1) -> bool:
        """F6 belongs to the group in view."""
        return self.group.next_question(step)

    def set_width_class(self, width_class: WidthClass) -> None:
        """A narrower list in narrow windows."""
        super().set_width_class(width_class)
        narrow = width_class is not WidthClass.WIDE
        self._list.setFixedWidth(self.theme.px(_LIST_NARROW if narrow else _LIST))
