"""The wall clock as a collaborator: whoever needs the moment is given one of these."""

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Gives the present moment with its time zone."""


def local_now() -> datetime:
    """The present moment in the zone of this machine."""
    return datetime.now().astimezone()
