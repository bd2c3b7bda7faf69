"""Group «Коды справок»: keys of QR codes, ours and other clinics', and the address of the check page."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from registrar_app.domain.dates import plural, ru_date
from registrar_app.domain.errors import SurroundingsError
from registrar_app.services.qr_key_book import KnownQrKey, QrKeyOffer
from registrar_app.services.settings import QR_ADDRESS
from registrar_app.ui.pages.offer_group import OfferGroup
from registrar_app.ui.pages.settings_group import SettingsGroup, Tools, show_refusal
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.ask_once import AskOnceButton
from registrar_app.ui.widgets.banner import AdviceItem
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import FieldSpec
from registrar_app.ui.widgets.tables import Column, TableRow

_ABOUT_CODES = (
    "Код QR на справке заверяет ключ поликлиники: его проверяет любая такая программа, без сети. "
    "Другим поликлиникам отдайте свой список ключей, от них возьмите их списки."
)
_KEY_COLUMNS = (
    Column("owner", "Чей ключ"),
    Column("term", "Для справок", 260),
    Column("print", "Отпечаток", 190),
)


class CodesGroup(OfferGroup):
    """Keys of QR codes, ours and others', and the address of the check page."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(
            tools,
            "Коды справок",
            "код QR, по которому справку проверит кто угодно",
            _ABOUT_CODES,
            _KEY_COLUMNS,
        )
        theme = self.theme
        self._offer: QrKeyOffer | None = None
        self.form = FormGrid(
            theme,
            (
                FieldSpec(
                    "address", "Сайт проверки", 12, hint="если есть; тогда код открывается и телефоном",
                    placeholder="https://…",
                ),
            ),
        )  # fmt: skip
        self.add_form(self.form)
        self._save = Button(
            theme, "Сохранить", kind=ButtonKind.PRIMARY, icon="device-floppy", key="Ctrl+Enter",
            handler=self.save,
        )  # fmt: skip
        self._accept = AskOnceButton(
            theme, "Доверять ключам", "Отпечаток сверен, доверять", icon="check", key="Ctrl+Enter",
            handler=self.accept,
        )  # fmt: skip
        self._add = Button(theme, "Взять список…", icon="file-text", key="Ins", handler=self.choose_file)
        self._export = Button(
            theme, "Отдать свой…", icon="file-export", key="Ctrl+S", handler=self.choose_target
        )
        self._renew = AskOnceButton(
            theme,
            "Новый ключ",
            "Точно сменить ключ",
            icon="signature",
            key="Ctrl+Shift+N",
            handler=self.renew,
        )
        self._remove = AskOnceButton(
            theme, "Убрать", "Точно убрать", icon="circle-x", key="Ctrl+Del", handler=self.remove
        )
        self._undo = Button(theme, "Не добавлять", kind=ButtonKind.QUIET, key="Esc", handler=self.drop_offer)
        self.bar.add(self._save, self._accept, self._add, self._export, self._renew, self._remove)
        self.bar.add_right(self._undo)
        self._keys: dict[bytes, KnownQrKey] = {}
        self._show_offer(None)

    def read(self) -> tuple[str, tuple[KnownQrKey, ...]]:
        """In the database thread."""
        return self.desk.settings.get(QR_ADDRESS), self.desk.codes.keys.known()

    def show_found(self, found: tuple[str, tuple[KnownQrKey, ...]]) -> None:
        """The address and the keys."""
        address, keys = found
        self.form.set_values({"address": address})
        self._keys = {one.key.public: one for one in keys}
        self.table.set_rows([_key_row(one) for one in keys])
        self._on_row(self.table.current())

    def _on_row(self, row_id: object) -> None:
        self._remove.reset()
        known = self._keys.get(row_id) if isinstance(row_id, bytes) else None
        self._remove.setVisible(known is not None and not known.is_own and self._offer is None)

    # -- the address ----------------------------------------------------------------------------

    def save(self) -> None:
        """Ctrl+Enter: keep the address."""
        self.form.commit()
        address = self.form.values()["address"]
        self.tasks.run_change(
            lambda: self.desk.codes.set_address(address),
            self._on_saved,
            lambda error: show_refusal(self, self.form, error),
            parent=self,
        )

    def _on_saved(self, nothing: object) -> None:
        del nothing
        self.banner.clear()
        self.messages.status("Сохранено")
        self.load()

    # -- keys of others -------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ins: the system's dialogue."""
        self.choose_files("Список ключей кодов", "Списки ключей (*.json);;Все файлы (*)")

    def look(self, paths: list[Path]) -> None:
        """Show the keys of a list."""

        def work() -> QrKeyOffer:
            try:
                content = paths[0].read_bytes()
            except OSError:
                raise SurroundingsError("SIGN-150") from None
            return self.desk.codes.keys.offer(content)

        self.tasks.run_query(work, self._show_offer, self.show_failure, parent=self)

    def _show_offer(self, offer: QrKeyOffer | None) -> None:
        self._offer = offer
        self.show_offered([_key_item(self, offer)] if offer else [])
        for button in (self._accept, self._undo):
            button.setVisible(offer is not None)
        for button in (self._save, self._add, self._export, self._renew):
            button.setVisible(offer is None)
        self._accept.reset()
        self._on_row(self.table.current())
        if offer is not None:
            self.banner.clear()
            self._accept.setFocus()

    def drop_offer(self) -> None:
        """Esc: nothing is added."""
        self._show_offer(None)

    def accept(self) -> None:
        """Ctrl+Enter, twice: trust the keys that were shown."""
        offer = self._offer
        if offer is not None:
            self.tasks.run_change(
                lambda: self.desk.codes.keys.accept(offer), self._on_accepted, self.show_failure, parent=self
            )

    def _on_accepted(self, count: int) -> None:
        self._show_offer(None)
        word = plural(count, "ключ", "ключа", "ключей")
        self.messages.status(
            f"Добавлено или обновлено: {count} {word}" if count else "Эти ключи уже известны"
        )
        self.load()

    def remove(self) -> None:
        """Ctrl+Del, twice: forget another clinic's key."""
        current = self.table.current()
        if isinstance(current, bytes):
            self.change(lambda: self.desk.codes.keys.forget(current), "Ключ убран")
            self.load()

    # -- our own --------------------------------------------------------------------------------

    def choose_target(self) -> None:
        """Ctrl+S: where to put our list."""
        dialog = QFileDialog(self, "Свой список ключей кодов", "ключи-кодов.json", "Списки ключей (*.json)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(self._on_target)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_target(self, path: str) -> None:
        self.export_to(Path(path))

    def export_to(self, path: Path) -> None:
        """Write our signed list."""

        def work() -> str:
            codes = self.desk.codes
            content = codes.export_keys()
            try:
                path.write_bytes(content)
            except OSError:
                raise SurroundingsError("CERT-033") from None
            return next(one.fingerprint for one in codes.keys.known() if one.is_own)

        self.tasks.run_change(work, self._on_exported, self.show_failure, parent=self)

    def _on_exported(self, fingerprint: str) -> None:
        self.banner.show_message(
            Role.OK, "Список записан", f"Назовите получателю отпечаток по телефону: {fingerprint}."
        )
        self.load()

    def renew(self) -> None:
        """Ctrl+Shift+N, twice: a new key from today on."""
        codes = self.desk.codes
        self.change(codes.renew_key, "Ключ кодов сменён")
        self.load()


def _key_row(one: KnownQrKey) -> TableRow:
    owner = f"эта поликлиника ({one.key.issuer})" if one.is_own else one.key.issuer
    return TableRow(one.key.public, (owner, _term(one), one.fingerprint))


def _term(one: KnownQrKey) -> str:
    until = f" по {ru_date(one.key.valid_to)}" if one.key.valid_to else ""
    return f"с {ru_date(one.key.valid_from)}{until}"


def _key_item(group: SettingsGroup, offer: QrKeyOffer) -> AdviceItem:
    """Who signed the list, and what is in it."""
    count = len(offer.keys)
    word = plural(count, "ключ", "ключа", "ключей")
    if offer.is_signer_known:
        role, title = Role.OK, f"Список подписан известным ключом: {count} {word}"
    else:
        role, title = Role.WARN, f"Ключ списка здесь ещё не знают: {count} {word}"
    rows = "; ".join(f"{one.key.issuer}, {_term(one)}" for one in offer.keys)
    check = "" if offer.is_signer_known else " Сверьте отпечаток с поликлиникой по телефону."
    return AdviceItem(group.theme, role, title, f"{rows}. Отпечаток: {offer.signer.fingerprint}.{check}")
