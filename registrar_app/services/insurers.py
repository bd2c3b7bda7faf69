"""Names of insurers by their ОГРН: a card carries the number alone. Learnt from records, local."""

from sqlalchemy.orm import Session

from registrar_app.domain.records import PersonData
from registrar_app.models import settings as stored
from registrar_app.models.unit_of_work import UnitOfWork

NAMES: stored.Setting[dict[str, str]] = stored.Setting("insurers.names", {})


def insurer_name(session: Session, ogrn: str) -> str:
    """The insurer's name, empty when it is not known."""
    return stored.get(session, NAMES).get(ogrn, "") if ogrn else ""


def learn_insurer(work: UnitOfWork, data: PersonData) -> None:
    """Remember the name that a record gives to an ОГРН seen for the first time."""
    ogrn, name = data.policy.insurer_ogrn, data.policy.insurer_name
    if not (ogrn and name):
        return
    known = stored.get(work.session, NAMES)
    if ogrn not in known:
        stored.put(work, NAMES, {**known, ogrn: name})
