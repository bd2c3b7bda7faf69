"""Requests for papers in the training clinic: overdue, due today, at the doctor's, ready, not complete."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from registrar_app.domain.records.requests import NewRequest, RequestState
from registrar_app.services.bench import Bench


@dataclass(frozen=True, slots=True, repr=False)
class _Asked:
    """One of the invented requests."""

    person: int
    """Place among the invented people."""
    paper: int
    """Place among the papers that can be issued."""
    days_ago: int
    term_days: int
    state: RequestState = RequestState.RECEIVED
    purpose: str = ""
    asked_by: str = ""
    missing: tuple[str, ...] = ()


_ASKED = (
    _Asked(11, 0, 9, 3, RequestState.CHECKING, "для поступления в вуз", missing=("сертификат прививок",)),
    _Asked(12, 2, 4, 3, RequestState.DOCTOR, "по месту требования"),
    _Asked(13, 0, 2, 5, RequestState.READY, "для поступления на курсы"),
    _Asked(16, 2, 1, 3, purpose="в спортивную секцию", asked_by="мать"),
    _Asked(15, 0, 0, 1, purpose="для поступления на работу"),
)
_WAY = (RequestState.CHECKING, RequestState.DOCTOR, RequestState.READY)


def ask(bench: Bench, ids: list[UUID], now: datetime) -> None:
    """Take the invented requests the ordinary way, each on its past day.

    Args:
        bench: Of the training clinic; somebody is signed in. Its clock stands at ``now`` afterwards.
        ids: The invented people, in their order.
        now: The moment the clinic is made.
    """
    from registrar_app.services.keys import Keys
    from registrar_app.services.papers import Papers
    from registrar_app.services.people import People
    from registrar_app.services.requests import Requests
    from registrar_app.services.settings import Settings

    settings = Settings(bench)
    papers = Papers(bench, settings, Keys(bench, settings), People(bench))
    requests = Requests(bench, papers)
    forms = [one.key for one in papers.forms() if one.is_issued]
    for one in _ASKED:
        moment = now - timedelta(days=one.days_ago, minutes=11 * one.person)
        bench.clock = lambda moment=moment: moment  # type: ignore[misc]
        new = NewRequest(
            ids[one.person], forms[one.paper], one.term_days,
            asked_by=one.asked_by, purpose=one.purpose, missing=one.missing,
        )  # fmt: skip
        made = requests.add(new)
        for state in _WAY[: _WAY.index(one.state) + 1] if one.state in _WAY else ():
            requests.move(made.id, state)
    bench.clock = lambda: now
