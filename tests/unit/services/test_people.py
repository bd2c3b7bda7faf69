"""People: found by anything, saved once, warned once."""

from datetime import date

import pytest
from desk_samples import form, id_of, new_person, on_card

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Level
from registrar_app.domain.records import PersonData, PolicyData
from registrar_app.domain.values import PolicyKind, Sex, Source
from registrar_app.services.desk import Desk
from registrar_app.services.shapes import Answer


def test_search_in_the_other_layout_finds_and_says_so(desk: Desk) -> None:
    found = desk.people.search("rjycnfynbyjgjkm")
    assert found.total == 1
    assert found.turned_layout
    assert found.query == "константинополь"


def test_search_for_nobody_tells_how_many_were_looked_through(desk: Desk) -> None:
    found = desk.people.search("щщщщ")
    assert (found.total, found.rows) == (0, ())
    assert found.searched >= 1000


def test_open_puts_the_person_on_top_of_the_recent(desk: Desk) -> None:
    person_id = id_of(desk, "Гарифуллина-Воскобойникова")
    before = desk.counts_today().accepted
    desk.people.open(person_id)
    desk.people.open(person_id)
    assert desk.people.recent()[0].id == person_id
    assert desk.counts_today().accepted == before + 1


def test_peek_leaves_no_trace(desk: Desk) -> None:
    person_id = id_of(desk, "Гарифуллина-Воскобойникова")
    desk.people.peek(person_id)
    assert person_id not in [row.id for row in desk.people.recent()]


def test_open_of_no_record_says_what_to_do(desk: Desk) -> None:
    from uuid import uuid4

    with pytest.raises(RegistrarError) as caught:
        desk.people.open(uuid4())
    assert caught.value.code == "REC-001"


def test_save_of_a_new_person_is_found_counted_and_numbered(desk: Desk) -> None:
    record = desk.people.save(form())
    assert record.record_number == "001001"
    assert record.data == new_person()
    assert desk.people.search("незнакомцева").rows[0].id == record.id
    assert desk.counts_today().registered == 1
    assert desk.people.recent()[0].id == record.id


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("snils", "112-233-445 96", "ID-021"),
        ("birth_date", "01.01.2031", "ID-122"),
        ("enp", "1234567890123456", "ID-031"),
        ("patronymic", "", "ID-115"),
        ("last_name", "", "ID-101"),
    ],
)
def test_save_with_an_error_is_refused_at_its_field(desk: Desk, field: str, text: str, code: str) -> None:
    with pytest.raises(RefusedError) as caught:
        desk.people.save(form(**{field: text}))
    assert caught.value.code == "REC-002"
    found = {(one.field, one.level) for one in caught.value.problems}
    assert (field, Level.ERROR) in found, (code, caught.value.problems)
    assert desk.people.search("незнакомцева").total == 0


def test_warning_answered_is_kept_and_not_asked_again(desk: Desk) -> None:
    wrong = form(birth_date="18.05.1990")
    with pytest.raises(RefusedError) as caught:
        desk.people.save(wrong)
    (asked,) = caught.value.problems
    assert (asked.code, asked.field, asked.level) == ("ID-033", "enp", Level.WARN)
    assert "1 предупреждение ждёт ответа" in caught.value.problem.text
    record = desk.people.save(wrong, answers=[Answer("ID-033", "enp", reason="полис выдан до исправления")])
    kept = record.confirmations[0]
    assert (kept.code, kept.field, kept.reason) == ("ID-033", "enp", "полис выдан до исправления")
    assert desk.staff_now is not None
    assert kept.staff_id == desk.staff_now.id
    assert desk.people.check(wrong, record.id) == ()
    again = desk.people.save({**wrong, "phone": "+7 900 123-45-67"}, record.id)
    assert again.data.phone == "+79001234567"


def test_answer_for_another_value_does_not_count(desk: Desk) -> None:
    wrong = form(birth_date="18.05.1990")
    with pytest.raises(RefusedError):
        desk.people.save(wrong, answers=[Answer("ID-033", "enp", value="1111 2222 3333 4444")])


def test_double_with_the_same_policy_wants_a_reason(desk: Desk) -> None:
    first = desk.people.save(form())
    other = form(2, last_name="Другова", enp=form()["enp"], snils="")
    view = desk.people.doubles(other)[0]
    assert (view.person_id, view.strong, view.code) == (first.id, True, "REC-010")
    assert view.words == "скорее всего та же"
    with pytest.raises(RefusedError) as caught:
        desk.people.save(other, answers=[Answer("REC-010", str(first.id))])
    asked = [one for one in caught.value.problems if one.code == "REC-010"]
    assert [one.field for one in asked] == [str(first.id)]
    saved = desk.people.save(
        other, answers=[Answer("REC-010", str(first.id), reason="номер вписан ошибочно там")]
    )
    desk.people.save({**other, "phone": "89001234567"}, saved.id)


