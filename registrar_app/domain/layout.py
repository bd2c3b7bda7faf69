"""The other keyboard layout: text typed on QWERTY that was meant for ЙЦУКЕН, and the other way."""

import re

_LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./" + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?'
_RUSSIAN_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбю." + "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"

_TO_RUSSIAN = str.maketrans(_LATIN_KEYS, _RUSSIAN_KEYS)
_TO_LATIN = str.maketrans(_RUSSIAN_KEYS, _LATIN_KEYS)

_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_LATIN = re.compile(r"[A-Za-z]")
_ONLY_CYRILLIC = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*")

_RUSSIAN_VOWELS = frozenset("аеёиоуыэюя")
_LATIN_VOWELS = frozenset("aeiouy")
_NEVER_FIRST = frozenset("ъыь")


def turn_layout(text: str) -> str:
    """Read a text as the same keys of the other layout; words with a digit stay (dates, numbers).

    A word with a Cyrillic letter is read as Latin keys, any other as Russian keys.
    """
    return " ".join(_turn_word(word) for word in text.split(" "))


def looks_like_wrong_layout(text: str) -> bool:
    """True if the other layout's reading is clearly the better name: «Bdfyjd» is «Иванов», «Smith» is not «Ыьшер».

    Only words that are wholly of one alphabet are judged. A name changes between vowels and consonants; keys of
    the wrong layout mostly do not. Measured on lists of names in the tests.
    """
    words = [word for word in text.split() if not any(char.isdigit() for char in word)]
    turned = [_turn_word(word) for word in words]
    if not words or len({bool(_CYRILLIC.search(word)) for word in words}) > 1:
        return False
    if _CYRILLIC.search(words[0]):
        if any(_LATIN.search(word) for word in words):
            return False
        as_typed, as_turned = words, turned
        return _russian_sense(as_typed) < 0.3 and _latin_sense(as_turned) > 0.5
    if not any(_LATIN.search(word) for word in words) and len(text) < 2:
        return False
    if not all(_ONLY_CYRILLIC.fullmatch(word) for word in turned):
        return False
    return _russian_sense(turned) > _latin_sense(words)


def _turn_word(word: str) -> str:
    if any(char.isdigit() for char in word):
        return word
    return word.translate(_TO_LATIN if _CYRILLIC.search(word) else _TO_RUSSIAN)


def _russian_sense(words: list[str]) -> float:
    """0 for a text no Russian name has, towards 1 for one that alternates as names do."""
    lowered = [word.lower() for word in words]
    if any(word[0] in _NEVER_FIRST for word in lowered):
        return 0.0
    return _alternation(lowered, _RUSSIAN_VOWELS)


def _latin_sense(words: list[str]) -> float:
    lowered = [word.lower() for word in words]
    if any(not char.isalpha() and char not in "'-." for word in lowered for char in word):
        return 0.0
    return _alternation(lowered, _LATIN_VOWELS)


def _alternation(words: list[str], vowels: frozenset[str]) -> float:
    """The share of neighbours that are a vowel and a consonant; single letters by being a letter at all."""
    good = total = 0
    for word in words:
        flags = [char in vowels for char in word]
        total += len(flags) - 1
        good += sum(one != other for one, other in zip(flags, flags[1:], strict=False))
    return good / total if total else 0.5
