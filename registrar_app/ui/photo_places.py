"""Where the photo of a card is shown: at the head of every page that is about the person on it."""

from PySide6.QtCore import QObject

from registrar_app.domain.records import Identity, PersonRecord
from registrar_app.ui.identity_flow import IdentityFlow, LatestRead
from registrar_app.ui.main_window import MainWindow
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.widgets.page import Page


class PhotoPlaces(QObject):
    """Hands the photo of the person read last to the pages, whichever comes first, page or photo.

    A page that keeps the ``Identity`` it was made for gets it anew with the photo's bytes in it, so that
    saving the person can keep them.
    """

    def __init__(self, window: MainWindow, flow: IdentityFlow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window, self._flow = window, flow
        window.page_shown.connect(self.show_on)
        flow.photo_came.connect(self._on_photo)

    def _on_photo(self, latest: LatestRead) -> None:
        del latest
        page = self._window.page()
        if page is not None:
            self.show_on(page)

    def show_on(self, page: Page) -> None:
        """Show the photo on a page that is about its person."""
        latest = self._flow.latest
        if latest is None or latest.picture is None:
            return
        keeper = _keeper(page)
        if keeper is not None and keeper.identity.person == latest.identity.person:
            keeper.identity = latest.identity
            page.head.photo.show_picture(latest.picture)
        elif isinstance(page, RecordPage) and page.record is not None:
            self.show_record(page, page.record)

    def show_record(self, page: RecordPage, record: PersonRecord) -> None:
        """A record page shows a person now: with the photo if it is the one read last."""
        latest = self._flow.latest
        if latest is None or latest.picture is None:
            return
        enp = latest.identity.person.policy.enp
        is_new = latest.person_id is None and enp and enp == record.data.policy.enp
        if is_new:
            self._flow.belongs_to(record.id)
        if is_new or latest.person_id == record.id:
            page.head.photo.show_picture(latest.picture)


class _Keeper:
    """What is used of an object that keeps an identity."""

    identity: Identity


def _keeper(page: Page) -> _Keeper | None:
    """What keeps the identity a page was made for: the page, or its draft; None if it was not read."""
    for one in (page, getattr(page, "draft", None)):
        if isinstance(getattr(one, "identity", None), Identity):
            return one  # type: ignore[return-value]
    return None
