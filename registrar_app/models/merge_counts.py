"""How much hangs on a record, for the comparison of two."""

from uuid import UUID

from sqlalchemy.orm import Session

from registrar_app.models.joined import merged_set
from registrar_app.models.unit_of_work import link_of

_LIVING = {
    "documents": "identity_document", "policies": "policy", "addresses": "address", "contacts": "contact",
    "attachments": "attachment", "files": "person_file", "representatives": "legal_representative",
}  # fmt: skip
_HISTORY = "SELECT count(DISTINCT group_id) FROM outbox WHERE root_id = ? AND kind <> 'audit'"
_PAPERS = "SELECT count(*) FROM medical_certificate WHERE person_id = ?"


def counts_of(session: Session, person_id: UUID) -> dict[str, int]:
    """Living rows of each kind, issued papers and saves of a record; of joined ones in it too."""
    link = link_of(session)
    counts = {
        key: int(
            link.exec_driver_sql(
                f"SELECT count(*) FROM {tbl} WHERE person_id = ? AND void_at IS NULL",  # noqa: S608 - ours
                (person_id.bytes,),
            ).scalar_one()
        )
        for key, tbl in _LIVING.items()
    }
    for key, sql in (("papers", _PAPERS), ("history", _HISTORY)):
        counts[key] = sum(
            int(link.exec_driver_sql(sql, (one.bytes,)).scalar_one())
            for one in merged_set(session, person_id)
        )
    return counts
