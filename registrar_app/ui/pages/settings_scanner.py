"""Group «Сканер»: port, speed, folder of scans, and a window where every code shows what came of it."""

from pathlib import Path

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QLayout, QSizePolicy, QVBoxLayout, QWidget

from registrar_app.cards.barcode import PolicyScan, ScanError, ScanStatus
from registrar_app.cards.scan_folder import FolderStatus
from registrar_app.cards.serial_scanner import FoundPort, PortChoice, ScannerStatus, found_ports
from registrar_app.domain.dates import plural, ru_date
from registrar_app.domain.enp import format_enp
from registrar_app.domain.problems import Problem
from registrar_app.services import settings as keys
from registrar_app.ui.messages import ROLES
from registrar_app.ui.pages.settings_group import FormGroup, Tools
from registrar_app.ui.scan_controller import ScanController, SeenScan
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.banner import AdviceItem
from registrar_app.ui.widgets.button import Button
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec, SectionSpec
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.layouts import FlowLayout
from registrar_app.ui.widgets.section import SectionTitle

_SHOWN_BYTES, _SHOWN_TEXT = 160, 40
"""Bytes of a scan written out in hexadecimal (a policy has 130), characters of another code."""
_KEPT = 4
"""Scans seen at once; they go when the page is left."""


class ScannerGroup(FormGroup):
    """While it is in view scans come here and open nobody's record."""

    def __init__(self, tools: Tools, scans: ScanController) -> None:
        """Make the group.

        Args:
            tools: Collaborators.
            scans: The scans, and the way to choose a port.
        """
        speeds = tuple((str(speed), words) for speed, words in keys.SCANNER_SPEED.choices)
        super().__init__(
            tools,
            "Сканер",
            (
                SectionSpec("Порт", note="сканер в режиме виртуального COM-порта, 8 бит, без чётности"),
                FieldSpec("port", "Порт", 5, hint="пусто — сканера нет", placeholder="COM3"),
                FieldSpec("speed", "Скорость, бит/с", 3, FieldKind.COMBO, choices=speeds),
                SectionSpec("Папка сканов", note="сюда пишет сканер документов; файлы не трогаем"),
                FieldSpec("folder", "Папка", 12, hint="пусто — за папкой не следим"),
            ),
        )
        self._scans = scans
        self._found = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._found.setSizePolicy(policy)
        self._ports = FlowLayout(self._found, gap=8)
        self.body.addWidget(self._found)
        self.bar.add(Button(self.theme, "Выбрать папку…", icon="search", key="F2", handler=self.pick_folder))
        self._state, self._folder_state = QVBoxLayout(), QVBoxLayout()
        self.body.addLayout(self._state)
        self.body.addLayout(self._folder_state)
        self.body.addWidget(SectionTitle(self.theme, "Проба", note="считайте любой код", hairline=False))
        self._hint = Label(
            self.theme,
            "Пока открыт этот раздел, коды показываются здесь и никого не открывают. Ничего не хранится.",
            role=Role.TEXT2,
            wrap=True,
        )
        self.body.addWidget(self._hint)
        self._seen = QVBoxLayout()
        self._seen.setSpacing(self.theme.px(8))
        self.body.addLayout(self._seen)
        scans.state_changed.connect(self.show_state)
        scans.folder_changed.connect(self.show_folder)
        self.show_state(scans.status)
        self.show_folder(scans.folder_status)

    # -- port -----------------------------------------------------------------------------------

    def read(self) -> dict[str, str]:
        """In the database thread."""
        get = self.desk.settings.get
        return {
            "port": get(keys.SCANNER_PORT),
            "speed": str(get(keys.SCANNER_SPEED)),
            "folder": get(keys.SCAN_FOLDER),
        }

    def write(self, values: dict[str, str]) -> None:
        """In the database thread."""
        port, speed = values["port"].strip(), int(values["speed"] or keys.SCANNER_SPEED.default)
        self.desk.settings.set(keys.SCANNER_PORT, port)
        self.desk.settings.set(keys.SCANNER_SPEED, speed)
        self._scans.choose_port(PortChoice(port, speed) if port else None)
        folder = values["folder"].strip()
        if folder != self.desk.settings.get(keys.SCAN_FOLDER):
            self.desk.settings.set(keys.SCAN_FOLDER, folder)
            self._scans.choose_folder(Path(folder) if folder else None)

    def load(self) -> None:
        """What is set, and which ports are there."""
        super().load()
        self.tasks.run_job(found_ports, self._on_ports, parent=self)

    def _on_ports(self, found: tuple[FoundPort, ...]) -> None:
        _drop(self._ports)
        self._found.setVisible(bool(found))
        for port in found:
            words = f"Порт {port.name} · {port.words}" if port.words else f"Порт {port.name}"
            self._ports.addWidget(
                Button(self.theme, words, icon="device-usb", numbered=True, handler=_Put(self, port.name))
            )
        self.number_answers()

    def put_port(self, name: str) -> None:
        """A found port goes into the field; saving it is the person's."""
        self.form.set_values({**self.form.values(), "port": name})
        self.form.edited.emit("port")
        self.form.focus_field("port")

    def show_state(self, status: ScannerStatus) -> None:
        """What is the matter with the port now."""
        self._show_problem(self._state, status.problem)

    def _show_problem(self, place: QLayout, one: Problem | None) -> None:
        _drop(place)
        if one is not None:
            title, _, rest = one.text.partition(". ")
            words = " ".join(part for part in (rest, one.way_out, one.code) if part)
            place.addWidget(AdviceItem(self.theme, ROLES[one.level], title.rstrip("."), words))

    # -- folder ---------------------------------------------------------------------------------

    def show_folder(self, status: FolderStatus) -> None:
        """What is the matter with the folder now."""
        self._show_problem(self._folder_state, status.problem)

    def pick_folder(self) -> None:
        """F2: the system's dialogue for a folder."""
        dialog = QFileDialog(self, "Папка, в которую пишет сканер", self.form.values()["folder"])
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.put_folder)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def put_folder(self, folder: str) -> None:
        """A chosen folder goes into the field; saving it is the person's."""
        self.form.set_values({**self.form.values(), "folder": folder})
        self.form.edited.emit("folder")
        self.form.focus_field("folder")

    # -- test window ----------------------------------------------------------------------------

    def show_scan(self, seen: SeenScan) -> None:
        """The newest on top."""
        role, title, text, code = scan_words(seen)
        self._seen.insertWidget(0, AdviceItem(self.theme, role, title, f"{text} {code}".rstrip()))
        _drop(self._seen, keep=_KEPT)

    def showEvent(self, event: QShowEvent) -> None:
        """Scans come here."""
        super().showEvent(event)
        self._scans.watch(self.show_scan)

    def hideEvent(self, event: QHideEvent) -> None:
        """Scans go to the records again; what was seen is forgotten."""
        self._scans.watch(None)
        _drop(self._seen)
        super().hideEvent(event)


