"""Checks and choices that several field lists of a person share."""

from collections.abc import Callable, Sequence
from datetime import date

from registrar_app.domain.context import Context
from registrar_app.domain.documents import DOCUMENT_KINDS
from registrar_app.domain.problems import Check

Today = Callable[[], date]
Checker = Callable[[str, Context], Check]


def filled(checker: Checker, today: Today) -> Callable[[str], Check]:
    """A check that looks at typed text only; whether a field may be empty is the matter of the whole form."""
    return lambda typed: checker(typed, Context(today())) if typed.strip() else Check.of("")


def document_choices(codes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Kinds of documents in this order."""
    return tuple((code, DOCUMENT_KINDS[code].name) for code in codes)
