"""Words of requests: the list at the left, the steps taken, the buttons that move them on."""

from datetime import tzinfo

from registrar_app.domain.records.requests import RequestCounts, RequestEvent, RequestState
from registrar_app.domain.values import PersonName
from registrar_app.services.requests import RequestView
from registrar_app.ui.pages.record_rows import NBSP
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.request_list import RequestLine
from registrar_app.ui.widgets.tables import TableRow

_S = RequestState
_LONG = 34
"""Letters of a name that a row of the list has room for."""
_WHENCE = {"desk": "у окна", "phone": "телефон", "portal": "портал", "organisation": "организация"}
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
    return RequestLine(
        view.id, list_name(view.request.person), what_words(view), where_words(view), view.due_words,
        Role(view.due_role),
    )  # fmt: skip


def what_words(view: RequestView) -> str:
    """«086/у, для колледжа»."""
    return ", ".join(filter(None, (view.brief, purpose_words(view.request.data.purpose))))


def where_words(view: RequestView) -> str:
    """How far it is and who has it, «у врача, Лебедева»; of a new one whence it came, «портал, 12.11»."""
    request, data = view.request, view.request.data
    holder = view.taken_by.replace(NBSP, " ").split(" ")[0]
    if data.missing and request.state is not _S.READY:
        stage = f"нет документов: {len(data.missing)}"
    elif request.state is _S.RECEIVED:
        stage = (
            ""
            if holder
            else f"{_WHENCE.get(data.channel, data.channel)}, {request.asked_on:%d.%m}".strip(", ")
        )
    elif request.state is _S.READY:
        stage = "" if request.certificate_id else "справка не заполнена"
    else:
        stage = request.state.word
    return ", ".join(filter(None, (stage, holder)))


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
