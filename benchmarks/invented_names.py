"""Names as a region has them: a hundred thousand surnames of which few are common, and double ones.

The surnames beside the common ones are made from pieces of real-sounding ones, so that their beginnings are
spread as in life: some hundreds of different first three letters, the commonest with 2-3 % of all people.
"""

import itertools
import random
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from registrar_app.services import training_names as words

SEED = 20261121
SURNAMES = 100_000
_FLATNESS = 36
"""Weight of the n-th commonest is 1 / (n + this): the first has a third of a percent."""
_SUFFIXES = (
    ("ов", "ова"), ("ев", "ева"), ("ин", "ина"), ("ский", "ская"), ("енко", "енко"), ("цев", "цева"),
    ("чук", "чук"), ("овский", "овская"), ("ян", "ян"), ("их", "их"), ("ёв", "ёва"), ("юк", "юк"),
)  # fmt: skip
_DOUBLE_SHARE, _NO_PATRONYMIC_SHARE, _OGLY_SHARE = 0.015, 0.01, 0.004
_VOWELS = frozenset("аеёиоуыэюя")
_START, _END = "^", "$"

Pair = tuple[str, str]
"""(man's, woman's)."""


@cache
def surnames() -> tuple[Pair, ...]:
    """All surnames, the commonest first."""
    dice = random.Random(SEED)
    known = list(words.SURNAMES)
    dice.shuffle(known)
    found = dict.fromkeys([*known, *(family for family, _given, _father in words.TATAR)])
    stems = _stems(dice)
    while len(found) < SURNAMES:
        stem = next(stems)
        tail = dice.choice(_SUFFIXES)
        if not (stem[-1] in _VOWELS and tail[0][0] in _VOWELS):
            found[stem + tail[0], stem + tail[1]] = None
    return tuple(found)


def _stems(dice: random.Random) -> "itertools.chain[str]":
    """Endless beginnings of surnames, letter by letter after the two before it, as in the known names."""
    followers: dict[str, list[str]] = defaultdict(list)
    known = [man for man, _woman in words.SURNAMES] + list(words.MALE_NAMES) + list(words.FEMALE_NAMES)
    for name in known:
        spelt = _START * 2 + name.lower()
        for place in range(2, len(spelt)):
            followers[spelt[place - 2 : place]].append(spelt[place])
    # Any letter may begin a surname, only rarely.
    followers[_START * 2] += list("абвгдежзиклмнопрстуфхцчшщэюя") * 3
    for letter in "абвгдежзиклмнопрстуфхцчшщэюя":
        followers[_START + letter] += list("аеиоу" if letter not in _VOWELS else "лмнрс")

    def one() -> str:
        text, length = _START * 2, dice.randint(3, 8)
        while len(text) < length + 2:
            text += dice.choice(followers.get(text[-2:]) or ["а"])
        return text[2:].capitalize()

    return itertools.chain.from_iterable([one()] for _ in itertools.count())


def _running(count: int, flatness: int) -> list[float]:
    return list(itertools.accumulate(1 / (place + 1 + flatness) for place in range(count)))


class Names:
    """Draws names with the frequencies of life."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._surnames = surnames()
        self._weights = _running(len(self._surnames), _FLATNESS)
        self._firsts = (words.MALE_NAMES, words.FEMALE_NAMES)
        self._first_weights = tuple(_running(len(one), 8) for one in self._firsts)
        self._father_weights = _running(len(words.PATRONYMICS), 8)

    def _one(self, choices: Sequence[str] | Sequence[Pair], running: list[float]) -> str | Pair:
        return self._dice.choices(choices, cum_weights=running)[0]

    def draw(self, side: int) -> tuple[str, str, str | None]:
        """Last name, first name, patronymic of a man (0) or a woman (1)."""
        dice = self._dice
        if dice.random() < _OGLY_SHARE:
            family, given, father = dice.choice(words.OGLY)
            return family[side], given[side], father[side]
        last = self._one(self._surnames, self._weights)[side]
        if side and dice.random() < _DOUBLE_SHARE:
            last += "-" + self._one(self._surnames, self._weights)[side]
        first = str(self._one(self._firsts[side], self._first_weights[side]))
        if dice.random() < _NO_PATRONYMIC_SHARE:
            return last, first, None
        return last, first, self._one(words.PATRONYMICS, self._father_weights)[side]
