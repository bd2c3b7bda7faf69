"""Citizenships as choices of a combo box."""

from registrar_app.domain.countries import COUNTRIES, OTHERS, RUSSIA, USUAL, country_name

__all__ = ["RUSSIA", "country_choices", "country_name"]


def country_choices(present: str = "") -> tuple[tuple[str, str], ...]:
    """The usual ones first, then all; a present value outside the list is among them."""
    extra = ((present, country_name(present)),) if present and present not in COUNTRIES else ()
    return (("", "не указано"), *USUAL, *OTHERS, *extra)