def test_full_namesake_is_asked_about_once(desk: Desk) -> None:
    first = desk.people.save(form())
    other = form(2)
    views = [view for view in desk.people.doubles(other) if view.person_id == first.id]
    assert [(view.strong, view.code) for view in views] == [(False, "REC-013")]
    with pytest.raises(RefusedError) as caught:
        desk.people.save(other)
    assert [one.code for one in caught.value.problems] == ["REC-013"]
    saved = desk.people.save(other, answers=[Answer("REC-013", str(first.id), reason="другой СНИЛС")])
    assert saved.id != first.id
    assert any(
        item.action == f"compare:{saved.id}" for item in desk.people.advice(desk.people.peek(first.id))
    )


def test_changed_surname_is_shown_and_asks_nothing(desk: Desk) -> None:
    first = desk.people.save(form())
    married = form(2, last_name="Замужняя")
    (view,) = [one for one in desk.people.doubles(married) if one.person_id == first.id]
    assert (view.code, view.strong) == ("", False)
    assert "фамилия другая" in view.matched
    desk.people.save(married)


def test_save_from_a_card_marks_what_the_card_says(desk: Desk) -> None:
    card = new_person()
    record = desk.people.save(form(snils=""), identity=on_card(card))
    marks = {mark.group: mark.source for mark in record.marks}
    assert marks["fio"] is Source.CARD
    assert marks["enp"] is Source.CARD
    corrected = desk.people.save(form(2, last_name="Поправкина"), identity=on_card(new_person(2)))
    marks = {mark.group: mark.source for mark in corrected.marks}
    assert marks["birth"] is Source.CARD


def test_edit_keeps_what_another_window_saved_meanwhile(desk: Desk) -> None:
    opened = desk.people.save(form())
    desk.people.save(form(phone="+7 900 111-22-33"), opened.id)
    record = desk.people.save(form(birth_place="г. Казань"), opened.id, base=opened)
    assert record.data.phone == "+79001112233"
    assert record.data.birth_place == "г. Казань"


def test_history_tells_field_by_field_in_words(desk: Desk) -> None:
    record = desk.people.save(form())
    desk.people.save(form(last_name="Знакомцева"), record.id)
    line = desk.people.history(record.id)[0]
    assert (line.what, line.before, line.after) == ("Фамилия", "Незнакомцева", "Знакомцева")
    assert line.staff.startswith("Лебедева")


def test_history_when_a_double_was_another_person_says_so_with_the_reason(desk: Desk) -> None:
    first = desk.people.save(form(1))
    answer = Answer("REC-013", str(first.id), reason="сёстры-близнецы")
    second = desk.people.save(form(2), answers=[answer])
    (line,) = [one for one in desk.people.history(second.id) if one.what.startswith("Подтверждено")]
    assert line.what == "Подтверждено: это другой человек"
    assert line.note == "сёстры-близнецы"
    born = first.data.birth_date
    assert born is not None
    assert line.after.endswith(f"{born:%d.%m.%Y}")


def test_history_names_papers_and_districts(desk: Desk) -> None:
    record = desk.people.peek(id_of(desk, "Константинопольская"))
    lines = desk.people.history(record.id)
    whats = {line.what for line in lines}
    assert any(one.startswith("Справка №") for one in whats)
    assert "12, терапевтический" in {line.after for line in lines}


def test_nobody_signed_in_cannot_save(empty_desk: Desk) -> None:
    with pytest.raises(RegistrarError) as caught:
        empty_desk.people.save(form())
    assert caught.value.code == "REC-003"


@pytest.mark.parametrize(
    ("policy", "text", "role"),
    [
        (PolicyData(), "Полис не указан", "warn"),
        (PolicyData(kind=PolicyKind.CARD, enp="1"), "Полис действует", "ok"),
        (PolicyData(enp="1", valid_to=date(2026, 11, 20)), "Полис истёк 20.11.2026", "warn"),
        (PolicyData(enp="1", valid_to=date(2026, 12, 1)), "Полис до 01.12.2026", "warn"),
    ],
)
def test_policy_badge_says_the_state_in_words(policy: PolicyData, text: str, role: str) -> None:
    from registrar_app.services.person_words import policy_badge

    badge = policy_badge(PersonData(policy=policy), date(2026, 11, 21))
    assert (badge.text, badge.role) == (text, role)


def test_badges_agree_in_gender(desk: Desk) -> None:
    record = desk.people.peek(id_of(desk, "Константинопольская"))
    assert [one.text for one in desk.people.badges(record)] == [
        "Полис действует",
        "Прикреплена к нам, участок 12",
    ]
    assert record.data.sex is Sex.FEMALE


def test_advice_leads_to_the_cure(desk: Desk) -> None:
    record = desk.people.peek(desk.people.search("Ли Ян").rows[0].id)
    actions = {item.action: item.code for item in desk.people.advice(record)}
    assert actions["attach"] == "REC-021"
    assert actions["edit:enp"] == "REC-024"
