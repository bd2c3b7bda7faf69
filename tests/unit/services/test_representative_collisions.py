"""Two windows at the representatives of one record: nothing that was saved is lost without a question."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_samples import NOW
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registrar_app.domain.draft import from_person
from registrar_app.domain.errors import RefusedError
from registrar_app.domain.ids import new_id
from registrar_app.domain.problems import Problem
from registrar_app.domain.records import PersonRecord, RepresentativeData
from registrar_app.domain.representative_form import from_representatives
from registrar_app.domain.values import Relation
from registrar_app.models.representative_meeting import meet
from registrar_app.services.desk import Desk
from registrar_app.services.shapes import Answer

CHILD = {
    "last_name": "Тихонова", "first_name": "Анна", "patronymic": "Львовна", "birth_date": "19.06.2019",
    "sex": "female", "rep1_last_name": "Тихонова", "rep1_first_name": "Вера", "rep1_relation": "guardian",
    "rep1_phone": "+79001234567", "rep1_authority": "акт об опеке № 14",
}  # fmt: skip
EMPTIED = dict.fromkeys(
    ("rep1_last_name", "rep1_first_name", "rep1_relation", "rep1_phone", "rep1_authority"), ""
)


@pytest.fixture
def other(clinic_folder: Path) -> Iterator[Desk]:
    """The second window, somebody else at it."""
    with Desk.open(clinic_folder, clock=lambda: NOW) as desk:
        workers = [one for one in desk.clinic.staff() if one.role == "registrar"]
        desk.sign_in(workers[-1].id, "окно 4")
        yield desk


def texts(record: PersonRecord, **changes: str) -> dict[str, str]:
    """The form of a record with something typed over it."""
    return {**from_person(record.data), **from_representatives(record.representatives), **changes}


def save(desk: Desk, opened: PersonRecord, **changes: str) -> PersonRecord:
    return desk.people.save(texts(opened, **changes), opened.id, base=opened)


def question(desk: Desk, opened: PersonRecord, **changes: str) -> Problem:
    with pytest.raises(RefusedError) as caught:
        save(desk, opened, **changes)
    (found,) = caught.value.problems
    return found


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_representative_changed_in_both_windows_is_asked_with_both_values(desk: Desk, other: Desk) -> None:
    opened = desk.people.save(CHILD)
    save(other, opened, rep1_phone="+79161112233")
    found = question(desk, opened, rep1_phone="+79990001122", birth_place="Тверь")
    assert (found.code, found.field) == ("REC-070", "rep1_last_name")
    text = plain(found.text)
    for words in ("Представитель", "опекун Тихонова Вера", "+7 916 111-22-33", "+7 999 000-11-22"):
        assert words in text
    assert other.staff_now is not None
    assert plain(other.staff_now.name.short) in text
    saved = desk.people.peek(opened.id)
    assert (saved.representatives[0].phone, saved.data.birth_place) == ("+79161112233", ""), "nothing written"


def test_rebased_form_keeps_the_typed_representative_and_offers_the_saved_one(
    desk: Desk, other: Desk
) -> None:
    opened = desk.people.save(CHILD)
    save(other, opened, rep1_phone="+79161112233")
    mine = texts(opened, rep1_phone="+79990001122")
    rebased = desk.people.rebase(mine, opened)
    (conflict,) = rebased.conflicts
    assert plain(rebased.values["rep1_phone"]) == "+79990001122"
    assert plain(conflict.their_values["rep1_phone"]) == "+7 916 111-22-33"
    kept = desk.people.save(rebased.values, opened.id, base=rebased.base)
    assert kept.representatives[0].phone == "+79990001122"
    assert len(kept.representatives) == 1


def test_answer_holds_only_for_the_representative_it_was_given_for(desk: Desk, other: Desk) -> None:
    opened = desk.people.save(CHILD)
    second = save(other, opened, rep1_phone="+79161112233")
    (conflict,) = desk.people.rebase(texts(opened, rep1_phone="+79990001122"), opened).conflicts
    answer = Answer("REC-070", "rep1_last_name", value=conflict.theirs)
    save(other, second, rep1_phone="+79164445566")
    mine = texts(opened, rep1_phone="+79990001122")
    with pytest.raises(RefusedError):
        desk.people.save(mine, opened.id, base=opened, answers=[answer])
    (conflict,) = desk.people.rebase(mine, opened).conflicts
    answer = Answer("REC-070", "rep1_last_name", value=conflict.theirs)
    kept = desk.people.save(mine, opened.id, base=opened, answers=[answer])
    assert kept.representatives[0].phone == "+79990001122"


def test_untouched_representative_keeps_what_another_window_saved(desk: Desk, other: Desk) -> None:
    opened = desk.people.save(CHILD)
    save(other, opened, rep1_phone="+79161112233")
    saved = save(desk, opened, birth_place="Тверь")
    assert (saved.representatives[0].phone, saved.data.birth_place) == ("+79161112233", "Тверь")


def test_untouched_representative_when_taken_away_meanwhile_stays_away(desk: Desk, other: Desk) -> None:
    opened = desk.people.save(CHILD)
    save(other, opened, **EMPTIED)
    saved = save(desk, opened, birth_place="Тверь")
    assert (saved.representatives, saved.data.birth_place) == ((), "Тверь")


def test_representative_changed_here_and_taken_away_there_is_asked_and_can_be_kept(
    desk: Desk, other: Desk
) -> None:
    opened = desk.people.save(CHILD)
    save(other, opened, **EMPTIED)
    found = question(desk, opened, rep1_phone="+79990001122")
    assert "никого нет" in found.text
    rebased = desk.people.rebase(texts(opened, rep1_phone="+79990001122"), opened)
    kept = desk.people.save(rebased.values, opened.id, base=rebased.base)
    assert [one.phone for one in kept.representatives] == ["+79990001122"]


def test_representative_taken_away_here_and_changed_there_is_asked(desk: Desk, other: Desk) -> None:
    opened = desk.people.save(CHILD)
    save(other, opened, rep1_phone="+79161112233")
    found = question(desk, opened, **EMPTIED)
    assert "никого нет" in found.text
    assert desk.people.peek(opened.id).representatives[0].phone == "+79161112233"


def test_same_representative_added_in_both_windows_is_kept_once(desk: Desk, other: Desk) -> None:
    bare = {key: text for key, text in CHILD.items() if not key.startswith("rep1_")}
    opened = desk.people.save(bare)
    added = {key: text for key, text in CHILD.items() if key.startswith("rep1_")}
    save(other, opened, **added)
    assert len(save(desk, opened, **added).representatives) == 1
    found = question(desk, opened, **{**added, "rep1_phone": "+79990001122"})
    assert found.field == "rep1_last_name"


def test_other_representative_added_meanwhile_stands_beside_and_comes_into_the_form(
    desk: Desk, other: Desk
) -> None:
    bare = {key: text for key, text in CHILD.items() if not key.startswith("rep1_")}
    opened = desk.people.save(bare)
    added = {key: text for key, text in CHILD.items() if key.startswith("rep1_")}
    father = {"rep1_last_name": "Тихонов", "rep1_first_name": "Лев", "rep1_relation": "father"}
    save(other, opened, **father)
    mine = texts(opened, **added)
    rebased = desk.people.rebase(mine, opened)
    assert rebased.conflicts == ()
    assert (rebased.values["rep1_first_name"], rebased.values["rep2_first_name"]) == ("Вера", "Лев")
    both = desk.people.save(mine, opened.id, base=opened)
    assert {one.name.first for one in both.representatives} == {"Вера", "Лев"}


# --- the rule by itself ---------------------------------------------------------------------------------


PHONES = st.sampled_from(("", "+79001112233", "+79004445566"))
SOMEBODY = st.one_of(st.none(), PHONES)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(was=PHONES, mine=SOMEBODY, theirs=SOMEBODY)
def test_meeting_loses_nothing_without_a_question(was: str, mine: str | None, theirs: str | None) -> None:
    row = new_id()

    def one(phone: str | None) -> RepresentativeData:
        if phone is None:
            return RepresentativeData(row)
        return RepresentativeData(row, None, Relation.MOTHER, "Иванова", "Анна", phone=phone)

    now = () if theirs is None else (one(theirs),)
    (met,) = meet((one(was),), (one(mine),), now)
    assert met.is_touched is (mine != was and (mine, theirs) != (None, None))
    changed_there = theirs != was
    assert met.is_clash is (mine != was and changed_there and mine != theirs)


# --- two windows with any changes -----------------------------------------------------------------------

CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "birth_place": st.sampled_from(("Тверь", "Псков")),
        "record_place": st.sampled_from(("полка 1", "полка 2")),
        "phone": st.sampled_from(("+79161112233", "+79164445566")),
        "reg_city": st.sampled_from(("Тверь", "Псков")),
        "rep1_phone": st.sampled_from(("+79161112233", "+79164445566")),
        "rep1_authority": st.sampled_from(("доверенность № 1", "доверенность № 2")),
        "rep1_first_name": st.sampled_from(("Вера", "Нина")),
    },
)
PERSON_FIELDS = ("birth_place", "record_place", "phone", "reg_city")


def bare(values: dict[str, str]) -> dict[str, str]:
    """Texts without what only shows them: «+7 916 111-22-33» is «+79161112233»."""
    return {key: re.sub(r"[\s-]", "", text) for key, text in values.items()}


def representative(values: dict[str, str]) -> dict[str, str]:
    return {key: text for key, text in values.items() if key.startswith("rep1_")}


@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(first=CHANGES, second=CHANGES)
def test_what_two_windows_save_is_kept_or_asked_about(
    desk: Desk, other: Desk, first: dict[str, str], second: dict[str, str]
) -> None:
    doubles = desk.people.doubles(CHILD)
    answers = [Answer(one.code, str(one.person_id), reason="проба") for one in doubles if one.code]
    opened = desk.people.save(CHILD, answers=answers)
    was, now, typed = (
        bare(one) for one in (texts(opened), texts(save(other, opened, **first)), texts(opened, **second))
    )
    clashes = {
        key for key in PERSON_FIELDS if was[key] not in (now[key], typed[key]) and now[key] != typed[key]
    }
    people = [representative(one) for one in (was, now, typed)]
    if people[0] not in people[1:] and people[1] != people[2]:
        clashes.add("rep1_last_name")
    if clashes:
        with pytest.raises(RefusedError) as caught:
            save(desk, opened, **second)
        assert {(one.code, one.field) for one in caught.value.problems} == {
            ("REC-070", one) for one in clashes
        }
        assert bare(texts(desk.people.peek(opened.id))) == now, "nothing was written"
        return
    for key, text in bare(texts(save(desk, opened, **second))).items():
        assert text == (typed[key] if typed[key] != was[key] else now[key]), key
