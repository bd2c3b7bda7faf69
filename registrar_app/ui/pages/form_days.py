"""Dates in forms: any usual spelling is taken, ISO is the normal value, dots are shown."""

from collections.abc import Callable
from datetime import date

from registrar_app.domain.birth_date import parse_date
from registrar_app.domain.dates import ru_date
from registrar_app.domain.problems import Check
from registrar_app.ui.widgets.form_spec import Answer, FieldKind, FieldSpec

Today = Callable[[], date]


def day_field(
    field_id: str,
    label: str,
    span: int,
    today: Today,
    *,
    hint: str = "",
    answers: dict[str, tuple[Answer, ...]] | None = None,
) -> FieldSpec:
    """A date field.

    Args:
        field_id: Id in the form.
        label: Words above it.
        span: Columns of 12.
        today: The present day, asked at each check.
        hint: Short hint at the right of the label.
        answers: Buttons under a warning, by problem code.
    """
    return FieldSpec(
        field_id, label, span, FieldKind.DATE, hint=hint, placeholder="ДД.ММ.ГГГГ",
        check=lambda typed: check_day(typed, today()), show=show_day, answers=answers or {},
    )  # fmt: skip


def check_day(typed: str, today: date) -> Check:
    """A date in any usual spelling; empty is fine here."""
    if not typed.strip():
        return Check.of("")
    found, remark = parse_date(typed, today)
    return Check.of(found.isoformat() if found else None, *((remark,) if remark else ()))


def day_of(value: str) -> date | None:
    """The date of a normal value, None for empty or not yet a date."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def show_day(value: str) -> str:
    """«07.03.1968» of an ISO date; anything else as it stands."""
    day = day_of(value)
    return ru_date(day) if day else value
