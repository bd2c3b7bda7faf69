"""Settings of the workplace: a typed constant each, value as JSON. Local, never synchronised."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from registrar_app.models.unit_of_work import UnitOfWork

T = TypeVar("T", bool, int, str, list[str], dict[str, str])


@dataclass(frozen=True)
class Setting(Generic[T]):
    """A setting: its key in the database and its value when it was never set.

    Example: ``YEAR_RULE = Setting("attachment.year_rule", "calendar")``.
    """

    key: str
    default: T


def get(session: Session, setting: Setting[T]) -> T:
    """The value; the default if it is not set or of another type."""
    raise NotImplementedError


def put(work: UnitOfWork, setting: Setting[T], value: T) -> None:
    """Set the value."""
    raise NotImplementedError
