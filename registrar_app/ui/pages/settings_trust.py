"""Group «Доверенные центры»: who may vouch for a signature at this workplace."""

from pathlib import Path

from registrar_app.domain.dates import plural, ru_date
from registrar_app.services.trusted import Root, RootOffer, TrustView
from registrar_app.ui.messages import ROLES
from registrar_app.ui.pages.offer_group import OfferGroup
from registrar_app.ui.pages.settings_group import SettingsGroup, Tools
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.ask_once import AskOnceButton
from registrar_app.ui.widgets.banner import AdviceItem
from registrar_app.ui.widgets.button import Button, ButtonKind
from registrar_app.ui.widgets.tables import BadgeCell, Column, TableRow

_ABOUT_ROOTS = (
    "Подпись признаётся, если её ключ выдал центр из этого списка. Сертификат центра берут на его сайте; "
    "отпечаток сверяют с тем, что там напечатан."
)
_ROOT_COLUMNS = (
    Column("owner", "Центр"),
    Column("term", "Действует до", 150),
    Column("print", "Отпечаток SHA-256", 230, priority=1),
)
_SHOWN_DIGITS = 24


class TrustGroup(OfferGroup):
    """Roots: who may vouch for a signature."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(
            tools, "Доверенные центры", "кому верим, когда проверяем подпись", _ABOUT_ROOTS, _ROOT_COLUMNS
        )
        theme = self.theme
        self._offer: RootOffer | None = None
        self._accept = AskOnceButton(
            theme, "Доверять", "Отпечаток сверен, доверять", icon="check", key="Ctrl+Enter",
            handler=self.accept,
        )  # fmt: skip
        self._add = Button(
            theme, "Добавить из файла…", kind=ButtonKind.PRIMARY, icon="certificate", key="Ins",
            handler=self.choose_file,
        )  # fmt: skip
        self._remove = AskOnceButton(
            theme, "Не доверять", "Точно не доверять", icon="circle-x", key="Ctrl+Del", handler=self.remove
        )
        self._undo = Button(theme, "Не добавлять", kind=ButtonKind.QUIET, key="Esc", handler=self.drop_offer)
        self.bar.add(self._accept, self._add, self._remove)
        self.bar.add_right(self._undo)
        self._show_offer(None)

    def read(self) -> TrustView:
        """In the database thread."""
        return self.desk.trusted.view()

    def show_found(self, found: TrustView) -> None:
        """The list; what does not hold is said once."""
        self.table.set_rows([_root_row(one) for one in found.roots])
        self._remove.setVisible(bool(found.roots) and self._offer is None)
        if found.problems:
            one = found.problems[0]
            self.banner.show_message(ROLES[one.level], one.text, one.way_out, code=one.code)

    def _on_row(self, row_id: object) -> None:
        del row_id
        self._remove.reset()

    def choose_file(self) -> None:
        """Ins: the system's dialogue."""
        self.choose_files("Сертификаты центров", "Сертификаты (*.cer *.crt *.pem *.der);;Все файлы (*)")

    def look(self, paths: list[Path]) -> None:
        """Show the authorities of files."""
        self.tasks.run_query(
            lambda: self.desk.trusted.offer(paths), self._show_offer, self.show_failure, parent=self
        )

    def _show_offer(self, offer: RootOffer | None) -> None:
        if offer is not None and not offer.roots:
            self.messages.status("Этим центрам уже доверяем", Role.INFO)
            offer = None
        self._offer = offer
        self.show_offered([_root_item(self, one) for one in offer.roots] if offer else [])
        self._accept.setVisible(offer is not None)
        self._accept.reset()
        self._undo.setVisible(offer is not None)
        self._add.setVisible(offer is None)
        self._remove.setVisible(offer is None and bool(self.table.rows))
        if offer is not None:
            self.banner.clear()
            self._accept.setFocus()

    def drop_offer(self) -> None:
        """Esc: nothing is added."""
        self._show_offer(None)

    def accept(self) -> None:
        """Ctrl+Enter, twice: trust what was shown."""
        offer = self._offer
        if offer is not None:
            self.tasks.run_change(
                lambda: self.desk.trusted.accept(offer), self._on_accepted, self.show_failure, parent=self
            )

    def _on_accepted(self, count: int) -> None:
        self._show_offer(None)
        word = plural(count, "центр", "центра", "центров")
        self.messages.status(f"Добавлено: {count} {word}")
        self.banner.clear()
        self.load()

    def remove(self) -> None:
        """Ctrl+Del, twice: trust the chosen one no more."""
        current = self.table.current()
        if isinstance(current, str):
            self.tasks.run_change(
                lambda: self.desk.trusted.remove(current), self._on_removed, self.show_failure, parent=self
            )

    def _on_removed(self, nothing: object) -> None:
        del nothing
        self.messages.status("Этому центру больше не доверяем")
        self.load()


def _root_row(one: Root) -> TableRow:
    term = ru_date(one.valid_to)
    short = one.print_words[:_SHOWN_DIGITS]
    return TableRow(
        one.fingerprint, (one.owner, term if one.is_current else BadgeCell(term, Role.WARN), f"{short}…")
    )


def _root_item(group: SettingsGroup, one: Root) -> AdviceItem:
    """Owner, term and fingerprint to compare."""
    term = f"Действует {ru_date(one.valid_from)} – {ru_date(one.valid_to)}."
    over = "" if one.is_current else " Срок вышел: подойдёт только для старых подписей."
    text = f"{term}{over} {one.algorithm}. Отпечаток SHA-256: {one.print_words}"
    return AdviceItem(group.theme, Role.INFO if one.is_current else Role.WARN, one.owner, text)
