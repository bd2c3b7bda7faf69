"""Found or registered once: merges, pairs, files of a person, imports, who is a newborn or unidentified."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what version 2 knows more."""
    _person()
    _representative()
    _former()
    _files()
    _merges()
    # A whole save is looked up to take it back.
    op.create_index("ix_outbox_group_id", "outbox", ["group_id"], unique=False)
    _local()


def _add(table: str, *columns: sa.Column) -> None:  # type: ignore[type-arg]
    for column in columns:
        op.add_column(table, column)


def _text(name: str, default: str = "") -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.Text(), server_default=sa.text(f"'{default}'"), nullable=False)


def _voidable() -> tuple[sa.Column, sa.Column]:  # type: ignore[type-arg]
    return sa.Column("void_at", sa.Text(), nullable=True), sa.Column("void_reason", sa.Text(), nullable=True)


def _key(table: str, column: str) -> sa.ForeignKeyConstraint:
    """A foreign key to a person, checked at the end of the transaction."""
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], ["person.id"], name=name, initially="DEFERRED", deferrable=True)


def _person() -> None:
    _add(
        "person",
        _text("record_place"),
        sa.Column("is_unidentified", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("newborn_order", sa.Integer(), nullable=True),
        _text("birth_precision", "day"),
        sa.Column("archived_on", sa.Date(), nullable=True),
        _text("archive_reason"),
        _text("found_place"),
        _text("found_when"),
    )
    _add("identity_document", sa.Column("valid_to", sa.Date(), nullable=True))


def _representative() -> None:
    _add(
        "legal_representative",
        sa.Column("birth_date", sa.Date(), nullable=True),
        _text("snils"),
        _text("document_kind"),
        _text("document_series"),
        _text("document_number"),
        sa.Column("document_issued_on", sa.Date(), nullable=True),
        _text("document_issuer"),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
    )
    name = op.f("ix_legal_representative_representative_id")
    op.create_index(name, "legal_representative", ["representative_id"], unique=False)


def _former() -> None:
    """Rows kept beside the one the record shows."""
    for table in ("identity_document", "policy", "address", "contact"):
        _add(table, sa.Column("is_former", sa.Boolean(), server_default=sa.text("0"), nullable=False))


def _files() -> None:
    op.create_table(
        "person_file",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("row_ver", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("dpi", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(), nullable=True),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.LargeBinary(), nullable=False),
        *_voidable(),
        _key("person_file", "person_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_file")),
    )
    op.create_index(op.f("ix_person_file_person_id"), "person_file", ["person_id"], unique=False)


def _merges() -> None:
    op.create_table(
        "person_merge",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("row_ver", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.LargeBinary(), nullable=False),
        sa.Column("from_id", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("journal", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.Text(), nullable=False),
        *_voidable(),
        _key("person_merge", "into_id"),
        _key("person_merge", "from_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merge")),
    )
    op.create_table(
        "pair_answer",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("row_ver", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.LargeBinary(), nullable=False),
        sa.Column("second_id", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.Text(), nullable=False),
        *_voidable(),
        _key("pair_answer", "first_id"),
        _key("pair_answer", "second_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_answer")),
    )
    for table, column in (
        ("person_merge", "into_id"), ("person_merge", "from_id"),
        ("pair_answer", "first_id"), ("pair_answer", "second_id"),
    ):  # fmt: skip
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _local() -> None:
    """Tables of this workplace alone."""
    op.create_table(
        "suspected_pair",
        sa.Column("first_id", sa.LargeBinary(), nullable=False),
        sa.Column("second_id", sa.LargeBinary(), nullable=False),
        sa.Column("strength", sa.Text(), nullable=False),
        sa.Column("matched", sa.Text(), nullable=False),
        sa.Column("found_at", sa.Text(), nullable=False),
        sa.Column("later_until", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_suspected_pair")),
    )
    op.create_index(op.f("ix_suspected_pair_second_id"), "suspected_pair", ["second_id"], unique=False)
    op.create_table(
        "import_run",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_table(
        "import_row",
        sa.Column("run_id", sa.LargeBinary(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("person_id", sa.LargeBinary(), nullable=True),
        sa.Column("group_id", sa.LargeBinary(), nullable=True),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "row_no", name=op.f("pk_import_row")),
    )
