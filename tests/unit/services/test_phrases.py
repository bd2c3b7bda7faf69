"""Phrases: kept by field and doctor, ordered by use, forgotten without a trace in the list."""

import pytest

from registrar_app.domain.errors import RegistrarError
from registrar_app.services.desk import Desk

FORM, FIELD = "any-form", "therapist"


def doctors(desk: Desk) -> tuple[str, str]:
    first, second, *_ = [one.name.full for one in desk.clinic.physicians()]
    return first, second


def texts(desk: Desk, doctor: str = "") -> list[str]:
    return [one.text for one in desk.phrases.list(FORM, FIELD, doctor)]


def test_phrase_when_remembered_then_listed_for_its_doctor_and_field_alone(desk: Desk) -> None:
    mine, other = doctors(desk)
    desk.phrases.remember(FORM, FIELD, mine, "  здорова,\n осмотрена ")
    assert texts(desk, mine) == ["здорова, осмотрена"]
    assert texts(desk, other) == []
    assert desk.phrases.list(FORM, "surgeon", mine) == ()


def test_phrase_without_a_doctor_when_listed_then_everybody_has_it(desk: Desk) -> None:
    desk.phrases.remember(FORM, FIELD, "", "противопоказаний не выявлено")
    for doctor in doctors(desk):
        assert texts(desk, doctor) == ["противопоказаний не выявлено"]
        assert desk.phrases.list(FORM, FIELD, doctor)[0].is_common


def test_phrases_when_used_then_the_most_used_stands_first(desk: Desk) -> None:
    mine, _ = doctors(desk)
    first = desk.phrases.remember(FORM, FIELD, mine, "здоров")
    desk.phrases.remember(FORM, FIELD, mine, "здорова")
    desk.phrases.use(first.id)
    assert texts(desk, mine) == ["здоров", "здорова"]
    for _time in range(2):
        desk.phrases.remember(FORM, FIELD, mine, "здорова")
    assert texts(desk, mine) == ["здорова", "здоров"]


def test_phrase_when_forgotten_then_gone_and_may_be_remembered_again(desk: Desk) -> None:
    mine, _ = doctors(desk)
    kept = desk.phrases.remember(FORM, FIELD, mine, "здоров")
    desk.phrases.forget(kept.id)
    assert texts(desk, mine) == []
    assert desk.phrases.remember(FORM, FIELD, mine, "здоров").id != kept.id


def test_nothing_when_remembered_then_refused(desk: Desk) -> None:
    with pytest.raises(RegistrarError) as caught:
        desk.phrases.remember(FORM, FIELD, "", " \n ")
    assert caught.value.code == "CERT-083"
