"""How Alembic runs our migrations: on the connection the library hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

from rekreview.library.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # SQLite cannot alter a table in place, so a migration that changes one copies it.
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
