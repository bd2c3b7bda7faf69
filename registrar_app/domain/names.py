"""Names: last name, first name, patronymic.

Source: project's domain notes on identifiers, section 6 (federal technical rules of the insured register).
"""

import re

from registrar_app.domain.cleaning import CAPITAL_LOOKALIKES, LOOKALIKES, clean_name
from registrar_app.domain.context import Context
from registrar_app.domain.layout import looks_like_wrong_layout, turn_layout
from registrar_app.domain.problems import Check, Problem, problem
from registrar_app.domain.values import Sex

MAX_LENGTH = 40
"""Characters of a name part in the registers."""

LAST_NAME, FIRST_NAME, PATRONYMIC = "Фамилия", "Имя", "Отчество"

LEADING_PARTICLES = frozenset("де дер ван фон да ди ла ле эль аль бен ибн дель дос".split())  # noqa: SIM905 - a list of words reads better
"""Small words before the part they belong to."""
TRAILING_PARTICLES = frozenset("оглы оглу кызы гызы кизи уулу улы угли".split())  # noqa: SIM905
"""Small words after the part they belong to: «Мамед оглы»."""
_SMALL_SECOND_PARTS = TRAILING_PARTICLES | {"заде"}

_PLACEHOLDERS = frozenset(
    ("нет", "отсутствует", "неизвестно", "не известно", "не указано", "не указана", "прочерк", "н/д",
     "без фамилии", "без имени", "без отчества")
)  # fmt: skip

_DIGIT = re.compile(r"\d")
_STRANGE = re.compile(r"[^A-Za-zА-Яа-яЁё '.-]")
_SEPARATORS = re.compile(r"^[-'.]|[-']$|[-'.] ?[-'.]| \.")
_LATIN = re.compile(r"[A-Za-z]")
_LOOKALIKE = re.compile("[ABCEHKMOPTXYЁ]")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_THRICE = re.compile(r"([^\W\d_])\1\1", re.IGNORECASE)
_ROMAN = re.compile(r"(?=.)X{0,3}(?:IX|IV|V?I{0,3})", re.IGNORECASE)
_JOINTS = re.compile(r"([-'])")
_JOINT_BLANKS = re.compile(r" *([-'.]) *")

_MALE_ENDINGS = ("ич", "оглы", "оглу", "уулу", "улы", "угли")
_FEMALE_ENDINGS = ("вна", "ична", "кызы", "кизи", "гызы")


def fold(text: str) -> str:
    """The matching key of a name: clean, upper case, look-alikes Cyrillic, Ё as Е, no blanks beside - ' ."""
    folded = clean_name(text).upper()
    if _LOOKALIKE.search(folded):
        folded = folded.translate(CAPITAL_LOOKALIKES).replace("Ё", "Е")
    return folded if folded.isalpha() else _JOINT_BLANKS.sub(r"\1", folded)


def is_no_patronymic(value: str) -> bool:
    """True for nothing and for what people write when there is none: «НЕТ», «-», «отсутствует»."""
    word = clean_name(value).translate(LOOKALIKES).lower().strip("-. ")
    return not word or word in _PLACEHOLDERS


def check_last_name(value: str, ctx: Context) -> Check:  # noqa: ARG001 - one shape for all checks
    """Check a last name; the normal value is clean and in the case of documents."""
    return _check_part(value, LAST_NAME)


def check_first_name(value: str, ctx: Context) -> Check:  # noqa: ARG001
    """Check a first name; the normal value is clean and in the case of documents."""
    return _check_part(value, FIRST_NAME)


def check_patronymic(value: str, ctx: Context) -> Check:  # noqa: ARG001
    """Check a patronymic; the normal value is empty for «нет» and the like."""
    return Check.of("") if is_no_patronymic(value) else _check_part(value, PATRONYMIC)


def check_name_match(value: str, ctx: Context) -> Check:
    """Compare a name with ``ctx.other`` by their matching keys; the normal value is the key."""
    key = fold(value)
    return Check.of(key) if key == fold(ctx.other) else Check.of(key, problem("ID-118"))


def sex_by_patronymic(patronymic: str) -> Sex | None:
    """The sex that the ending of a patronymic tells; None when it tells nothing."""
    word = clean_name(patronymic).translate(LOOKALIKES).lower()
    if word.endswith(_FEMALE_ENDINGS):
        return Sex.FEMALE
    return Sex.MALE if word.endswith(_MALE_ENDINGS) else None


def compare_sex(patronymic: str, sex: Sex | None) -> Problem | None:
    """Compare a patronymic's ending with the sex; a warning at most (foreign names follow no rule)."""
    told = sex_by_patronymic(patronymic)
    if told is None or sex is None or told is sex:
        return None
    return problem("ID-117", ending="мужское" if told is Sex.MALE else "женское", sex=sex.word)