class _Put:
    """Handler of a found port's button."""

    def __init__(self, group: ScannerGroup, name: str) -> None:
        self._group, self._name = group, name

    def __call__(self) -> None:
        self._group.put_port(self._name)


def _drop(layout: QLayout, keep: int = 0) -> None:
    """Take the widgets of a layout away, all behind the first ``keep``."""
    while layout.count() > keep:
        widget = layout.takeAt(layout.count() - 1).widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def scan_words(seen: SeenScan) -> tuple[Role, str, str, str]:
    """Role, title, text and codes of a scan: what was understood, then what came."""
    scan = seen.scan
    remarks = " ".join(one.full_text for one in scan.problems)
    role = max((ROLES[one.level] for one in scan.problems), key=_weight, default=Role.OK)
    code = ", ".join(dict.fromkeys(one.code for one in scan.problems))
    text = " ".join(part for part in (remarks, f"Пришло: {_came(seen)}.") if part)
    return role, _understood(scan), text, code


def _weight(role: Role) -> int:
    return (Role.OK, Role.INFO, Role.WARN, Role.ERROR).index(role)


def _understood(scan: PolicyScan) -> str:
    """Who or what was read."""
    identity = scan.identity()
    if identity is None:
        if scan.error is not ScanError.NOT_POLICY:
            return "Код полиса не прочитан"
        return f"Не полис: «{scan.text}»" if 0 < len(scan.text) <= _SHOWN_TEXT else "Не полис"
    number = format_enp(identity.person.policy.enp)
    if scan.status is ScanStatus.NUMBER_ONLY:
        return f"Номер полиса {number}"
    born = identity.person.birth_date
    day = f", {ru_date(born)}" if born else ""
    return f"{identity.person.name.full}{day}, полис {number}"


def _came(seen: SeenScan) -> str:
    """How much came, which way, the bytes themselves."""
    scan = seen.scan
    words = ("байт", "байта", "байтов") if seen.data else ("знак", "знака", "знаков")
    parts = [f"{scan.length} {plural(scan.length, *words)}", seen.way]
    if scan.symbology:
        parts.append(f"вид кода {scan.symbology}")
    if seen.data:
        more = " …" if len(seen.data) > _SHOWN_BYTES else ""
        parts.append(f"байты: {seen.data[:_SHOWN_BYTES].hex(' ').upper()}{more}")
    return ", ".join(parts)
