from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrar_app.domain.values import Sex
from registrar_app.models.patches import Patch, dump, fold, join, load, plain, restore
from registrar_app.models.tables import SYNCED

_VALUES = st.one_of(st.none(), st.text(max_size=8), st.integers(-5, 5), st.booleans())
_FIELDS = st.sampled_from(["a", "b", "c"])


@given(st.dictionaries(_FIELDS, st.tuples(_VALUES, _VALUES).map(list)))
def test_patch_when_dumped_and_loaded_is_the_same(patch: Patch) -> None:
    assert load(dump(patch)) == patch


@given(st.lists(st.dictionaries(_FIELDS, _VALUES), min_size=1, max_size=6))
def test_joined_patches_when_folded_give_what_they_give_one_by_one(
    states: list[dict[str, str | int | None]],
) -> None:
    row: dict[str, str | int | None] = {}
    patches: list[Patch] = []
    for state in states:
        patches.append({field: [row.get(field), new] for field, new in state.items()})
        row |= state
    joined: Patch = {}
    for patch in patches:
        joined = join(joined, patch)
    start = dict.fromkeys("abc")
    assert fold([joined], start) == fold(patches, start) == {**start, **row}


@pytest.mark.parametrize(
    ("table", "field", "value"),
    [
        ("person", "birth_date", date(1968, 3, 7)),
        ("person", "merged_into", UUID(int=5)),
        ("person", "has_no_patronymic", True),
        ("mark", "made_at", datetime(2026, 11, 21, 10, 42, 15, 123000, tzinfo=UTC)),
        ("person", "last_name", "Ёжиков"),
        ("person", "sex", None),
    ],
)
def test_value_when_made_plain_and_restored_is_the_same(table: str, field: str, value: object) -> None:
    assert restore(SYNCED[table], field, plain(value)) == value


def test_enumeration_is_stored_as_its_word() -> None:
    assert type(plain(Sex.MALE)) is str


def test_value_of_a_foreign_type_is_a_bug() -> None:
    with pytest.raises(TypeError):
        plain(1.5)
