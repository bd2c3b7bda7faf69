"""Alembic's entry: runs the versions on the connection that ``schema`` hands over, in its transaction."""

from alembic import context

from registrar_app.models.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    # The caller has begun the transaction and ends it: tables, stamp and version number come together.
    transactional_ddl=False,
)
context.run_migrations()
