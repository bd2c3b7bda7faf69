"""What F9 offers can be filled on the page and issued; what cannot is not shown."""

from desk_samples import id_of

from registrar_app.services import paper_prefill
from registrar_app.services.paper_shapes import PaperField

FILLED = {"date": "2026-11-20", "flag": True, "icd": "J30.1", "snils": "112-233-445 95", "digits": "12"}


def typed(field: PaperField) -> object:
    """Something a person could type into the field's editor."""
    if field.kind in FILLED:
        return FILLED[field.kind]
    return field.choices[0][0] if field.choices else "здорова"


def test_every_offered_form_when_filled_by_plain_editors_then_issued_and_valid(desk):
    person = id_of(desk, "константинопольская")
    offered = [one for one in desk.papers.forms() if one.is_offered]
    assert len(offered) >= 5
    for form in offered:
        draft = desk.papers.start(form.key, person)
        values = {
            one.id: typed(one) for one in draft.fields if one.is_editable and not draft.values.get(one.id)
        }
        issued = desk.papers.issue(draft, values)
        assert desk.papers.verify(issued.pdf).is_valid, form.key


def test_forms_with_a_series_or_tables_when_listed_then_not_offered(desk):
    library = desk.papers.forms()
    for form in library:
        edition = desk.papers._shelf.library.edition(form.key, desk.papers.start(form.key).issue_date)
        kinds = {one.type for one in edition.fields}
        if paper_prefill.takes_series(edition) or "table" in kinds or not form.is_issued:
            assert not form.is_offered, form.key
