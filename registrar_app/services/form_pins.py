"""Editions of forms that the clinic has pinned: which, why, who and when; every decision is kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

PINS = "paper.pins"
"""Setting: form -> JSON list of pins, the newest last."""


@dataclass(frozen=True, slots=True)
class Pin:
    """What the clinic decided for one form; an empty edition is the end of a pin."""

    edition: str
    reason: str = field(repr=False)
    by: str
    """Who decided: short name of the member of staff."""
    day: str = field(repr=False)
    """ISO."""


def read_pins(kept: Mapping[str, str]) -> dict[str, Pin]:
    """The pins in force, by form."""
    newest = {form: pins_of(kept, form)[-1] for form in kept}
    return {form: pin for form, pin in newest.items() if pin.edition}


def pins_of(kept: Mapping[str, str], form_key: str) -> tuple[Pin, ...]:
    """All that was decided for a form, oldest first."""
    return tuple(Pin(**one) for one in json.loads(kept.get(form_key, "[]")))


def with_pin(kept: Mapping[str, str], form_key: str, pin: Pin) -> dict[str, str]:
    """The setting with one more decision."""
    pins = [*pins_of(kept, form_key), pin]
    rows = [{"edition": one.edition, "reason": one.reason, "by": one.by, "day": one.day} for one in pins]
    return {**kept, form_key: json.dumps(rows, ensure_ascii=False)}
