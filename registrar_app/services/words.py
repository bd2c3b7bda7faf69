"""Small sentences that several use cases need."""

from collections.abc import Iterable

from registrar_app.domain.dates import plural
from registrar_app.domain.problems import Level, Problem


def refusal(problems: Iterable[Problem]) -> str:
    """«2 ошибки, 1 предупреждение ждёт ответа» - why something was not saved."""
    kinds = [one.level for one in problems]
    errors, warnings = kinds.count(Level.ERROR), kinds.count(Level.WARN)
    words = []
    if errors:
        words.append(f"{errors} {plural(errors, 'ошибка', 'ошибки', 'ошибок')}")
    if warnings:
        noun = plural(warnings, "предупреждение ждёт", "предупреждения ждут", "предупреждений ждут")
        words.append(f"{warnings} {noun} ответа")
    return ", ".join(words)
