"""The part «Новый ключ»: key file, certificate of a token, another program; which fields each kind shows."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from registrar_app.services.key_shapes import KeyKind
from registrar_app.services.keys import Keys
from registrar_app.services.paper_shapes import KeyStatus
from registrar_app.services.token_list import known_libraries
from registrar_app.ui.pages import key_forms
from registrar_app.ui.pages.key_tokens import TokenChooser
from registrar_app.ui.pages.settings_group import Tools
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.section import SectionTitle


class NewKeyPart(QWidget):
    """A title, the form, and below it what is said of the token.

    Args:
        tools: Collaborators of the group.
        arranged: Called when the kind of key was changed: the buttons of the group depend on it.
    """

    def __init__(self, tools: Tools, arranged: Callable[[], object]) -> None:
        super().__init__()
        theme = tools.theme
        self._arranged = arranged
        box = QVBoxLayout(self)
        box.setContentsMargins(0, theme.px(8), 0, 0)
        box.addWidget(SectionTitle(theme, "Новый ключ", hairline=False))
        self.form = FormGrid(theme, key_forms.FIELDS)
        self.form.edited.connect(self._on_edited)
        box.addWidget(self.form)
        state = QVBoxLayout()
        box.addLayout(state)
        self.tokens = TokenChooser(tools, self.form, state, self)

    @property
    def kind(self) -> str:
        """The kind of key that is chosen."""
        return self.form.field("kind").value()

    def set_roles(self, roles: Sequence[tuple[str, str]]) -> None:
        """Whose the key may be: (id, words)."""
        self.form.field("role").set_choices(roles)

    def clear(self) -> None:
        """An empty form for a key file."""
        libraries = known_libraries()
        values = dict.fromkeys(self.form.fields, "")
        values |= {"kind": KeyKind.FILE, "role": key_forms.ANY_DOCTOR, "preset": "cryptcp"}
        values |= key_forms.preset_values("cryptcp")
        values["library"] = libraries[0][0] if libraries else ""
        self.form.set_values(values)
        self._show_kind()

    def take_file(self, path: Path) -> None:
        """A key file was chosen: its password is wanted next."""
        self.form.set_values({"path": str(path)})
        self.form.focus_field("password")

    def drop(self) -> None:
        """The form is left: no password stays in it, no thread polls."""
        self.form.set_values({"password": ""})
        self.tokens.stop()

    def work(self, keys: Keys) -> Callable[[], KeyStatus]:
        """What adds the key; for the database thread."""
        self.form.commit()
        values, listed = self.form.values(), self.tokens.listed
        return lambda: key_forms.add_key(keys, values, listed)

    def choose_file(self) -> None:
        """The system's dialogue for the key file, or for the certificate of another program."""
        is_key = self.kind == KeyKind.FILE
        title = "Файл ключа подписи" if is_key else "Файл сертификата"
        kinds = "Ключи (*.p12 *.pfx *.pem *.key)" if is_key else "Сертификаты (*.cer *.crt *.der *.pem)"
        dialog = QFileDialog(self, title, "", f"{kinds};;Все файлы (*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_chosen(self, path: str) -> None:
        if self.kind == KeyKind.FILE:
            self.take_file(Path(path))
        else:
            self.form.set_values({"x509": path})
            self.form.focus_field("mchd")

    def _show_kind(self) -> None:
        kind = self.kind
        for field_id, field in self.form.fields.items():
            field.setVisible(key_forms.is_shown(field_id, kind))
        self._arranged()
        if kind == KeyKind.TOKEN:
            self.tokens.open_library()
        else:
            self.tokens.stop()

    def _on_edited(self, field_id: str) -> None:
        if field_id == "kind":
            self._show_kind()
        elif field_id == "preset":
            self.form.set_values(key_forms.preset_values(self.form.field("preset").value()))
        elif field_id == "library":
            self.tokens.open_library()
