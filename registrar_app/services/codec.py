"""Drafts as JSON text: form values and what a card gave, so that a crash loses nothing."""

import dataclasses
import json
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from registrar_app.domain.records import Address, DocumentData, Identity, PersonData, Phone, PolicyData
from registrar_app.domain.values import BirthPrecision, PolicyKind, Sex, Source

_PARTS = {"policy": PolicyData, "document": DocumentData, "registration": Address, "residence": Address}
_DAYS = frozenset({"birth_date", "issued_on", "valid_from", "valid_to"})


def plain(value: Any) -> Any:  # noqa: ANN401 - any frozen shape
    """A shape as JSON knows it: dates ISO, enums by value."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list | set | frozenset):
        return [plain(one) for one in value]
    return value


def person_from(raw: Mapping[str, Any]) -> PersonData:
    """A person from what ``plain`` made of one; unknown keys are left out."""
    words = _known(PersonData, raw)
    for name, shape in _PARTS.items():
        if isinstance(words.get(name), Mapping):
            words[name] = shape(**_known(shape, words[name]))
    if words.get("sex"):
        words["sex"] = Sex(words["sex"])
    if "birth_precision" in words:
        words["birth_precision"] = BirthPrecision(words["birth_precision"])
    if "other_phones" in words:
        words["other_phones"] = tuple(Phone(**_known(Phone, one)) for one in words["other_phones"])
    return PersonData(**words)


def _known(shape: type, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The keys a shape has, dates and the kind of policy parsed."""
    names = {one.name for one in dataclasses.fields(shape)}
    words = {key: value for key, value in raw.items() if key in names}
    for key in _DAYS & words.keys():
        words[key] = date.fromisoformat(words[key]) if words[key] else None
    if shape is PolicyData and "kind" in words:
        words["kind"] = PolicyKind(words["kind"])
    return words


def pack(values: Mapping[str, object], identity: Identity | None) -> str:
    """A draft as JSON text; the photo and the remarks of a card are not kept."""
    body: dict[str, Any] = {"values": plain(values)}
    if identity is not None:
        body["identity"] = {
            "source": identity.source.value,
            "person": plain(identity.person),
            "insurer_on_card": identity.insurer_on_card,
        }
    return json.dumps(body, ensure_ascii=False)


def unpack(text: str) -> tuple[dict[str, object], Identity | None]:
    """Values and identity of a draft."""
    body = json.loads(text)
    raw = body.get("identity")
    identity = None
    if raw:
        identity = Identity(
            Source(raw["source"]), person_from(raw["person"]), insurer_on_card=bool(raw["insurer_on_card"])
        )
    return dict(body["values"]), identity
