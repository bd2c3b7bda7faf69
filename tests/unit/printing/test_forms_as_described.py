"""The tables beside what was found of each paper: days of its editions, words of its captions, their order.

Source: project's domain notes on certificates and the field tables, in ``tests/data/forms/papers.json``.
Captions that our tables word otherwise on purpose (the blank of a date, small words joined) are not in it.
"""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from paper_tools import LIBRARY

from registrar_app.domain.errors import RegistrarError

PAPERS = json.loads(
    (Path(__file__).parents[2] / "data" / "forms" / "papers.json").read_text(encoding="utf-8")
)
DAY = timedelta(days=1)


def day(text):
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("key", PAPERS)
def test_editions_when_read_then_their_days_are_those_of_the_acts(key):
    editions = [(one.id, one.issue_date_from, one.issue_date_to) for one in LIBRARY.get(key).editions]
    assert editions == [(one, day(begins), day(ends)) for one, begins, ends in PAPERS[key]["editions"]]


@pytest.mark.parametrize("key", PAPERS)
def test_edition_when_asked_for_on_its_first_and_last_day_then_chosen_and_not_the_day_before(key):
    printable = {one.id for one in LIBRARY.get(key).editions if one.has_layout}
    assert printable
    for edition, begins, ends in PAPERS[key]["editions"]:
        if edition not in printable:
            continue
        assert LIBRARY.edition(key, day(begins)).id == edition
        assert not ends or LIBRARY.edition(key, day(ends)).id == edition
        try:
            before = LIBRARY.edition(key, day(begins) - DAY).id
        except RegistrarError as error:
            before = error.code
        assert before in ({"CERT-021"} | printable) - {edition}


@pytest.mark.parametrize("key", PAPERS)
def test_captions_when_read_then_they_are_the_words_of_the_paper(key):
    form = LIBRARY.get(key)
    edition = next(one for one in form.editions if one.has_layout)
    captions = {one.id: one.caption.replace("\u00a0", " ") for one in edition.fields}
    expected = PAPERS[key]["captions"]
    assert {one: captions.get(one) for one in expected} == expected


@pytest.mark.parametrize("key", PAPERS)
def test_fields_when_read_then_they_stand_in_the_order_of_the_paper(key):
    for edition in LIBRARY.get(key).editions:
        if edition.has_layout:
            known = set(PAPERS[key]["order"])
            assert [one.id for one in edition.fields if one.id in known] == PAPERS[key]["order"]


def test_every_form_that_is_offered_is_described():
    labels = {one.key for one in LIBRARY.forms() if one.sheet.is_label}
    assert {one.key for one in LIBRARY.forms()} - labels == PAPERS.keys() - labels
