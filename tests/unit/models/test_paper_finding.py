"""A paper found by its file: the right one, and by an index among a million."""

from datetime import UTC, date, datetime

from model_samples import ACTOR, IVANOV
from sqlalchemy.dialects import sqlite

from registrar_app.domain.records import NewCertificate
from registrar_app.models import paper_finding, papers, people
from registrar_app.models.store import Store


def put(store: Store, number: str, digest: str) -> None:
    with store.change(ACTOR) as work:
        person_id = people.save_person(work, None, IVANOV)
        paper = NewCertificate(
            person_id, "f1", "e1", number, date(2026, 5, 6), "{}", "{}", blob_sha256=digest, level="B-B",
            signed_at=datetime(2026, 5, 6, 7, 8, tzinfo=UTC),
        )  # fmt: skip
        papers.add_certificate(work, paper)


def test_paper_when_sought_by_its_file_is_found_and_another_is_not(store: Store) -> None:
    put(store, "0000001", "a" * 64)
    put(store, "0000002", "b" * 64)
    with store.read() as session:
        found = paper_finding.by_files(session, ("c" * 64, "b" * 64))
        assert found is not None
        record = papers.load_certificate(session, found)
        assert record is not None
        assert record.data.number == "0000002"
        assert paper_finding.by_files(session, ("c" * 64,)) is None


def test_paper_when_sought_by_its_file_is_walked_to_by_an_index(store: Store) -> None:
    with store.read() as session:
        sql = str(paper_finding.files_query(("a" * 64, "b" * 64)).compile(
            dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}
        ))  # fmt: skip
        plan = " ".join(row[3] for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}"))
    assert "ix_medical_certificate_file" in plan
    assert "SCAN" not in plan
