"""Words of requests: the list at the left, the steps taken, the buttons that move them on."""

from datetime import tzinfo

from registrar_app.domain.records.requests import RequestCounts, RequestEvent, RequestState
from registrar_app.domain.values import PersonName
from registrar_app.services.requests import CHANNELS, RequestView
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.request_list import RequestLine
from registrar_app.ui.widgets.tables import TableRow

_S = RequestState
_LONG = 34
"""Letters of a name that a row of the list has room for."""
NEXT = {
    _S.RECEIVED: "Вернуть в принятые",
    _S.CHECKING: "Начать проверку",
    _S.DOCTOR: "Передать врачу",
    _S.READY: "Справка готова",
    _S.ISSUED: "Отметить выданной",
    _S.REFUSED: "Отказать",
    _S.WITHDRAWN: "Отозвать: больше не нужна",
}
"""What is done to bring a request into a state, verb first."""
_EVENTS = {
    "taken": "взят в работу",
    "put_back": "вернули всем",
    "missing": "документы",
    "note": "заметка",
}


def purpose_words(purpose: str) -> str:
    """The purpose as it was told."""
    return purpose.strip()


def list_name(name: PersonName) -> str:
    """The full name, with initials where it is long: the surname is never cut first."""
    return name.full if len(name.full) <= _LONG else name.short


def line_of(view: RequestView) -> RequestLine:
    """A request as the list shows it."""
    data = view.request.data
    what = ", ".join(filter(None, (view.form_title, purpose_words(data.purpose))))
    whence = f"{dict(CHANNELS).get(data.channel, data.channel)}, {view.request.asked_on:%d.%m}".strip(", ")
    if view.taken_by:
        whence = f"у {view.taken_by}"
    return RequestLine(
        view.id, list_name(view.request.person), what, whence, view.due_words, Role(view.due_role)
    )  # fmt: skip


def event_row(event: RequestEvent, zone: tzinfo | None) -> TableRow:
    """One step in the table of the page."""
    what = _EVENTS.get(event.kind) or _S(event.kind).word
    note = event.note
    if event.kind == "missing":
        note = f"не хватает: {note}" if note else "все на месте"
    words = ", ".join(part for part in (event.staff, note) if part)
    return TableRow((event.at, event.kind), (f"{event.at.astimezone(zone):%d.%m %H:%M}", what, words))


def start_words(counts: RequestCounts) -> str:
    """«просрочено 1, сегодня 2» for the start page; empty: nothing is urgent."""
    late = f"просрочено {counts.overdue}" if counts.overdue else ""
    today = f"сегодня {counts.today}" if counts.today else ""
    return ", ".join(filter(None, (late, today)))
