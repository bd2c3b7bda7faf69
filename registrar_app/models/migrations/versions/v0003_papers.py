"""Every paper of the desk: requests, blanks, phrases, batches, levels of signature that are added later."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what version 3 knows more."""
    _papers()
    _requests()
    _phrases()
    _local()
    op.create_index(
        "ix_audit_event_by_hand",
        "audit_event",
        ["staff_id", "desk"],
        sqlite_where=sa.text("action IN ('save', 'undo') AND source <> 'import'"),
    )
    for table in ("medical_certificate", "certificate_event", "blank_event", "paper_request_event"):
        _protect(table)


def _protect(table: str) -> None:
    """Guards of an append-only table over all its present columns."""
    columns = [row[1] for row in op.get_bind().exec_driver_sql(f"PRAGMA table_info({table})")]
    facts = ", ".join(f'"{column}"' for column in columns if column != "row_ver")
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    op.execute(f"DROP TRIGGER IF EXISTS {table}_keeps")
    op.execute(f"CREATE TRIGGER {table}_keeps BEFORE UPDATE OF {facts} ON {table} {refuse}")
    op.execute(f"CREATE TRIGGER IF NOT EXISTS {table}_stays BEFORE DELETE ON {table} {refuse}")


def _synced() -> tuple[sa.Column, sa.Column]:  # type: ignore[type-arg]
    return sa.Column("id", sa.LargeBinary(), nullable=False), sa.Column(
        "row_ver", sa.Integer(), nullable=False
    )


def _texts(*names: str) -> list[sa.Column]:  # type: ignore[type-arg]
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _id(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.LargeBinary(), nullable=True)


def _owner(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [target], name=name, initially="DEFERRED", deferrable=True)


def _papers() -> None:
    op.add_column("medical_certificate", sa.Column("valid_until", sa.Date(), nullable=True))
    op.add_column(
        "certificate_event", sa.Column("blob_sha256", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    _journal()
    op.create_table(
        "blank_event",
        *_synced(),
        *_texts("form", "series"),
        sa.Column("year", sa.Integer(), nullable=False),
        *_texts("first", "last", "kind", "reason"),
        _id("certificate_id"),
        *_texts("desk"),
        _id("staff_id"),
        *_texts("made_at"),
        _key("blank_event", "certificate_id", "medical_certificate.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blank_event")),
    )


def _journal() -> None:
    """Indexes in the order of the journal's pages, in place of the plain ones; one by the file of a paper."""
    for column in ("issued_on", "name_key", "person_id"):
        op.drop_index(op.f(f"ix_medical_certificate_{column}"), "medical_certificate")
    for name, columns in (
        ("day", ["issued_on", "id"]),
        ("form_day", ["form", "issued_on", "id"]),
        ("physician_day", ["physician", "issued_on", "id", "form"]),
        ("name", ["name_key", "issued_on", "form", "physician", "id"]),
        ("end", ["valid_until", "id", "person_id", "form"]),
        ("person", ["person_id", "form", "valid_until", "id"]),
        ("file", ["blob_sha256"]),
    ):
        op.create_index(op.f(f"ix_medical_certificate_{name}"), "medical_certificate", columns)
    op.create_index(
        op.f("ix_certificate_event_end"),
        "certificate_event",
        ["certificate_id", "kind"],
        sqlite_where=sa.text("kind IN ('spoiled', 'lost', 'annulled', 'replaced')"),
    )


def _requests() -> None:
    op.create_table(
        "paper_request",
        *_synced(),
        _owner("person_id"),
        *_texts("form", "state"),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("term_days", sa.Integer(), nullable=False),
        *_texts("asked_by", "contact", "channel", "purpose", "missing"),
        _id("doctor_id"),
        _id("taken_by"),
        *_texts("refusal_reason"),
        _id("refusal_id"),
        _id("certificate_id"),
        *_texts("note"),
        sa.Column("void_at", sa.Text(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        _key("paper_request", "person_id", "person.id"),
        _key("paper_request", "refusal_id", "medical_certificate.id"),
        _key("paper_request", "certificate_id", "medical_certificate.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_request")),
    )
    for column in ("person_id", "state", "due_on"):
        op.create_index(op.f(f"ix_paper_request_{column}"), "paper_request", [column])
    op.create_table(
        "paper_request_event",
        *_synced(),
        _owner("request_id"),
        _owner("person_id"),
        *_texts("kind", "note"),
        _id("staff_id"),
        *_texts("made_at"),
        _key("paper_request_event", "request_id", "paper_request.id"),
        _key("paper_request_event", "person_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_request_event")),
    )
    op.create_index(op.f("ix_paper_request_event_request_id"), "paper_request_event", ["request_id"])


def _phrases() -> None:
    op.create_table(
        "phrase",
        *_synced(),
        _id("staff_id"),
        *_texts("form", "field", "body"),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("void_at", sa.Text(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase")),
    )


def _local() -> None:
    """Tables of this workplace alone."""
    op.create_table(
        "batch_run",
        _owner("id"),
        *_texts("form", "file_name", "state", "plan"),
        _id("staff_id"),
        *_texts("made_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_run")),
    )
    op.create_table(
        "batch_row",
        _owner("run_id"),
        sa.Column("row_no", sa.Integer(), nullable=False),
        *_texts("outcome", "case"),
        _owner("paper_id"),
        _id("person_id"),
        *_texts("codes"),
        sa.PrimaryKeyConstraint("run_id", "row_no", name=op.f("pk_batch_row")),
    )
    op.create_table(
        "signature_upgrade",
        _owner("certificate_id"),
        *_texts("level", "state"),
        sa.Column("tries", sa.Integer(), nullable=False),
        *_texts("last_code", "next_at", "made_at"),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_signature_upgrade")),
    )
