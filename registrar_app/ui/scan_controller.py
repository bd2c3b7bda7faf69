"""What happens when a code was scanned: the same as with a card, from port, keys, file, folder, clipboard."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from registrar_app.cards.barcode import PolicyScan, ScanError, ScanStatus, decode_policy_text, decode_typed
from registrar_app.cards.scan_folder import SUFFIXES, FolderFile, FolderState, FolderStatus, FolderWatcher
from registrar_app.cards.serial_scanner import PortChoice, ScannerState, ScannerStatus, SerialScanner
from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.problems import problem
from registrar_app.domain.records import Identity, SearchRow
from registrar_app.domain.state_codes import state_code
from registrar_app.services.desk import Desk
from registrar_app.services.shapes import Clock, Found
from registrar_app.ui.identity_flow import IdentityFlow
from registrar_app.ui.messages import ROLES, Messages
from registrar_app.ui.navigation import Navigation
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.status_bar import StatusCell

_log = logging.getLogger(__name__)

PICTURES = " ".join(f"*{one}" for one in sorted(SUFFIXES))
_LONGEST_SEARCH = 64
"""Characters of a code that somebody may look for; more is an address or a document."""
_SHORTEST_PAPER = 150
"""Characters: the signature alone has 103."""
_UNKNOWN = frozenset(("SCAN-001", "SCAN-035"))
"""No paper policy; some of these are policies in a telephone, whose form is not published."""
_UNTOUCHED = "Набранное не тронуто и останется черновиком."


@dataclass(frozen=True, slots=True, repr=False)
class SeenScan:
    """One scan as the test window of the settings shows it."""

    scan: PolicyScan
    way: str
    """«через порт», «с клавиатуры», «с картинки», «из папки»."""
    data: bytes = b""
    """Bytes as they came; empty when keys or a picture came."""


def scanner_cell(status: ScannerStatus) -> tuple[str, str, Role]:
    """Icon, words and role of the scanner's cell; no words while no port is set."""
    if status.problem is None:
        return "barcode", "", Role.OK
    words = {
        ScannerState.READY: "Сканер готов",
        ScannerState.NOT_FOUND: "Сканер занят" if status.problem.code == "SCAN-053" else "Сканера нет",
    }
    return "barcode", words.get(status.state, ""), ROLES[status.problem.level]


