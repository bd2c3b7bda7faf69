"""The token part of the form of a new key: watches the library that is named, lists its certificates."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout

from registrar_app.domain.problems import Problem, problem
from registrar_app.services.key_shapes import TokenCertificateView
from registrar_app.services.token_list import list_certificates
from registrar_app.signing.token import TokenLibrary
from registrar_app.ui.messages import ROLES
from registrar_app.ui.pages.key_forms import certificate_words
from registrar_app.ui.pages.settings_group import Tools
from registrar_app.ui.token_bridge import TokenBridge
from registrar_app.ui.widgets.banner import AdviceItem
from registrar_app.ui.widgets.form_grid import FormGrid


class TokenChooser(QObject):
    """Fills the field ``certificate`` while the form is open; a token put in or out changes it by itself.

    Args:
        tools: Collaborators of the group.
        form: The form with the fields ``library`` and ``certificate``.
        state: Where it is said that there is no token, no certificate, no library.
        parent: Qt's owner.
    """

    def __init__(self, tools: Tools, form: FormGrid, state: QVBoxLayout, parent: QObject) -> None:
        super().__init__(parent)
        self._tools, self._form, self._state = tools, form, state
        self._wanted = ""
        self.listed: tuple[TokenCertificateView, ...] = ()
        self._bridge = TokenBridge(self)
        self._bridge.changed.connect(self._list)

    def stop(self) -> None:
        """Watch no more."""
        self._wanted = ""
        self._bridge.watch(None)
        drop(self._state)

    def open_library(self) -> None:
        """Begin to watch the library that is named; loading it takes a driver's time."""
        path = self._form.field("library").value().strip()
        self._wanted = path
        if not path:
            self._bridge.watch(None)
            self._show((), problem("SIGN-133"))
            return
        self._tools.tasks.run_query(
            lambda: self._tools.desk.keys.library(path), self._on_library,
            lambda error: self._show((), error.problem), parent=self,
        )  # fmt: skip

    def _on_library(self, library: TokenLibrary) -> None:
        if str(library.path) == self._wanted:
            self._bridge.watch(library)
            self._list()

    def _list(self) -> None:
        """Read the certificates anew, off the window's thread."""
        library, now = self._bridge.library, self._tools.desk.now()
        if library is not None:
            self._tools.tasks.run_job(
                lambda: (bool(library.tokens()), list_certificates(library, now)), self._on_listed,
                lambda error: self._show((), error.problem), parent=self,
            )  # fmt: skip

    def _on_listed(self, found: tuple[bool, tuple[TokenCertificateView, ...]]) -> None:
        is_in, listed = found
        if self._bridge.library is not None:
            self._show(listed, None if listed else problem("SIGN-132" if is_in else "SIGN-131"))

    def _show(self, listed: tuple[TokenCertificateView, ...], said: Problem | None) -> None:
        drop(self._state)
        field = self._form.field("certificate")
        chosen, self.listed = field.value(), listed
        field.set_choices([(one.fingerprint, certificate_words(one)) for one in listed])
        best = next((one.fingerprint for one in listed if one.problem is None), "")
        is_there = any(one.fingerprint == chosen for one in listed)
        field.set_value(chosen if is_there else best)
        if said is not None:
            words = f"{said.way_out} {said.code}"
            self._state.addWidget(AdviceItem(self._tools.theme, ROLES[said.level], said.text, words))


def drop(layout: QVBoxLayout) -> None:
    """Take the widgets of a layout away."""
    while layout.count():
        widget = layout.takeAt(0).widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
