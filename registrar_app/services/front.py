"""The list of workers before the profile itself is open: a start shows it first, the rest loads behind."""

from dataclasses import dataclass
from pathlib import Path

from registrar_app.domain.records.clinic import StaffMember
from registrar_app.models.front import front_rows
from registrar_app.services.settings import DESK_NAME, FONT_SCALE, LAST_STAFF, THEME
from registrar_app.services.training_folder import FOLDER, is_training_folder


@dataclass(frozen=True, slots=True, repr=False)
class Front:
    """What the list of workers needs; ``Desk`` says the same once it is open."""

    staff: tuple[StaffMember, ...]
    """Who may sit down here, by name; no physicians."""
    now: StaffMember | None
    """Who worked here last."""
    desk_name: str
    organization: str
    """Full name of the clinic."""
    theme: str = THEME.default
    font_percent: int = FONT_SCALE.default


def at_desks(staff: tuple[StaffMember, ...]) -> tuple[StaffMember, ...]:
    """Those of the staff who may sit down at a desk."""
    return tuple(one for one in staff if one.role != "physician")


def seated(registrars: tuple[StaffMember, ...], last: str) -> StaffMember | None:
    """Who sits here until somebody signs in: the one of last time, else the first, until accounts exist."""
    return next((one for one in registrars if str(one.id) == last), registrars[0] if registrars else None)


def read_front(profile: Path, *, training: bool = False) -> Front | None:
    """Read it in some milliseconds, nothing is changed.

    Args:
        profile: The folder of the workplace.
        training: Its training clinic is meant.

    Returns:
        None when the profile must be opened (made, migrated, set up, refused) before anything is shown.
    """
    if training:
        profile = profile / FOLDER
        if not is_training_folder(profile):
            return None
    rows = front_rows(profile)
    registrars = at_desks(rows.staff) if rows is not None else ()
    if rows is None or not registrars:
        return None
    get = rows.settings.get
    try:
        return Front(
            registrars,
            seated(registrars, LAST_STAFF.parsed(get(LAST_STAFF.key))),
            DESK_NAME.parsed(get(DESK_NAME.key)),
            rows.organization,
            THEME.parsed(get(THEME.key)),
            FONT_SCALE.parsed(get(FONT_SCALE.key)),
        )
    except ValueError:  # a setting that is no JSON
        return None