class ScanController(QObject):
    """Takes scans from everywhere; a watcher (the test window) sees them instead of the records."""

    state_changed = Signal(object)
    """``ScannerStatus``; see also ``status``."""
    folder_changed = Signal(object)
    """``FolderStatus``; see also ``folder_status``."""
    search_wanted = Signal(str)
    """Text for the search field."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        messages: Messages,
        flow: IdentityFlow,
        go: Navigation,
        clock: Clock,
        scanner: SerialScanner,
        folder: FolderWatcher,
        cell: StatusCell,
        folder_cell: StatusCell,
        is_covered: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        """Set up.

        Args:
            desk: Use cases.
            tasks: Threads.
            messages: Banners of the current page.
            flow: Takes the person on a policy to the right page.
            go: Ways between pages.
            clock: Present moment.
            scanner: The scanner's thread.
            folder: The watcher of the folder a document scanner writes to.
            cell: The scanner's cell in the status bar.
            folder_cell: The folder's, in view only while the folder is out of reach.
            is_covered: Whether nobody is signed in: then a scan shows nobody's data.
            parent: Qt's owner; dialogues stand over it when it is a widget.
        """
        super().__init__(parent)
        self._desk, self._tasks, self._messages = desk, tasks, messages
        self._flow, self._go, self._clock = flow, go, clock
        self._scanner, self._cell, self._is_covered = scanner, cell, is_covered
        self._folder, self._folder_cell = folder, folder_cell
        self._watcher: Callable[[SeenScan], object] | None = None
        self.status = ScannerStatus(ScannerState.OFF)
        self.folder_status = FolderStatus(FolderState.OFF)

    # -- the device -----------------------------------------------------------------------------

    def choose_port(self, choice: PortChoice | None) -> None:
        """Listen to another port, or to none; from any thread."""
        self._scanner.choose(choice)

    def on_state(self, status: ScannerStatus) -> None:
        """The port came or went: the status bar alone tells, nobody has just used it."""
        self.status = status
        self._cell.set_state(*scanner_cell(status))
        self.state_changed.emit(status)

    def choose_folder(self, folder: Path | None) -> None:
        """Watch another folder, or none; from any thread."""
        self._folder.choose(folder)

    def on_folder(self, status: FolderStatus) -> None:
        """The folder came or went."""
        self.folder_status = status
        words = "Папки сканов не видно" if status.state is FolderState.NOT_FOUND else ""
        self._folder_cell.set_state("alert-triangle", words, Role.WARN if words else Role.OK)
        self.folder_changed.emit(status)

    def watch(self, watcher: Callable[[SeenScan], object] | None) -> None:
        """Give scans to the test window instead, or with None to the records again."""
        self._watcher = watcher

    # -- ways in --------------------------------------------------------------------------------

    def on_scan(self, scan: PolicyScan, data: bytes) -> None:
        """A code came through the port."""
        if scan.is_read:
            self._cell.flash("barcode", "Штрихкод прочитан", Role.OK)
        self._take(SeenScan(scan, "через порт", data))

    def on_file(self, found: FolderFile) -> None:
        """A new file lies in the folder; one without any code is worth a word in the status bar, once."""
        if found.is_quiet and self._watcher is None:
            self._messages.status(found.scan.problems[0].text, Role.INFO)
        else:
            self._take(SeenScan(found.scan, "из папки"))

    def on_keys(self, text: str) -> None:
        """A code came as keys."""
        self._take(SeenScan(decode_typed(text, self._clock().date()), "с клавиатуры"))

    def choose_file(self) -> None:
        """The system's dialogue for a picture."""
        parent = self.parent()
        dialog = QFileDialog(
            parent if isinstance(parent, QWidget) else None,
            "Картинка со штрихкодом полиса", "", f"Картинки ({PICTURES});;Все файлы (*)",
        )  # fmt: skip
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_file(self, path: str) -> None:
        self.open_picture(Path(path))

    def open_picture(self, path: Path) -> None:
        """Read the code in a picture file."""
        today = self._clock().date()

        def work() -> PolicyScan:
            # The picture library comes when it is needed: a start pays only for what it shows.
            from registrar_app.cards.barcode_image import MAX_BYTES, one_of, read_picture
            from registrar_app.ui.pdf_pages import gray_pages

            try:
                with path.open("rb") as file:
                    data = file.read(MAX_BYTES + 1)
            except OSError as error:
                raise RegistrarError("SCAN-061") from error
            return one_of(read_picture(data, today, gray_pages))

        self._look(work)

    def from_clipboard(self) -> None:
        """Read the code in what was copied: a picture, a file of one, or text of a code."""
        copied = QGuiApplication.clipboard().mimeData()
        files = [Path(url.toLocalFile()) for url in copied.urls() if url.isLocalFile()]
        if copied.hasImage():
            self._look_at(QImage(copied.imageData()))
        elif files:
            self.open_picture(files[0])
        elif copied.text().strip():
            self._take(SeenScan(decode_policy_text(copied.text(), self._clock().date()), "из буфера"))
        else:
            self._messages.problem(problem("SCAN-064"))

    def _look_at(self, picture: QImage) -> None:
        """Read the code in a picture in memory."""
        today = self._clock().date()

        def work() -> PolicyScan:
            from registrar_app.cards.barcode_image import one_of, read_gray
            from registrar_app.ui.pdf_pages import gray_of

            return one_of(read_gray(*gray_of(picture), today))

        self._look(work)

    def _look(self, work: Callable[[], PolicyScan]) -> None:
        """Look for a code in the background; a large photograph takes seconds."""
        self._messages.status("Ищем код на картинке…", Role.INFO)
        request = self._flow.begin()

        def found(scan: PolicyScan) -> None:
            if self._flow.is_latest(request):
                self._take(SeenScan(scan, "с картинки"))

        self._tasks.run_job(work, found, parent=self)

    # -- what comes of it -----------------------------------------------------------------------

    def _take(self, seen: SeenScan) -> None:
        """Show a scan in the test window, or act on it."""
        scan = seen.scan
        if self._is_covered():
            self._messages.status("Штрихкод не взят: сначала выберите, кто за окном", Role.INFO)
        elif self._watcher is not None:
            self._watcher(seen)
        else:
            identity = scan.identity()
            if identity is None:
                self._take_other(scan)
            elif scan.status is ScanStatus.NUMBER_ONLY:
                self._take_number(scan, identity)
            else:
                self._flow.read(identity)

    def _take_other(self, scan: PolicyScan) -> None:
        """No policy: the code of a paper, a short text to look for (a label of ours), or nothing known."""
        text = scan.text
        if self._take_paper(text):
            return
        of_the_state = state_code(text)
        if of_the_state is not None:
            self._messages.problem(of_the_state)
            return
        self._note_unknown(scan)
        is_short = len(text) <= _LONGEST_SEARCH and text.isprintable()
        if scan.error is not ScanError.NOT_POLICY or not text or not is_short:
            self._messages.problem(scan.problems[0])
            return
        request = self._flow.begin()
        self._tasks.run_query(
            lambda: self._desk.people.search(text, 2).rows,
            lambda rows: self._on_looked_up(request, scan, rows),
            parent=self,
        )

    def _take_paper(self, text: str) -> bool:
        """Check the code of a paper; where somebody types, the verdict is offered."""
        if len(text) < _SHORTEST_PAPER:
            return False
        from registrar_app.signing.qr import is_paper_code

        if not is_paper_code(text):
            return False
        self._flow.begin()
        self._flow.show_or_offer(
            lambda: self._go.verify_code(text), "Считан код справки", _UNTOUCHED, "Проверить справку"
        )
        return True

    @staticmethod
    def _note_unknown(scan: PolicyScan) -> None:
        """The form of a code that nobody knows, never its content: so the digital policy can be learned."""
        if any(one.code in _UNKNOWN for one in scan.problems):
            _log.warning("unknown code: symbology %s, length %d", scan.symbology or "not told", scan.length)

    def _on_looked_up(self, request: int, scan: PolicyScan, rows: tuple[SearchRow, ...]) -> None:
        if self._flow.is_latest(request):
            self._flow.show_or_offer(
                lambda: self._show_looked_up(scan, rows),
                "Код считан, это не полис" if rows else scan.problems[0].text,
                _UNTOUCHED,
                "Искать этот код",
            )

    def _show_looked_up(self, scan: PolicyScan, rows: tuple[SearchRow, ...]) -> None:
        """Open the one it belongs to, else search; the banner waits until the page has changed."""
        if len(rows) == 1:
            self._go.person(rows[0].id)
            self._messages.status("Код считан, подходит один пациент", Role.INFO)
            return
        self.search_wanted.emit(scan.text)
        if rows:
            self._messages.status("Код считан, подходят несколько: выберите в списке", Role.INFO)
        else:
            self._tasks.run_query(
                lambda: None, lambda _: self._messages.problem(scan.problems[0]), parent=self
            )

    def _take_number(self, scan: PolicyScan, identity: Identity) -> None:
        """A policy number alone: open whose it is, else search for it."""
        self._note_unknown(scan)
        request = self._flow.begin()
        self._tasks.run_query(
            lambda: self._desk.identification.identify(identity),
            lambda found: self._on_identified(request, scan, found),
            parent=self,
        )

    def _on_identified(self, request: int, scan: PolicyScan, found: Found) -> None:
        if self._flow.is_latest(request):
            self._flow.show_or_offer(
                lambda: self._show_number(scan, found),
                "Штрихкод прочитан, в нём только номер полиса",
                _UNTOUCHED,
                "Искать по номеру",
            )

    def _show_number(self, scan: PolicyScan, found: Found) -> None:
        remark = scan.problems[0]
        if found.kind != "known" or found.person_id is None:
            self.search_wanted.emit(scan.policy_number or "")
            self._messages.status("Штрихкод прочитан: ищем по номеру полиса", ROLES[remark.level])
            return
        self._go.person(found.person_id)
        self._messages.banner(
            ROLES[remark.level], f"Штрихкод прочитан, найдено {found.by}", remark.full_text, code=remark.code
        )
