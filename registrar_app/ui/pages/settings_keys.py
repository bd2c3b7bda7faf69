"""Group «Подпись»: whose keys are here, until when, adding a key file with its password."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from registrar_app.domain.dates import ru_date
from registrar_app.domain.problems import Level
from registrar_app.domain.records import StaffMember
from registrar_app.services.keys import Role as KeyRole
from registrar_app.services.paper_shapes import KeyStatus
from registrar_app.ui.messages import ROLES
from registrar_app.ui.pages.settings_group import SettingsGroup, Tools, show_refusal
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.banner import AdviceItem
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.section import SectionTitle

_KEY_ROLES: tuple[tuple[KeyRole, str], ...] = (("doctor", "врача"), ("organisation", "поликлиники"))
_ABOUT = (
    "Ключ копируется в папку программы и открывается паролем до выхода. Пароль нигде не хранится. "
    "Электронная подпись заверяет файл; на бумаге всё равно нужны подпись врача и печать."
)


@dataclass(frozen=True, slots=True, repr=False)
class _Owner:
    """Whose key, and how it stands."""

    title: str
    status: KeyStatus


class SignatureGroup(SettingsGroup):
    """Keys of the physicians and of the clinic."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools, "Подпись", "ключи на этом рабочем месте")
        theme = self.theme
        self._owners = QVBoxLayout()
        self._owners.setSpacing(theme.px(8))
        self.body.addLayout(self._owners)
        self.body.addWidget(Label(theme, _ABOUT, role=Role.TEXT2, wrap=True))
        self._form_box = QWidget()
        box = QVBoxLayout(self._form_box)
        box.setContentsMargins(0, theme.px(8), 0, 0)
        self._form_title = SectionTitle(theme, "Новый ключ", hairline=False)
        box.addWidget(self._form_title)
        self.form = FormGrid(
            theme,
            (
                FieldSpec("path", "Файл ключа", 12, FieldKind.READONLY),
                FieldSpec("role", "Чей это ключ", 6, FieldKind.COMBO, choices=_KEY_ROLES),
                FieldSpec("password", "Пароль ключа", 6, FieldKind.PASSWORD),
            ),
        )
        box.addWidget(self.form)
        self._form_box.hide()
        self.add_form(self._form_box)
        self._path: Path | None = None
        self._save = Button(
            theme, "Добавить ключ", kind=ButtonKind.PRIMARY, icon="signature", key="Ctrl+Enter",
            handler=self.add_key,
        )  # fmt: skip
        self._choose = Button(
            theme, "Добавить ключ из файла…", icon="signature", key="Ins", handler=self.choose_file
        )
        self._lock = Button(theme, "Закрыть ключи", icon="lock", key="Ctrl+Shift+L", handler=self.lock)
        self._undo = Button(theme, "Не добавлять", kind=ButtonKind.QUIET, key="Esc", handler=self.close_form)
        self.bar.add(self._save, self._choose, self._lock)
        self.bar.add_right(self._undo)
        self._show_form(False)

    def read(self) -> tuple[_Owner, ...]:
        """In the database thread."""
        keys = self.desk.keys
        doctors: tuple[StaffMember, ...] = self.desk.clinic.physicians()
        owners = [_Owner(one.name.full, keys.status("doctor", one.snils)) for one in doctors if one.snils]
        return (*owners, _Owner("Поликлиника", keys.status("organisation")))

    def show_found(self, found: tuple[_Owner, ...]) -> None:
        """One box an owner."""
        while self._owners.count():
            widget = self._owners.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in found:
            role, text = status_words(one.status)
            self._owners.addWidget(AdviceItem(self.theme, role, one.title, text))
        self._lock.setVisible(any(one.status.is_unlocked for one in found) and not self._form_box.isVisible())

    def _show_form(self, shown: bool) -> None:
        self._form_box.setVisible(shown)
        self._save.setVisible(shown)
        self._undo.setVisible(shown)
        self._choose.setVisible(not shown)
        self._lock.setVisible(False)

    def choose_file(self) -> None:
        """Ins: the system's dialogue for the key file."""
        dialog = QFileDialog(self, "Файл ключа подписи", "", "Ключи (*.p12 *.pfx);;Все файлы (*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_chosen(self, path: str) -> None:
        self.begin(Path(path))

    def begin(self, path: Path) -> None:
        """Ask for the password of a key file."""
        self._path = path
        self.form.set_values({"path": str(path), "role": "doctor", "password": ""})
        self._show_form(True)
        self.form.focus_field("password")

    def close_form(self) -> None:
        """Esc: nothing is added."""
        self.form.set_values({"password": ""})
        self._show_form(False)
        self.banner.clear()
        self.load()
        self._choose.setFocus()

    def add_key(self) -> None:
        """Ctrl+Enter: take the key into the profile; the password is forgotten at once."""
        if self._path is None:
            return
        path, password = self._path, self.form.field("password").value()
        role: KeyRole = "organisation" if self.form.field("role").value() == "organisation" else "doctor"
        self.tasks.run_change(
            lambda: self.desk.keys.add(path, password, role),
            self._on_added,
            lambda error: show_refusal(self, self.form, error),
            parent=self,
        )

    def _on_added(self, status: KeyStatus) -> None:
        self.messages.status(f"Ключ добавлен: {status.owner}")
        self.close_form()

    def lock(self) -> None:
        """Forget the open keys; the next signature asks for the password."""
        self.change(self.desk.keys.lock, "Ключи закрыты")
        self.load()


def status_words(status: KeyStatus) -> tuple[Role, str]:
    """Status role and plain words of a key."""
    end = f"Действует до\u00a0{ru_date(status.valid_to)}." if status.valid_to else ""
    owner = f"Владелец: {status.owner}." if status.owner else ""
    if status.problem is None:
        return Role.OK, f"{owner} {end} Открыт: подписывать можно.".strip()
    problem = status.problem
    if not status.owner:
        role = Role.NEUTRAL if problem.level is Level.INFO else ROLES[problem.level]
        return (Role.INFO if role is Role.NEUTRAL else Role.WARN), f"{problem.full_text} {problem.code}"
    role = Role.INFO if problem.code == "CERT-052" else ROLES[problem.level]
    return role, f"{owner} {end} {problem.full_text} {problem.code}".strip()
