"""Moves a database up and down its history."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

_HERE = Path(__file__).parent


def _config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring a database up to a revision."""
    command.upgrade(_config(engine), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take a database down to a revision; what the later ones added is lost."""
    command.downgrade(_config(engine), revision)


def revisions(engine: Engine) -> list[str]:
    """Return every revision, oldest first."""
    script = ScriptDirectory.from_config(_config(engine))
    return [step.revision for step in script.walk_revisions()][::-1]


def is_current(engine: Engine) -> bool:
    """Tell whether a database is at the newest revision."""
    head = ScriptDirectory.from_config(_config(engine)).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head
