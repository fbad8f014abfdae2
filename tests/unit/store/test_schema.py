from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, inspect, text

from grader.store import migrations
from grader.store.migrate import migrate
from grader.store.sqlite import engine_for
from grader.store.tables import metadata


def shape(engine: Engine) -> dict[str, object]:
    """Everything about the tables that a query or a constraint can notice."""
    look = inspect(engine)
    found: dict[str, object] = {}
    for name in sorted(set(look.get_table_names()) - {"alembic_version"}):
        columns = [(c["name"], str(c["type"]), c["nullable"], c["primary_key"]) for c in look.get_columns(name)]
        references = sorted(
            (k["constrained_columns"], k["referred_table"], k["referred_columns"]) for k in look.get_foreign_keys(name)
        )
        unique = sorted(u["column_names"] for u in look.get_unique_constraints(name))
        found[name] = (columns, references, unique)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql NOT NULL"))
        found["indexes"] = {name: " ".join(sql.split()) for name, sql in rows}
    return found


def test_the_migrations_build_what_the_code_expects(tmp_path: Path) -> None:
    migrated = engine_for(tmp_path / "migrated.db")
    migrate(migrated)
    declared = create_engine(f"sqlite:///{tmp_path / 'declared.db'}")
    metadata.create_all(declared)

    assert shape(migrated) == shape(declared)

    declared.dispose()


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    engine = engine_for(tmp_path / "grader.db")
    migrate(engine)
    before = shape(engine)

    migrate(engine)

    assert shape(engine) == before


def test_a_claim_uses_the_index_however_many_rows_are_finished(tmp_path: Path) -> None:
    engine = engine_for(tmp_path / "grader.db")
    migrate(engine)
    with engine.connect() as connection:
        plan = connection.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT id FROM submission WHERE finished_at IS NULL AND lease_until <= 5"
                " ORDER BY priority DESC, created_at, id LIMIT 1"
            )
        ).all()

    assert [row.detail for row in plan] == ["SCAN submission USING INDEX submission_unfinished_by_priority"]


def test_what_an_older_version_kept_is_still_there_after_the_migration(tmp_path: Path) -> None:
    engine = engine_for(tmp_path / "grader.db")
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text("INSERT INTO token VALUES ('ada', 'ada', 'owner', 'hash', 0, NULL)"))
        columns = "'s1', 'ada', '6.1', 'v1', 'a.json', '{}', 'sha', 7, 'done', 1, 0, 0, 5, 6"
        connection.execute(text(f"INSERT INTO submission VALUES ({columns})"))
        connection.execute(text("INSERT INTO result VALUES ('s1', 1, '{}', 6)"))

    migrate(engine)

    with engine.connect() as connection:
        assert connection.execute(text("SELECT id, seed FROM submission")).all() == [("s1", 7)]
        assert connection.execute(text("SELECT report FROM result")).scalar_one() == "{}"
        assert connection.execute(text("SELECT count(*) FROM decision")).scalar_one() == 0
