"""The invented people: always the same, and good by every rule of a record."""

import re
from datetime import date

from registrar_app.domain.dates import full_years
from registrar_app.domain.person_rules import check_person
from registrar_app.domain.problems import Level
from registrar_app.services.training_people import AS_OF, COUNT, people


def test_people_made_twice_are_the_same() -> None:
    assert people() == people()


def test_people_are_a_thousand_with_numbers_of_their_own() -> None:
    data = [one.data for one in people()]
    assert len(data) == COUNT == 1000
    for numbers in (
        [one.snils for one in data if one.snils],
        [one.policy.enp for one in data if one.policy.enp],
    ):
        assert len(set(numbers)) == len(numbers) > 900


def test_every_person_passes_the_rules_of_a_record() -> None:
    for one in people():
        heavy = [
            found.code for found in check_person(one.data, AS_OF) if found.level in (Level.WARN, Level.ERROR)
        ]
        # A name in Latin letters asks once; the training clinic keeps the answer with the record.
        expected = ["ID-110", "ID-110"] if one.data.last_name.isascii() else []
        assert heavy == expected, (one.data.birth_date, heavy)


def test_time_passing_brings_warnings_at_most() -> None:
    later = [found for one in people() for found in check_person(one.data, date(2028, 1, 1))]
    assert {found.code for found in later if found.level is Level.ERROR} == set()


def test_people_are_of_all_kinds() -> None:
    data = [one.data for one in people()]
    ages = [full_years(one.birth_date, AS_OF) for one in data if one.birth_date]
    assert sum(age < 18 for age in ages) > 150
    assert max(ages) > 80
    assert sum("-" in one.last_name for one in data) > 10
    assert any((one.patronymic or "").endswith("оглы") for one in data)
    assert any(one.has_no_patronymic for one in data)
    assert any(re.fullmatch("[A-Za-z]+", one.last_name) for one in data)
    assert any("Ё" in one.last_name or "ё" in one.last_name for one in data)
    attached = sum(one.is_attached for one in people())
    assert 800 < attached < 950
