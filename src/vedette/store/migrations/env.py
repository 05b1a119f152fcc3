"""Alembic's entry: runs the revisions on the connection (and inside the transaction) that `store.upgrade` hands over."""

from alembic import context

from vedette.store.schema import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, version_table=VERSION_TABLE
)
with context.begin_transaction():
    context.run_migrations()
