"""Who represents whom, newborns registered once, the unidentified, the clinic's own terms and days."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from desk_samples import NOW, form, id_of

from registrar_app.domain.context import Terms
from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.records import PersonRecord, RepresentativeData
from registrar_app.domain.values import BirthPrecision, Relation
from registrar_app.services.desk import Desk
from registrar_app.services.shapes import Answer

CHILD = {
    "last_name": "Тихонова", "first_name": "Анна", "patronymic": "Львовна", "birth_date": "19.06.2019",
    "sex": "female",
}  # fmt: skip
BABY = {"sex": "male", "birth_date": "20.11.2026", "newborn_order": "1", "last_name": "Незнакомцева"}
AUNT = {
    "rep1_last_name": "Тихонова", "rep1_first_name": "Вера", "rep1_relation": "guardian",
    "rep1_phone": "+79001234567", "rep1_authority": "акт об опеке № 14",
}  # fmt: skip


def mother(desk: Desk) -> PersonRecord:
    return desk.people.save({**form(1), "phone": "+79007778899"})


def by(person: UUID, relation: str = "mother") -> dict[str, str]:
    return {"rep1_person": str(person), "rep1_relation": relation}


def codes(desk: Desk, record: PersonRecord) -> list[str]:
    return [one.code for one in desk.people.advice(record)]


def test_representative_when_typed_in_is_kept_with_his_papers(desk: Desk) -> None:
    record = desk.people.save({**CHILD, **AUNT})
    (view,) = record.representatives
    assert (view.name.full, view.data.relation, view.phone) == (
        "Тихонова Вера", Relation.GUARDIAN, "+79001234567",
    )  # fmt: skip
    assert view.data.authority == "акт об опеке № 14"
    assert desk.people.representatives(record.id) == (view,)


def test_representative_when_a_patient_stands_in_both_records(desk: Desk) -> None:
    parent = mother(desk)
    child = desk.people.save({**CHILD, **by(parent.id)})
    (view,) = child.representatives
    assert (view.name, view.record_number, view.phone) == (
        parent.data.name, parent.record_number, "+79007778899",
    )  # fmt: skip
    assert view.data.last_name == "", "nothing of a patient is kept twice"
    (ward,) = desk.people.peek(parent.id).represents
    assert (ward.person_id, ward.name) == (child.id, child.data.name)


def test_representative_when_the_form_empties_him_is_taken_away_and_stays_in_the_history(desk: Desk) -> None:
    record = desk.people.save({**CHILD, **AUNT})
    row = record.representatives[0].data.id
    left = desk.people.save({**CHILD, "rep1_id": str(row)}, record.id, base=record)
    assert left.representatives == ()
    words = [one.what for one in desk.people.history(record.id)]
    assert any("Представитель" in one for one in words)


def test_representatives_when_the_form_does_not_know_them_stay(desk: Desk) -> None:
    record = desk.people.save({**CHILD, **AUNT})
    again = desk.people.save({**CHILD, "first_name": "Алла"}, record.id, base=record)
    assert len(again.representatives) == 1


def test_representative_when_saved_and_voided_by_itself(desk: Desk) -> None:
    child = desk.people.save(CHILD)
    parent = mother(desk)
    with_him = desk.people.save_representative(
        child.id, RepresentativeData(person_id=parent.id, relation=Relation.MOTHER)
    )
    row = with_him.representatives[0].data.id
    assert row is not None
    assert desk.people.void_representative(child.id, row, "ошибка").representatives == ()
    with pytest.raises(RegistrarError, match="REC-122"):
        desk.people.void_representative(child.id, uuid4(), "")
    with pytest.raises(RegistrarError, match="ID-181"):
        desk.people.save_representative(child.id, RepresentativeData(person_id=child.id))
    with pytest.raises(RegistrarError, match="ID-175"):
        desk.people.save_representative(child.id, RepresentativeData())


def test_representative_when_he_is_the_person_himself_is_refused(desk: Desk) -> None:
    child = desk.people.save(CHILD)
    with pytest.raises(RefusedError) as caught:
        desk.people.save({**CHILD, **by(child.id)}, child.id)
    assert [(one.code, one.field) for one in caught.value.problems] == [("ID-181", "rep1_last_name")]


def test_guardian_without_a_paper_is_asked_for_once(desk: Desk) -> None:
    values = {**CHILD, **AUNT, "rep1_authority": ""}
    with pytest.raises(RefusedError) as caught:
        desk.people.save(values)
    assert [(one.code, one.field) for one in caught.value.problems] == [("ID-177", "rep1_authority")]
    record = desk.people.save(values, answers=[Answer("ID-177", "rep1_authority")])
    row = str(record.representatives[0].data.id)
    assert desk.people.check({**values, "rep1_id": row}, record.id) == ()


def test_child_without_a_representative_gets_advice_by_the_dated_setting(desk: Desk) -> None:
    child = desk.people.save({**CHILD, "birth_date": "19.06.2011", "doc_kind": "14"})
    assert "REC-121" in codes(desk, child)
    desk.rules.save_terms(Terms(date(2026, 1, 1), representative_age=15))
    assert "REC-121" not in codes(desk, child), "fifteen already"
    desk.rules.save_terms(Terms(date(2026, 1, 1), representative_age=18))
    ended = {**AUNT, "rep1_valid_to": "01.02.2026"}
    answers = [Answer("ID-178", "rep1_valid_to")]
    old = desk.people.save({**CHILD, **ended}, child.id, answers=answers)
    assert {"REC-123"} <= set(codes(desk, old))


# -- newborns ------------------------------------------------------------------------------------------


def test_newborn_when_registered_from_the_mother_begins_with_what_she_has(desk: Desk) -> None:
    parent = mother(desk)
    values = desk.people.newborn_form(parent.id)
    assert (values["last_name"], values["newborn_order"]) == ("Незнакомцева", "1")
    baby = desk.people.save({**values, "sex": "male", "birth_date": "20.11.2026"})
    assert baby.data.title.full == "Незнакомцева (новорождённый)"
    assert (baby.data.first_name, baby.data.patronymic) == ("", None)
    assert baby.representatives[0].person_id == parent.id
    assert desk.people.badges(baby)[0].text == "Новорождённый"
    assert "REC-024" not in codes(desk, baby), "no policy is asked of him"


def test_newborn_when_the_same_mother_day_and_number_come_again_asks(desk: Desk) -> None:
    parent = mother(desk)
    first = desk.people.save({**BABY, **by(parent.id)})
    again = {**BABY, **by(parent.id), "last_name": "Тихонов"}
    (found,) = desk.people.doubles(again)
    assert (found.person_id, found.code) == (first.id, "REC-120")
    with pytest.raises(RefusedError) as caught:
        desk.people.save(again)
    assert [(one.code, one.field) for one in caught.value.problems] == [("REC-120", str(first.id))]
    answer = Answer("REC-120", str(first.id), reason="двойня, бирки сверены")
    assert desk.people.save(again, answers=[answer]).id != first.id


def test_newborn_when_he_is_a_twin_is_shown_and_not_asked(desk: Desk) -> None:
    parent = mother(desk)
    first = desk.people.save({**BABY, **by(parent.id)})
    twin = {**BABY, **by(parent.id), "newborn_order": "2", "sex": "female"}
    (found,) = [one for one in desk.people.doubles(twin) if one.person_id == first.id]
    assert found.code == ""
    assert desk.people.save(twin).id != first.id


def test_newborn_when_the_representative_is_typed_in_is_found_too(desk: Desk) -> None:
    first = desk.people.save({**BABY, **AUNT})
    (found,) = desk.people.doubles({**BABY, **AUNT, "last_name": "Тихонов"})
    assert (found.person_id, found.code) == (first.id, "REC-120")
    assert desk.people.doubles({**BABY, **AUNT, "rep1_first_name": "Ольга", "last_name": "Тихонов"}) == ()


def test_newborn_when_his_papers_come_is_the_same_record_without_the_mark(desk: Desk) -> None:
    baby = desk.people.save({**BABY, **by(mother(desk).id)})
    papers = {"first_name": "Лев", "patronymic": "Ильич", "doc_kind": "3", "doc_series": "II-МЮ",
              "doc_number": "123456"}  # fmt: skip
    grown = desk.people.save({**BABY, **papers}, baby.id, base=baby)
    assert grown.id == baby.id
    assert (grown.data.newborn_order, grown.data.name.full) == (None, "Незнакомцева Лев Ильич")
    assert any("оворожд" in one.what and one.before == "1" for one in desk.people.history(baby.id))
    assert grown.representatives == baby.representatives


# -- nobody knows who ----------------------------------------------------------------------------------


def test_unknown_when_saved_is_found_by_his_number_and_later_edited(desk: Desk) -> None:
    values = {"sex": "male", "is_unidentified": "1", "birth_date": "около 50", "found_place": "остановка",
              "found_when": "21.11.2026, 4:30"}  # fmt: skip
    record = desk.people.save(values)
    assert (record.data.last_name, record.data.birth_precision) == ("", BirthPrecision.ABOUT)
    (row,) = [one for one in desk.people.search(record.record_number).rows if one.id == record.id]
    assert row.name.full == f"Неизвестный №\u00a0{record.record_number}"
    assert row.birth_words == "около 1976"
    assert [one.id for one in desk.people.search("неизв").rows] == [record.id]
    assert codes(desk, record)[0] == "REC-125"
    named = {**values, "last_name": "Петров", "first_name": "Пётр", "patronymic": "Ильич",
             "birth_date": "05.06.1975", "snils": "112-233-445 95"}  # fmt: skip
    answers = [Answer("REC-011", str(id_of(desk, "112-233-445 95")), reason="проверка")]
    known = desk.people.save(named, record.id, base=record, answers=answers)
    assert known.id == record.id
    assert desk.people.search("неизв").total == 0
    assert not known.data.is_unidentified
    assert known.data.found_place == "остановка", "the history of the finding stays"


# -- terms and days ------------------------------------------------------------------------------------


def test_terms_when_dated_hold_from_their_day_on(desk: Desk) -> None:
    assert desk.rules.terms() == (Terms(),)
    desk.rules.save_terms(Terms(date(2026, 1, 1), passport_days=30))
    desk.rules.save_terms(Terms(date(2027, 1, 1), passport_days=10))
    assert desk.rules.now().terms.passport_days == 30
    desk.rules.save_terms(Terms(date(2026, 6, 1), passport_days=20), date(2026, 1, 1))
    assert [one.since for one in desk.rules.terms()] == [date(2026, 6, 1), date(2027, 1, 1)]
    with pytest.raises(RegistrarError, match="ID-184"):
        desk.rules.save_terms(Terms(date(2028, 1, 1), newborn_days=0))


def test_days_when_the_clinic_has_its_own_count_for_the_certificate(desk: Desk) -> None:
    assert desk.rules.now().is_workday(NOW.date()) is False, "a Saturday"
    desk.rules.save_days("30.12.2026; 2.1.27", "21.11.2026")
    assert desk.rules.now().is_workday(NOW.date()) is True
    assert desk.rules.days() == ("30.12.2026, 02.01.2027", "21.11.2026")
    with pytest.raises(RegistrarError, match="ID-183"):
        desk.rules.save_days("когда-нибудь", "")


# -- papers --------------------------------------------------------------------------------------------


def test_application_of_a_child_when_started_names_the_parent(desk: Desk) -> None:
    parent = desk.people.save(
        {**form(1), "phone": "+79007778899", "doc_series": "45 15", "doc_number": "100201",
         "doc_issued_on": "25.06.2020", "doc_issuer": "УМВД"}
    )  # fmt: skip
    certificate = {"doc_kind": "3", "doc_series": "II-МЮ", "doc_number": "123456"}
    child = desk.people.save({**CHILD, **certificate, **by(parent.id)})
    values = desk.papers.start("attachment-application", child.id).values
    assert values["applicant_kind"] == "representative"
    assert values["rep_full_name"] == parent.data.name.full
    assert values["rep_relation"] == "mother"
    assert values["rep_id_doc"].startswith("Паспорт гражданина РФ 45 15 № 100201, выдан 25.06.2020")
    assert values["rep_authority_doc"].startswith("Свидетельство о рождении")
    assert values["rep_contacts"] == "+7\u00a0900\u00a0777-88-99"


def test_application_of_a_grown_up_when_started_names_nobody_else(desk: Desk) -> None:
    parent = mother(desk)
    grown = desk.people.save({**CHILD, "birth_date": "19.06.1999", **by(parent.id)})
    assert not desk.papers.start("attachment-application", grown.id).values.get("rep_full_name")
    ward = {**CHILD, "last_name": "Тихий", "birth_date": "19.06.1999", **AUNT}
    old = desk.people.save({**ward, "rep1_valid_to": "01.02.2027"})
    assert desk.papers.start("attachment-application", old.id).values["rep_full_name"] == "Тихонова Вера"
