"""What F9 offers can be filled from the shapes of its fields, previewed, and issued, kept or printed."""

import dataclasses
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from desk_samples import NOW, id_of

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Level
from registrar_app.models import papers as rows
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import JournalFilter, PaperDraft, PaperField

TODAY = NOW.date()
ADDRESS = {
    "subject": "Северореченская область",
    "city": "Северореченск",
    "street": "ул. Садовая",
    "house": "1",
}
FILLED: dict[str, Any] = {
    "date": "2026-11-20", "flag": True, "icd": "J30.1", "snils": "112-233-445 95", "digits": "12",
    "oms": "7712345678901234", "date_range": {"from": "2026-11-01", "to": "2026-11-10"},
    "date_and_text": {"date": "2026-11-01", "text": "УМВД"}, "text_icd": {"text": "рефлюкс", "icd": "K21.0"},
    "address": ADDRESS, "date_and_signature": {"date": "2026-11-20"}, "year4": "1990", "day2": "07",
    "month": "марта", "address8": {"subject": "Северореченская область", "settlement": "с. Луговое"},
}  # fmt: skip


def typed(field: PaperField) -> object:
    """Something a person could type into the field's editor, in the shape the page gives."""
    first = field.choices[0][0] if field.choices else ""
    if field.kind in {"choices", "codes"}:
        return [key for key, _words in field.choices[:2]]
    if field.kind == "choice_and_text":
        return {"choice": first, "text": "нет"}
    if field.kind == "table_row_16":
        return dict.fromkeys(field.cells, False)
    if field.kind == "table":
        row = {one.id: FILLED.get(one.kind, "1") for one in field.columns}
        if field.prefilled:
            row[field.columns[0].id] = field.prefilled[0]
        return {field.groups[0]: [row]} if field.groups else [row]
    return FILLED.get(field.kind) or first or "нет"


def filled(draft: PaperDraft) -> dict[str, Any]:
    return {one.id: typed(one) for one in draft.fields if one.is_editable and not draft.values.get(one.id)}


def add_numbers(desk: Desk, form: str, count: int = 24, first: int = 17) -> None:
    with desk._bench.store.change(desk._bench.actor()) as work:
        rows.add_range(
            work, form=form, series="02", year=TODAY.year, desk=desk.desk_name, first=first,
            last=first + count - 1, width=9,
        )  # fmt: skip


def person(desk: Desk) -> UUID:
    return id_of(desk, "константинопольская")


def test_every_offered_form_when_filled_then_comes_to_its_end(desk: Desk) -> None:
    offered = [one for one in desk.papers.forms() if one.is_offered]
    assert len(offered) >= 24
    for form in offered:
        draft = desk.papers.start(form.key, person(desk))
        values = filled(draft)
        look = desk.papers.preview(draft, values)
        stops = [one for one in look.problems if one.level is Level.ERROR and one.code != "CERT-013"]
        assert stops == [], form.key
        assert look.pdf is not None, form.key
        if any(one.code == "CERT-013" for one in look.problems):
            values |= {one.field: draft.values.get(one.field) for one in look.problems if one.field}
        if form.outcome == "kept":
            kept = desk.papers.keep(draft, values)
            assert desk.papers.record(kept.certificate_id).data.number == ""
        elif form.outcome == "printed":
            assert desk.papers.finished(draft, values).startswith(b"%PDF")
        elif not form.is_on_stock:
            issued = desk.papers.issue(draft, values)
            assert desk.papers.verify(issued.pdf).is_valid, form.key


def test_what_is_not_filled_when_listed_then_not_offered(desk: Desk) -> None:
    kept_back = {one.key for one in desk.papers.forms() if not one.is_offered}
    assert "record-label" in kept_back
    assert all(one.outcome == "issued" for one in desk.papers.forms() if one.is_on_stock)


