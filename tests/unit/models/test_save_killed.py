"""Saves that die in the middle, and processes that race for numbers."""

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from model_samples import ACTOR, assert_whole, sql

from registrar_app.domain.records import DistrictKind
from registrar_app.models import clinic, papers
from registrar_app.models.store import Store

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills by SIGKILL")

Order = Callable[[str], str]


@pytest.fixture
def nest(profile: Path) -> Iterator[Order]:
    """Gives orders to the nest; the profile has a district and numbers."""
    store = Store.open(profile)
    with store.change(ACTOR) as work:
        clinic.save_district(work, None, number="1", kind=DistrictKind.THERAPY)
        papers.add_range(work, form="f1", year=2026, desk="окно 3", first=1, last=5000)
    store.close()
    here = Path(__file__).parent
    root = here.parent.parent.parent
    process = subprocess.Popen(
        [sys.executable, str(here / "save_nest.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(here), str(root)])},
    )

    def order(words: str) -> str:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{words} {profile}\n")
        process.stdin.flush()
        return process.stdout.readline().strip()

    yield order
    process.communicate()


def check(profile: Path) -> int:
    """Everything agrees; gives the number of saved persons."""
    assert_whole(profile)
    (people,) = sql(profile, "SELECT count(*) FROM person")[0]
    assert sql(profile, "SELECT count(*) FROM medical_certificate")[0] == (people,)
    assert sql(profile, "SELECT count(*) FROM certificate_event")[0] == (2 * people,)
    living = sql(profile, "SELECT count(*) FROM person WHERE merged_into IS NULL")
    assert sql(profile, "SELECT count(*) FROM attachment WHERE ends IS NULL") == living
    numbers = [int(row[0]) for row in sql(profile, "SELECT number FROM taken_number")]
    assert sorted(numbers) == list(range(1, people + 1))
    assert sql(profile, "PRAGMA integrity_check") == [("ok",)]
    return int(people)


def test_save_killed_between_any_two_steps_leaves_nothing_half(profile: Path, nest: Order) -> None:
    # A victim's first save has about 45 steps, statements and named points alike: each is a place to die.
    saved = 0
    grew = []
    for point in range(1, 62, 2):
        assert nest(f"point {point}") == "9"
        now = check(profile)
        assert now in (saved, saved + 1)
        grew.append(now > saved)
        saved = now
    assert not grew[0]
    assert grew[-1]
    assert grew == sorted(grew), "a victim that lived longer saved less"


def test_save_killed_at_any_moment_leaves_nothing_half(profile: Path, nest: Order) -> None:
    chance = random.Random(20261121)
    saved = 0
    for turn in range(60):
        if saved and turn >= 20:
            break
        # On a busy machine the victims live longer, until one of them has got as far as saving.
        assert nest(f"after {chance.randint(80, 400) * (1 + turn // 20)}") == "9"
        now = check(profile)
        assert now >= saved
        saved = now
    assert saved > 0


def test_processes_that_take_numbers_at_once_get_each_number_once_and_lose_none(
    profile: Path, nest: Order
) -> None:
    answer = nest("numbers 40")
    assert sorted(int(number) for number in answer.split()) == list(range(1, 121))
    assert sql(profile, "SELECT next FROM number_range WHERE form = 'f1'") == [(121,)]