def check_sex_patronymic(value: str, ctx: Context) -> Check:
    """Check a patronymic against the sex of the context."""
    mismatch = compare_sex(value, ctx.sex)
    return Check.of(clean_name(value), *([mismatch] if mismatch else []))


def _check_part(value: str, what: str) -> Check:
    """The rules that all three parts share."""
    name = clean_name(value)
    refusal = _shape_problem(name, what)
    if refusal:
        return Check.of(None, refusal)
    words, replaced, refusal = _repair_lookalikes(name)
    if refusal:
        return Check.of(None, refusal)
    problems = [problem("ID-109", letters=", ".join(replaced))] if replaced else []
    latin = [word for word in words if _LATIN.search(word)]
    strange_latin = [word for word in latin if not _ROMAN.fullmatch(word)]
    if len(latin) == len(words):
        problems.append(_latin_name_problem(name, what))
    elif strange_latin:
        return Check.of(None, problem("ID-108", word=strange_latin[0]))
    elif latin:
        problems.append(problem("ID-112", word=" ".join(latin).upper()))
    if sum(map(str.isalpha, name)) == 1:
        problems.append(problem("ID-113", what=what))
    if any(_THRICE.search(word) and not _ROMAN.fullmatch(word) for word in words):
        problems.append(problem("ID-114", what=what))
    return Check.of(_name_case(words), *problems)


def _shape_problem(name: str, what: str) -> Problem | None:
    """What makes a clean text no name at all, whatever its alphabet."""
    if not name:
        return problem("ID-101", what=what)
    if name.translate(LOOKALIKES).lower().strip("-. ") in _PLACEHOLDERS:
        return problem("ID-102", what=what, typed=name)
    if len(name) > MAX_LENGTH:
        return problem("ID-106", what=what, limit=MAX_LENGTH, got=len(name))
    if name.isalpha() and not _STRANGE.search(name):
        return None
    if _DIGIT.search(name):
        return problem("ID-103", what=what)
    if strange := _STRANGE.search(name):
        return problem("ID-104", what=what, char=strange[0])
    return problem("ID-105", what=what) if _SEPARATORS.search(name) else None


def _repair_lookalikes(name: str) -> tuple[list[str], list[str], Problem | None]:
    """Words with the Latin look-alikes in Cyrillic words repaired, the letters replaced, and a refusal.

    A word is what stands between blanks, so the Latin O of «O'Коннор» is repaired as well.
    """
    words, replaced = [], []
    for word in name.split(" "):
        fixed = word
        if _LATIN.search(word) and _CYRILLIC.search(word):
            fixed = word.translate(LOOKALIKES)
            left = _LATIN.findall(fixed)
            if left:
                letters = ", ".join(dict.fromkeys(left))
                return [], [], problem("ID-107", word=word, letters=letters)
            replaced += _LATIN.findall(word)
        words.append(fixed)
    return words, replaced, None


def _latin_name_problem(name: str, what: str) -> Problem:
    """All of it is Latin: a foreigner, or the keyboard layout was the wrong one."""
    if looks_like_wrong_layout(name):
        return problem("ID-111", what=what, suggestion=_name_case(turn_layout(name).split(" ")))
    return problem("ID-110", what=what)


def _name_case(words: list[str]) -> str:
    """Capital letters as documents of the registers' readers expect: «Мамед оглы», «де Голль», «О'Коннор»."""
    name = " ".join(words)
    if not _CYRILLIC.search(name) and name != name.upper() and name != name.lower():
        # A foreigner's mixed case is how the document has it: «McDonald».
        return name
    last = len(words) - 1
    return " ".join(
        word.lower()
        if (at < last and word.lower() in LEADING_PARTICLES) or (at and word.lower() in TRAILING_PARTICLES)
        else _word_case(word)
        for at, word in enumerate(words)
    )


def _word_case(word: str) -> str:
    """One word: capitals after a hyphen, and after an apostrophe that closes a short prefix.

    «О'Коннор» and «Д'Артаньян», but «Лук'яненко», where the apostrophe stands for a hard sign.
    """
    if word.isalpha():
        return word.upper() if _LATIN.search(word) and _ROMAN.fullmatch(word) else word.capitalize()
    parts = _JOINTS.split(word)
    for at in range(0, len(parts), 2):
        joint = parts[at - 1] if at else ""
        small = parts[at].lower()
        stays_small = (joint == "-" and small in _SMALL_SECOND_PARTS) or (
            joint == "'" and len(parts[at - 2]) > 2
        )
        parts[at] = small if stays_small else small.capitalize()
    return "".join(parts)
