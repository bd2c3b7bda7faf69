"""Group «Подпись»: whose keys are here, what each can do, adding, testing, choosing."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Problem, problem
from registrar_app.domain.records import StaffMember
from registrar_app.services.key_shapes import KeyKind, KeyTest, KeyView
from registrar_app.services.paper_shapes import KeyStatus
from registrar_app.ui.messages import ROLES
from registrar_app.ui.pages import key_forms
from registrar_app.ui.pages.key_new import NewKeyPart
from registrar_app.ui.pages.key_power import PowerPart
from registrar_app.ui.pages.key_tokens import drop
from registrar_app.ui.pages.key_words import beside_words, row_of, test_words
from registrar_app.ui.pages.settings_group import SettingsGroup, Tools, show_refusal
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.ask_once import AskOnceButton
from registrar_app.ui.widgets.banner import AdviceItem
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.data_table import DataTable
from registrar_app.ui.widgets.label import Label
from registrar_app.ui.widgets.password_strip import PasswordStrip
from registrar_app.ui.widgets.tables import Column

_COLUMNS = (
    Column("role", "Чей", 200, bold=True),
    Column("owner", "Владелец", least=200),
    Column("kind", "Где ключ", 150, priority=1),
    Column("end", "Действует до", 120),
    Column("state", "Состояние", 190),
)
_ABOUT = (
    "Пароли и PIN-коды программа не записывает. Электронная подпись заверяет файл; на бумаге всё равно нужны"
    " подпись врача и печать."
)
_LOCKED = frozenset({"CERT-052", "SIGN-071"})


@dataclass(frozen=True, slots=True, repr=False)
class _Found:
    """What the group shows."""

    keys: tuple[KeyView, ...]
    doctors: tuple[StaffMember, ...]
    now: datetime


class SignatureGroup(SettingsGroup):
    """Keys of the physicians and of the clinic."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools, "Подпись", "ключи на этом рабочем месте")
        self._found = _Found((), (), datetime.now().astimezone())
        self._tested = ""
        self._build()
        self._build_bar()
        self._show_form(False)

    def _build(self) -> None:
        theme = self.theme
        self.table = DataTable(theme, _COLUMNS, "Ключи подписи", fit_height=True)
        self.table.row_selected.connect(self._on_row)
        self.body.addWidget(self.table)
        self._beside = QVBoxLayout()
        self._beside.setSpacing(theme.px(8))
        self.body.addLayout(self._beside)
        self._about = Label(theme, _ABOUT, role=Role.TEXT2, wrap=True)
        self.body.addWidget(self._about)
        self.new_key = NewKeyPart(self.tools, lambda: self._show_form(True))
        self.form, self.tokens = self.new_key.form, self.new_key.tokens
        self.add_form(self.new_key)
        self.power = PowerPart(theme)
        self.add_form(self.power)
        self.password = PasswordStrip(theme)
        self.password.entered.connect(self._on_secret)
        self.password.given_up.connect(self.password.hide)
        outer = self.layout()
        if isinstance(outer, QVBoxLayout):
            outer.insertWidget(outer.indexOf(self.bar), self.password)

    def _build_bar(self) -> None:
        theme = self.theme
        self._save = Button(
            theme, "Добавить ключ", kind=ButtonKind.PRIMARY, icon="signature", key="Ctrl+Enter",
            handler=self.add_key,
        )  # fmt: skip
        self._pick = Button(theme, "Выбрать файл…", icon="file-text", key="Ctrl+O", handler=self.choose_file)
        self._keep = Button(
            theme, "Сохранить", kind=ButtonKind.PRIMARY, icon="device-floppy", key="Ctrl+Enter",
            handler=self.keep_power,
        )  # fmt: skip
        self._choose = Button(
            theme, "Подписывать этим", kind=ButtonKind.PRIMARY, icon="signature", key="Ctrl+Enter",
            handler=self.choose_key,
        )  # fmt: skip
        self._test = Button(theme, "Проверить", icon="circle-check", key="Ctrl+T", handler=self.test_key)
        self._new = Button(theme, "Добавить ключ…", icon="signature", key="Ins", handler=self.open_form)
        self._power = Button(theme, "МЧД…", icon="file-text", key="F4", handler=self.open_power)
        self._lock = Button(
            theme, "Закрыть ключи", kind=ButtonKind.QUIET, key="Ctrl+Shift+L", handler=self.lock
        )
        self._remove = AskOnceButton(
            theme, "Убрать", "Точно убрать ключ", icon="trash", key="Ctrl+Del", handler=self.remove_key
        )
        self._undo = Button(theme, "Не добавлять", kind=ButtonKind.QUIET, key="Esc", handler=self.close_form)
        self.bar.add(self._save, self._pick, self._keep, self._choose, self._test, self._new)
        self.bar.add(self._power)
        self.bar.add_right(self._lock, self._remove, self._undo)

    # -- looking --------------------------------------------------------------------------------

    def read(self) -> _Found:
        """In the database thread."""
        return _Found(self.desk.keys.all(), self.desk.clinic.physicians(), self.desk.now())

    def show_found(self, found: _Found) -> None:
        """One row a key, and one for each doctor who has none."""
        self._found = found
        rows = [row_of(one, found.doctors) for one in found.keys]
        self.table.set_rows(rows)
        if rows and self.table.current() is None:
            self.table.select(rows[0].id)
        roles = [(key_forms.ANY_DOCTOR, "врача, по СНИЛС в сертификате")]
        roles += [(f"doctor:{one.snils}", f"врача: {one.name.short}") for one in found.doctors if one.snils]
        self.new_key.set_roles((*roles, (key_forms.CLINIC, "поликлиники")))
        self._on_row(self.table.current())
        self._show_form(self.new_key.isVisibleTo(self))

    def _current(self) -> KeyView | None:
        row_id = self.table.current()
        return next((one for one in self._found.keys if one.source.id == row_id), None)

    def _on_row(self, row_id: object) -> None:
        del row_id
        view = self._current()
        drop(self._beside)
        if not self._found.keys:
            one = problem("CERT-050")
            self._say(self._beside, ROLES[one.level], "Ключей подписи пока нет", one.way_out)
        if view is not None:
            for role, title, text in beside_words(view):
                self._say(self._beside, role, title, text)
        self._remove.reset()
        self._show_buttons()

    def _say(self, place: QVBoxLayout, role: Role, title: str, text: str) -> None:
        place.addWidget(AdviceItem(self.theme, role, title, text))

    def _show_buttons(self) -> None:
        view, is_form, is_power = self._current(), self.new_key.isVisibleTo(self), bool(self.power.key_id)
        is_row = view is not None and not is_form and not is_power
        self._save.setVisible(is_form)
        self._pick.setVisible(is_form and self.new_key.kind != KeyKind.TOKEN)
        self._keep.setVisible(is_power)
        self._undo.setVisible(is_form or is_power)
        self._undo.set_text("Не добавлять" if is_form else "Не сохранять")
        self._new.setVisible(not is_form and not is_power)
        self._choose.setVisible(is_row and view is not None and not view.source.is_chosen)
        for button in (self._test, self._power, self._remove):
            button.setVisible(is_row)
        is_any_open = any(one.is_open and one.source.kind is not KeyKind.PROGRAM for one in self._found.keys)
        self._lock.setVisible(not is_form and not is_power and is_any_open)

    # -- the form -------------------------------------------------------------------------------

    def _show_form(self, shown: bool) -> None:
        self.new_key.setVisible(shown)
        if shown:
            self.power.end()
            drop(self._beside)
        self._about.setVisible(not shown)
        self._show_buttons()

    def open_form(self) -> None:
        """Ins: an empty form."""
        self.new_key.clear()
        self.form.focus_first()
        self.body_area.ensureWidgetVisible(self.new_key)

    def begin(self, path: Path) -> None:
        """Ask for the password of a key file."""
        self.open_form()
        self.new_key.take_file(path)

    def choose_file(self) -> None:
        """Ctrl+O: the system's dialogue."""
        self.new_key.choose_file()

    def close_form(self) -> None:
        """Esc: nothing is added or kept."""
        self.new_key.drop()
        self.power.end()
        self._show_form(False)
        self.banner.clear()
        self.load()
        self.table.setFocus()

    def add_key(self) -> None:
        """Ctrl+Enter: take the key; its password is forgotten at once."""
        self.tasks.run_change(
            self.new_key.work(self.desk.keys), self._on_added, self._on_refused, parent=self
        )

    def open_power(self) -> None:
        """F4: the number of the power of attorney under which the owner signs."""
        view = self._current()
        if view is not None:
            self.power.begin(view)
            self._show_buttons()
            self.body_area.ensureWidgetVisible(self.power)

    def keep_power(self) -> None:
        """Ctrl+Enter: keep it; an empty one takes it away."""
        key_id, number = self.power.key_id, self.power.number()
        self.tasks.run_change(
            lambda: self.desk.keys.register.describe(key_id, number), self._on_power_kept,
            self.show_failure, parent=self,
        )  # fmt: skip

    def _on_power_kept(self, nothing: object) -> None:
        del nothing
        self.messages.status("Номер доверенности сохранён")
        self.close_form()

    def _on_added(self, status: KeyStatus) -> None:
        self.messages.status(f"Ключ добавлен: {status.owner}")
        self.close_form()
        warnings = [one for one in status.remarks if ROLES[one.level] is Role.WARN]
        if warnings:
            self._show_problem(warnings[0])

    def _on_refused(self, error: RegistrarError) -> None:
        """At its field when it has one there, else above."""
        if error.problem.field:
            self.form.field(error.problem.field).show()
            self.form.show_problems([error.problem])
            self.form.next_question()
        elif isinstance(error, RefusedError):
            show_refusal(self, self.form, error)
        else:
            self.show_failure(error)

    def _show_problem(self, one: Problem) -> None:
        self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: no thread polls."""
        self.tokens.stop()
        super().hideEvent(event)

    # -- using ----------------------------------------------------------------------------------

    def choose_key(self) -> None:
        """Ctrl+Enter: this key signs in its role."""
        view = self._current()
        if view is not None:
            self.tasks.run_change(
                lambda: self.desk.keys.register.choose(view.source.id), self._on_chosen_key,
                self.show_failure, parent=self,
            )  # fmt: skip

    def _on_chosen_key(self, nothing: object) -> None:
        del nothing
        self.messages.status("Подписывает этот ключ")
        self.load()

    def remove_key(self) -> None:
        """Ctrl+Del, twice: forget the key."""
        view = self._current()
        if view is not None:
            self.tasks.run_change(
                lambda: self.desk.keys.register.remove(view.source.id), self._on_removed,
                self.show_failure, parent=self,
            )  # fmt: skip

    def _on_removed(self, nothing: object) -> None:
        del nothing
        self.messages.status("Ключ убран; что им подписано, остаётся действительным")
        self.load()

    def test_key(self) -> None:
        """Ctrl+T: sign and verify a throw-away blank."""
        view = self._current()
        if view is not None:
            self._tested = view.source.id
            self.tasks.run_query(
                lambda: self.desk.keys.test(self._tested), self._on_tested, self._on_test_refused, parent=self
            )

    def _on_tested(self, test: KeyTest) -> None:
        self.password.hide()
        role, title, text, code = test_words(test)
        self.banner.show_message(role, title, text, code=code)
        self.load()

    def _on_test_refused(self, error: RegistrarError) -> None:
        view = next((one for one in self._found.keys if one.source.id == self._tested), None)
        if error.code not in _LOCKED or view is None:
            self.password.hide()
            self.show_failure(error)
            return
        is_token = view.source.kind is KeyKind.TOKEN
        words = f"Подпишем и проверим пробный лист. Владелец: {view.source.owner}."
        title = "Токен ждёт PIN-код" if is_token else "Ключ подписи закрыт паролем"
        self.password.ask(words, title, "PIN-код токена" if is_token else "Пароль ключа")

    def _on_secret(self, secret: str) -> None:
        key_id = self._tested
        self.tasks.run_query(
            lambda: self.desk.keys.enter(key_id, secret), lambda _nothing: self._after_secret(),
            lambda error: self.password.refuse(error.problem), parent=self,
        )  # fmt: skip

    def _after_secret(self) -> None:
        self.password.hide()
        self.test_key()

    def lock(self) -> None:
        """Forget the open keys; the next signature asks for the password."""
        self.change(self.desk.keys.lock, "Ключи закрыты")
        self.load()

    def primary(self) -> bool:
        """Ctrl+Enter: hand the secret over while it is asked for."""
        if self.password.isVisible():
            self.password.submit()
            return True
        return super().primary()
