"""What Alembic runs: the scripts, on the connection and in the transaction of the caller."""

from alembic import context

from complaint_rules.audit.schema import VERSION_TABLE
from complaint_rules.audit.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=False,  # all scripts run in the caller's transaction
)
context.run_migrations()
