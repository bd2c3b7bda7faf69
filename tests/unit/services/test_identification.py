"""A card against the records: never guesses, never writes over a value by itself."""

import dataclasses
from datetime import date

import pytest
from desk_samples import BORN, form, new_person, on_card

from registrar_app.cards.once import OneReading
from registrar_app.cards.simulator import SimulatedReader
from registrar_app.domain.errors import RefusedError
from registrar_app.domain.records import Identity, PersonData, PolicyData
from registrar_app.domain.samples import make_enp
from registrar_app.domain.values import PolicyKind, Sex, Source
from registrar_app.services.desk import Desk
from registrar_app.services.training import TRAINING_CARDS, TrainingCard, card_image


def test_identify_by_enp_and_by_snils_is_known(desk: Desk) -> None:
    record = desk.people.save(form())
    person = new_person()
    found = desk.identification.identify(on_card(person))
    assert (found.kind, found.person_id, found.by) == ("known", record.id, "по ЕНП")
    other_policy = dataclasses.replace(person, policy=PolicyData(enp=make_enp("99", BORN, Sex.FEMALE, 1)))
    assert desk.identification.identify(on_card(other_policy)).by == "по СНИЛС"


def test_identify_by_name_and_birth_date_only_asks(desk: Desk) -> None:
    desk.people.save(form())
    stranger = new_person(2)
    found = desk.identification.identify(on_card(stranger))
    assert (found.kind, found.person_id, len(found.rows)) == ("several", None, 1)
    assert desk.identification.identify(on_card(new_person(3, last_name="Другова"))).kind == "unknown"


def test_differences_fill_gaps_and_leave_values_alone(desk: Desk) -> None:
    record = desk.people.save(form(citizenship="", birth_place="г. Северореченск"))
    card = new_person(last_name="НЕЗНАКОМЦЕВА-БЕЛАЯ", citizenship="643", birth_place="Г. КАЗАНЬ")
    table = desk.identification.differences(record, on_card(card))
    presets = {row.key: row.preset for row in table.rows}
    assert presets == {"last_name": "record", "birth_place": "record", "citizenship": "card"}
    assert table.preset_keys == {"citizenship"}
    assert set(table.same) == {"Имя", "Отчество", "Дата рождения", "Пол", "СНИЛС", "ЕНП"}
    (row,) = [one for one in table.rows if one.key == "last_name"]
    assert row.record_note.startswith("введено вручную")


def test_case_and_yo_are_no_difference(desk: Desk) -> None:
    record = desk.people.save(form(last_name="Королёва"))
    card = new_person(last_name="КОРОЛЕВА", first_name="ВАРВАРА", patronymic="ТИХОНОВНА")
    assert desk.identification.differences(record, on_card(card)).rows == ()


def test_damaged_field_of_a_card_is_not_compared(desk: Desk) -> None:
    record = desk.people.save(form())
    card = new_person(birth_date=None, patronymic=None, snils="")
    table = desk.identification.differences(record, on_card(card))
    assert {"birth_date", "patronymic", "snils"}.isdisjoint({row.key for row in table.rows})


def test_accept_writes_only_what_was_chosen(desk: Desk) -> None:
    record = desk.people.save(form(citizenship=""))
    card = new_person(last_name="НЕЗНАКОМЦЕВА-БЕЛАЯ", citizenship="643")
    kept = desk.identification.accept(record.id, on_card(card), {"citizenship"})
    assert (kept.data.last_name, kept.data.citizenship) == ("Незнакомцева", "643")
    taken = desk.identification.accept(record.id, on_card(card), {"last_name"})
    assert taken.data.last_name.upper() == "НЕЗНАКОМЦЕВА-БЕЛАЯ"
    line = next(one for one in desk.people.history(record.id) if one.what == "Фамилия")
    assert line.before == "Незнакомцева"
    assert line.note == "по карте"
    assert {mark.group: mark.source for mark in taken.marks}["fio"] is Source.CARD


def test_accept_of_nothing_still_verifies_what_agrees(desk: Desk) -> None:
    record = desk.people.save(form())
    again = desk.identification.accept(record.id, on_card(new_person()), ())
    assert again.data == record.data
    assert {mark.group: mark.source for mark in again.marks}["enp"] is Source.CARD


def test_accept_of_a_bad_number_is_refused_at_its_field(desk: Desk) -> None:
    record = desk.people.save(form())
    card = new_person(snils="11223344596")
    with pytest.raises(RefusedError) as caught:
        desk.identification.accept(record.id, on_card(card), {"snils"})
    assert [one.field for one in caught.value.problems] == ["snils"]


def test_accept_of_a_policy_of_another_record_asks(desk: Desk) -> None:
    first, second = desk.people.save(form()), desk.people.save(form(2, last_name="Другова"))
    card = new_person(2, last_name="Другова", policy=PolicyData(enp=first.data.policy.enp))
    with pytest.raises(RefusedError) as caught:
        desk.identification.accept(second.id, on_card(card), {"enp"})
    assert [(one.code, one.field) for one in caught.value.problems] == [("REC-010", str(first.id))]


def test_to_form_is_a_form_that_saves(desk: Desk) -> None:
    identity = on_card(new_person(last_name="Гарипова-Новая", patronymic=None, has_no_patronymic=True))
    values = desk.identification.to_form(identity)
    assert values["no_patronymic"] == "1"
    assert desk.people.save(values, identity=identity).data.last_name == "Гарипова-Новая"


@pytest.mark.parametrize("card", TRAINING_CARDS, ids=lambda card: card.key)
def test_training_card_does_what_it_promises(desk: Desk, card: TrainingCard) -> None:
    identity = _read(card.key)
    found = desk.identification.identify(identity)
    if card.key == "unknown":
        assert found.kind == "unknown"
        values = desk.identification.to_form(identity)
        assert values["insurer_name"].startswith("АО")
        assert [view.row.name.last for view in desk.people.doubles(values)] == ["Гарипова"]
        desk.people.save(values, identity=identity)
        return
    assert found.kind == "known"
    assert found.person_id is not None
    table = desk.identification.differences(desk.people.peek(found.person_id), identity)
    expected = {
        "known": set(),
        "renamed": {"last_name", "insurer", "birth_place", "citizenship"},
        "child": set(),
        "damaged": set(),
    }
    assert {row.key for row in table.rows} == expected[card.key]
    assert [one.field for one in identity.problems] == (["birth_date"] if card.key == "damaged" else [])


def _read(key: str) -> Identity:
    reader = SimulatedReader()
    reader.insert(card_image(key))
    identity = OneReading(reader).run().identity()
    assert identity is not None
    return identity


def test_policy_kind_of_an_empty_record_comes_with_the_number(desk: Desk) -> None:
    record = desk.people.peek(desk.people.search("Ли Ян").rows[0].id)
    born = record.data.birth_date
    assert born == date(1994, 1, 30)
    enp = make_enp("99", born, Sex.MALE, 4242)
    card = PersonData("Ли", "Ян", None, True, born, Sex.MALE, "", PolicyData(PolicyKind.CARD, enp))
    taken = desk.identification.accept(record.id, on_card(card), {"enp"})
    assert (taken.data.policy.enp, taken.data.policy.kind) == (enp, PolicyKind.CARD)
