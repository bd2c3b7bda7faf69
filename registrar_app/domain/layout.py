"""The other keyboard layout: text typed on QWERTY that was meant for ЙЦУКЕН, and the other way."""

import re
from collections.abc import Iterable
from operator import add

_LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./" + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?'
_RUSSIAN_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбю." + "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"

_TO_RUSSIAN = str.maketrans(_LATIN_KEYS, _RUSSIAN_KEYS)
_TO_LATIN = str.maketrans(_RUSSIAN_KEYS, _LATIN_KEYS)

_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_LATIN = re.compile(r"[A-Za-z]")
_ALIEN_MARGIN = 0.3
"""How much better the Latin reading of Cyrillic keys must be: Latin names are rare here."""


def _followers(rows: str) -> frozenset[str]:
    """Pairs: the first letter of a row with each of the others."""
    return frozenset(row[0] + other for row in rows.split() for other in row[1:])


_RUSSIAN = _followers(
    "^абвгдежзиклмнопрстуфхцчшщэюя авгдзийклмнпрстфх бабеилорсуыь вадеилнорсь гадеилнорсу даежиморсуь "
    "евгдейклмнорстф жадеику задеилмносуыь ивгдезйклмнопрстфхчя йлмсц каеилорсту лаеиклоуьюя "
    "маеиопсуыья нагдеиност обвгдклмнрстф паеиопруы рабгдеиклмностухья савеиклнопстуь тавеикнорсуыь "
    "уабвгдезиклмнрсфхшщ фаеиорь хаеило цвеко чаеикн шаеикносу щеиу ыбдклнст ьвдеимнсшя эдлмрс юбдклр "
    "ябвезкнрстчш"
)
"""Letters that follow a letter (or ``^``, the beginning) in at least 1 % of its places."""

_LATIN_NAMES = _followers(
    "^abcdefghjklmnprstw abcdhklmnrstuy baeiloru caehikoz daeioruyz ecdiklmnrstvwy faefiloru gaehiloru "
    "haeimnoru iacdegklmnorst jacdeiknotu kaeilorsu ladeilmou mabceimou nacdegiknostu obcdlmnrstvw "
    "paehiloruy qaiou racdegimnorstuyz sacehikmostuz taehikortuy uabcdeghiklmnrstz vaeio waeiors "
    "xaeilotu yacdeklmnorstu zaceikouy"
)
"""The same for Latin names, from 2 % on."""


def turn_layout(text: str) -> str:
    """Read a text as the same keys of the other layout; words with a digit stay (dates, numbers).

    A word with a Cyrillic letter is read as Latin keys, any other as Russian keys.
    """
    return " ".join(_turn_word(word) for word in text.split(" "))


def looks_like_wrong_layout(text: str) -> bool:
    """True if the other layout's reading is the better name: «Bdfyjd» is «Иванов», «Smith» is not «Ыьшер».

    Both readings are measured by the share of neighbouring letters that are usual in names of that alphabet.
    Words with a digit do not count; words of both alphabets together are never a matter of the layout.

    Source: the tables are counted on the name lists of the Faker library (1,239 Russian and 10,339 Latin
    names); whole names are told apart in 99 of 100 cases, two letters in 7 of 10.
    """
    words = [word for word in text.split() if not any(map(str.isdigit, word))]
    joined = " ".join(words)
    has_cyrillic, has_latin = bool(_CYRILLIC.search(joined)), bool(_LATIN.search(joined))
    if len(joined) < 2 or has_cyrillic == has_latin:
        return False
    sense = _sense(words, _RUSSIAN) + _ALIEN_MARGIN if has_cyrillic else _sense(words, _LATIN_NAMES)
    # Nothing makes more sense than 1; of most Russian names that is known already.
    return sense < 1 and _sense(map(_turn_word, words), _LATIN_NAMES if has_cyrillic else _RUSSIAN) > sense


def _turn_word(word: str) -> str:
    if any(map(str.isdigit, word)):
        return word
    return word.translate(_TO_LATIN if _CYRILLIC.search(word) else _TO_RUSSIAN)


def _sense(words: Iterable[str], pairs: frozenset[str]) -> float:
    """The share of neighbours that are usual, a hyphen beginning a new word, 0 to 1."""
    usual = total = 0
    for part in "^".join(words).replace("-", "^").lower().replace("ё", "е").split("^"):
        # At every key of the search box: no loop of ours over the letters.
        usual += sum(map(pairs.__contains__, map(add, "^" + part, part)))
        total += len(part)
    return usual / total if total else 0.0
