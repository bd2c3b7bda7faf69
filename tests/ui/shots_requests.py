"""Pictures of the requests: the queue beside the journal, a request, a refusal, a new request."""

from datetime import timedelta
from uuid import UUID

from registrar_app.domain.records.requests import NewRequest, RequestState
from registrar_app.services.bench import Bench
from registrar_app.ui.pages.journal import JournalPage
from registrar_app.ui.pages.request import RequestPage
from registrar_app.ui.pages.request_new import NewRequestPage
from registrar_app.ui.requests_ways import RequestsWays
from registrar_app.ui.widgets.page import Page
from tests.ui.clinic import NOW, Clinic
from tests.ui.stage import Stage

Size = tuple[int, int]


def ask(clinic: Clinic) -> list[UUID]:
    """A queue with one that is late, one for today, one for later, one that is ready."""
    desk, bench = clinic.desk, clinic.desk._bench
    assert isinstance(bench, Bench)
    made = []
    for days, person, form, term, more in (
        (9, clinic.long_name, "086u", 3, {"purpose": "для колледжа", "channel": "portal",
         "missing": ("паспорт", "снимок флюорографии")}),
        (5, clinic.mamedov, "027u", 5, {"channel": "phone", "contact": "+7 999 123-45-67"}),
        (1, clinic.sokolova, "free-form-note", 5, {"purpose": "в бассейн"}),
        (1, clinic.mamedov, "086u", 5, {"asked_by": "Мамедова Лейла Рашид кызы, мать"}),
    ):  # fmt: skip
        bench.clock = lambda days=days: NOW - timedelta(days=days)
        made.append(desk.requests.add(NewRequest(person, form, term, **more)).id)  # type: ignore[arg-type]
    bench.clock = lambda: NOW
    desk.requests.move(made[3], RequestState.READY)
    return made


def with_pane(stage: Stage) -> RequestsWays:
    """The ways of the requests, with their pane in «Справки»."""
    ways = RequestsWays(
        stage.window, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock, stage.window
    )
    section = stage.window._sections["papers"]
    usual = (stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock)
    stage.window._sections["papers"] = type(section)(
        section.id,
        section.icon,
        section.word,
        section.key,
        lambda: ways.journal(JournalPage(*usual)),
        ways.pane,
    )
    return ways


def _issue(stage: Stage) -> None:
    stage.clinic.add_key()
    first = stage.clinic.issue(stage.clinic.sokolova)
    stage.clinic.issue(stage.clinic.long_name)
    stage.desk.papers.note_print(first, False)
    stage.desk.papers.note_print(first, True)
    stage.desk.papers.spoil(stage.clinic.issue(stage.clinic.mamedov), "не та дата")


def _shown(stage: Stage, size: Size) -> RequestsWays:
    ways = with_pane(stage)
    stage.window.resize(*size)
    stage.window.show()
    stage.window.activateWindow()
    stage.settle()
    ways.show()
    stage.settle()
    return ways


def requests(stage: Stage, size: Size) -> RequestsWays:
    _issue(stage)
    ask(stage.clinic)
    return _shown(stage, size)


def request(stage: Stage, size: Size) -> Page:
    _issue(stage)
    made = ask(stage.clinic)
    ways = _shown(stage, size)
    ways.open(made[0])
    stage.settle()
    page = stage.window.page()
    assert isinstance(page, RequestPage)
    stage.settle(lambda: page.view is not None)
    return page


def request_long(stage: Stage, size: Size) -> Page:
    """Everything as long as it may be: nothing is cut, the page only grows."""
    new = NewRequest(
        stage.clinic.long_name, "free-form-note", 3, channel="organisation",
        purpose="для предоставления в автономное учреждение дополнительного образования «Дворец творчества»",
        asked_by="Константинопольская-Забайкальская Александра Владиславовна, дочь, по доверенности",
        contact="+7 999 123-45-67, konstantinopolskaya-zabaikalskaya@example.org, после 18 часов",
        missing=("паспорт или иной документ, удостоверяющий личность, с отметкой о регистрации", "х" * 100),
        note="дозвониться не могли; " * 12,
    )  # fmt: skip
    made = stage.desk.requests.add(new)
    ways = _shown(stage, size)
    ways.open(made.id)
    stage.settle()
    page = stage.window.page()
    assert isinstance(page, RequestPage)
    stage.settle(lambda: page.view is not None)
    return page


def request_refused(stage: Stage, size: Size) -> Page:
    page = request(stage, size)
    assert isinstance(page, RequestPage)
    page.begin_refusing()
    page.end()
    stage.settle()
    return page


def request_new(stage: Stage, size: Size) -> NewRequestPage:
    ways = _shown(stage, size)
    ways.new()
    stage.settle()
    page = stage.window.page()
    assert isinstance(page, NewRequestPage)
    page.person.set_values({"person_id": "с"})
    page.person.edited.emit("person_id")
    stage.wait(0.3)
    return page


def register(stage: Stage, size: Size) -> Page:
    requests(stage, size)
    page = stage.window.page()
    assert isinstance(page, JournalPage)
    page.show_registers()
    stage.wait(0.5)
    made = stage.window.page()
    assert made is not None
    return made


SHOTS = {
    "register": register,
    "requests": requests, "request": request, "request_refused": request_refused, "request_new": request_new,
    "request_long": request_long,
}  # fmt: skip
