"""A name written in one line: which word is the last name, which the first, which the patronymic."""

from dataclasses import dataclass

from registrar_app.domain.cleaning import clean_name
from registrar_app.domain.names import LEADING_PARTICLES, TRAILING_PARTICLES, sex_by_patronymic


@dataclass(frozen=True, slots=True, repr=False)
class SplitName:
    """The parts of a name; a missing one is empty."""

    last: str = ""
    first: str = ""
    patronymic: str = ""


def split_name(text: str) -> SplitName:
    """Split «Фамилия Имя Отчество».

    Particles stay with their word («де Голль Шарль», «Мамедов Эльхан Рашид оглы»). «Имя Отчество Фамилия»
    is recognised where the second word is a patronymic by its ending and the third is none. More words than
    three parts belong to the patronymic («Хасан Ибрагим Али Мустафа»): nothing of them is lost.
    """
    parts = _parts(clean_name(text.replace(",", " ")).split())
    if len(parts) == 3 and _is_patronymic(parts[1]) and not _is_patronymic(parts[2]):
        parts = [parts[2], parts[0], parts[1]]
    last, first, *rest = [*parts, "", ""][: max(len(parts), 2)]
    return SplitName(last, first, " ".join(rest))


def _parts(words: list[str]) -> list[str]:
    """Words with their particles."""
    out: list[str] = []
    held = ""
    for word in words:
        small = word.lower()
        if small in LEADING_PARTICLES and word == small:
            held += word + " "
        elif small in TRAILING_PARTICLES and out:
            out[-1] += " " + word
        else:
            out.append(held + word)
            held = ""
    if held:
        out.append(held.strip())
    return out


def _is_patronymic(word: str) -> bool:
    return sex_by_patronymic(word) is not None and len(word) > 4
