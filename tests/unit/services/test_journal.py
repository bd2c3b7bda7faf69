"""The journal: papers that run out are told until there is a newer one; a search in the wrong layout."""

from datetime import timedelta
from uuid import UUID

import pytest
from desk_samples import NOW, draft_of

from registrar_app.services.desk import Desk
from registrar_app.services.journal import ENDING
from registrar_app.services.paper_shapes import JournalFilter, JournalRow

_LASTS = timedelta(days=181)
"""A paper of the first form of 24.05.2026 ends on 24.11.2026."""


def issue_before(desk: Desk, days: timedelta) -> UUID:
    """A paper of the first form as of an earlier day."""
    person = desk.people.search("Соколова Мария").rows[0].id
    form = next(one for one in desk.papers.forms() if one.is_issued)
    draft = desk.papers.start(form.key, person, (NOW - days).date())
    values = draft_of(desk)[1]
    return desk.papers.issue(draft, {**values, "issue_date": (NOW - days).date().isoformat()}).certificate_id


def row_of(desk: Desk, paper: UUID) -> JournalRow:
    found = desk.papers.journal(JournalFilter(limit=500)).rows
    return next(one for one in found if one.certificate_id == paper)


def test_paper_when_it_runs_out_soon_is_counted_until_there_is_a_newer_one(desk: Desk) -> None:
    before = desk.papers.running_out()
    old = issue_before(desk, _LASTS)
    assert row_of(desk, old).term == "ending"
    assert desk.papers.running_out() == before + 1
    assert old in {one.certificate_id for one in desk.papers.journal(JournalFilter(state=ENDING)).rows}
    newer = issue_before(desk, timedelta(0))
    assert row_of(desk, newer).term == ""
    assert desk.papers.running_out() == before
    desk.papers.spoil(newer, "замят")
    assert desk.papers.running_out() == before + 1
    desk.papers.annul(old, "выдана по ошибке")
    assert desk.papers.running_out() == before
    assert row_of(desk, old).term == ""


@pytest.mark.parametrize(("days", "term"), [(400, "over"), (181, "ending"), (100, "")])
def test_term_when_read_follows_the_last_day(desk: Desk, days: int, term: str) -> None:
    assert row_of(desk, issue_before(desk, timedelta(days=days))).term == term


def test_journal_when_searched_in_the_wrong_layout_then_found_all_the_same(desk: Desk) -> None:
    paper = issue_before(desk, timedelta(0))
    for text in ("соколова", "cjrjkjdf", "CJRJKJDF Vfhb", "Соколова мар"):
        found = desk.papers.journal(JournalFilter(text=text)).rows
        assert paper in {one.certificate_id for one in found}, text
    assert desk.papers.journal(JournalFilter(text="Smith")).rows == ()
    assert [
        one.certificate_id for one in desk.papers.journal(JournalFilter(text=row_of(desk, paper).number)).rows
    ] == [paper]


def test_every_paper_has_a_name_that_fits_a_narrow_column(desk: Desk) -> None:
    offered = [one for one in desk.papers.forms() if one.outcome in ("issued", "kept")]
    assert offered
    assert {one.key: one.brief for one in offered if len(one.brief) > 14} == {}
    assert len({one.brief for one in offered}) == len(offered)
    kept = next(one for one in offered if one.outcome == "kept")
    assert desk.papers.journal_book.title_of(kept.key) == kept.brief