def test_numbers_of_the_region_when_there_are_none_then_said_before_filling(desk: Desk) -> None:
    form = next(one for one in desk.papers.forms() if one.is_on_stock)
    draft = desk.papers.start(form.key, person(desk))
    assert [one.code for one in draft.notices] == ["CERT-061"]
    add_numbers(desk, form.key, 19)
    (few,) = desk.papers.start(form.key, person(desk)).notices
    assert few.code == "CERT-117"
    assert few.text.endswith("осталось мало: 19.")
    add_numbers(desk, form.key, 1, first=101)
    assert desk.papers.start(form.key, person(desk)).notices == ()


def test_paper_on_stock_when_issued_then_its_series_and_number_are_the_regions(desk: Desk) -> None:
    form = next(one for one in desk.papers.forms() if one.is_on_stock)
    add_numbers(desk, form.key)
    draft = desk.papers.start(form.key, person(desk))
    values = {
        one.id: "absent" if ("absent", "отсутствие") in one.choices else typed(one)
        for one in draft.fields
        if one.is_editable and not draft.values.get(one.id) and one.kind != "flag"
    }
    assert desk.papers.preview(draft, values).problems == ()
    assert desk.papers.issue(draft, values).number == "02 000000017"


def test_kept_paper_when_it_runs_out_then_the_record_says_so(desk: Desk) -> None:
    form = next(
        one
        for one in desk.papers.forms()
        if one.outcome == "kept"
        and any(f.id == "valid_until" for f in desk.papers.start(one.key, person(desk)).fields)
    )
    draft = desk.papers.start(form.key, person(desk))
    last = TODAY + timedelta(days=21)
    desk.papers.keep(draft, {**filled(draft), "valid_until": last.isoformat()})
    found = desk.papers.ending(person(desk))
    assert [one.code for one in found] == ["CERT-080"]
    assert found[0].title.endswith(f"истекает {last:%d.%m.%Y}")
    later = {**filled(draft), "valid_until": date(2029, 1, 1).isoformat()}
    desk.papers.keep(draft, later)
    assert desk.papers.ending(person(desk)) == ()
    total = desk.papers.journal(JournalFilter(person_id=person(desk), form_key=form.key)).total
    assert total == 2


def test_paper_of_one_kind_when_ended_as_another_then_refused(desk: Desk) -> None:
    forms = {one.outcome: one for one in desk.papers.forms() if one.is_offered}
    draft = desk.papers.start(forms["issued"].key, person(desk))
    for way in (desk.papers.keep, desk.papers.finished):
        with pytest.raises(RegistrarError) as caught:
            way(draft, {})
        assert caught.value.code == "CERT-085"


def test_kept_paper_when_a_field_is_missing_then_refused_at_it(desk: Desk) -> None:
    form = next(one for one in desk.papers.forms() if one.outcome == "kept")
    draft = desk.papers.start(form.key, person(desk))
    must = next(one for one in draft.fields if one.mandatory and one.is_editable)
    with pytest.raises(RefusedError) as caught:
        desk.papers.keep(draft, {**filled(draft), must.id: ""})
    assert must.id in [one.field for one in caught.value.problems]
    assert desk.papers.journal(JournalFilter(form_key=form.key)).total == 0


def test_day_of_a_paper_when_changed_then_its_edition_follows(desk: Desk) -> None:
    form = next(one for one in desk.papers.forms() if one.is_offered and len(one.editions) > 1)
    draft = desk.papers.start(form.key, person(desk))
    day = next(one.id for one in draft.fields if one.is_day)
    first = form.editions[0]
    look = desk.papers.preview(draft, {day: first[2].isoformat() if first[2] else ""})
    assert (look.edition_id, draft.edition_id) == (first[0], form.editions[-1][0])
    nothing = desk.papers.preview(draft, {day: "1900-01-01"})
    assert [(one.code, one.field) for one in nothing.problems] == [("CERT-021", day)]


def test_label_of_a_field_when_the_caption_has_gaps_then_words_alone(desk: Desk) -> None:
    for form in desk.papers.forms():
        draft = desk.papers.start(form.key, person(desk))
        for field in draft.fields:
            assert "_" not in field.caption, (form.key, field.id)
            assert dataclasses.replace(field) == field
