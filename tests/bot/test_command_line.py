"""What the administrator has to put right is one clear line and exit code 2, never a traceback."""

import logging
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.__main__ import main

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Command]:
    """Run a command line in a folder of its own; return its exit code and what it said."""
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()
    before = root.handlers[:], root.level

    def run(*arguments: str, **environment: str) -> tuple[int, str, str]:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("sys.argv", ["bot", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capfd.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    yield run
    root.handlers = before[0]
    root.setLevel(before[1])
    logging.captureWarnings(capture=False)


def one_line(text_: str) -> str:
    assert text_.count("\n") == 1, text_
    return text_


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({}, "BOT_TOKEN"),
        ({"BOT_TOKEN_FILE": "missing"}, "BOT_TOKEN_FILE"),
        ({"LISTEN": "nowhere"}, "LISTEN"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
        ({"DATABASE_URL": "sqlite:///data/zharyq.db"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://bot:secret@127.0.0.1/zharyq"}, "DATABASE_URL"),
        ({"RETAILER_FILE": "missing.toml"}, "missing.toml"),
        ({"BOT_TOKEN": "1:x", "WEBHOOK_URL": "https://example.kz/", "WEBHOOK_SECRET": "short"}, "WEBHOOK_SECRET"),
        ({"BOT_TOKEN": "not a token"}, "BOT_TOKEN"),
    ],
)
def test_a_broken_setting_is_named(environment: dict[str, str], named: str, command: Command) -> None:
    code, _, error = command("run", **environment)

    assert code == 2
    assert named in one_line(error)


def test_an_unknown_key_of_the_env_file_is_named(command: Command) -> None:
    Path(".env").write_text("BOT_TOKN=1\n")

    code, _, error = command("migrate")

    assert code == 2
    assert "BOT_TOKN" in one_line(error)


def test_an_unknown_role_is_named(command: Command) -> None:
    code, _, error = command("run", "--roles", "worker,juggler")

    assert code == 2
    assert "juggler" in one_line(error)


def test_a_key_file_that_is_none_is_named(command: Command) -> None:
    Path("data").mkdir()
    Path("data/secret.key").write_text("nothing\n")

    code, _, error = command("migrate")

    assert code == 2
    assert "secret.key" in one_line(error)


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"DATABASE_URL": "postgresql+asyncpg://bot:secret@127.0.0.1:1/zharyq"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite+aiosqlite:////proc/none/zharyq.db"}, "/proc/none"),
        ({"DATABASE_URL": "sqlite+aiosqlite:////bin/ls"}, "not a database"),
        ({"SECRET_KEY_FILE": "/proc/none/secret.key"}, "/proc/none"),
    ],
)
def test_a_database_that_is_not_there_is_named(environment: dict[str, str], named: str, command: Command) -> None:
    code, _, error = command("migrate", **environment)

    assert code == 2
    assert named in one_line(error)
    assert "secret@" not in error


def test_a_lost_key_file_is_not_replaced_in_silence(command: Command) -> None:
    assert command("demo-package", "package", "--accounts", "12")[0] == 0
    assert command("import", "package")[0] == 0
    Path("data/secret.key").unlink()

    for arguments in (["migrate"], ["import", "package"], ["run"]):
        code, _, error = command(*arguments, BOT_TOKEN="123456:" + "A" * 35)

        assert code == 2
        assert "SECRET_KEY_FILE" in one_line(error)


def test_data_of_another_format_are_replaced_by_the_import_that_cures_it(command: Command) -> None:
    command("demo-package", "package", "--accounts", "12")
    command("import", "package")
    engine = create_engine("sqlite:///data/zharyq.db")
    with engine.begin() as connection:
        connection.execute(text("UPDATE generations SET book_format = 99"))
    engine.dispose()
    assert command("migrate")[0] == 2

    code, said, _ = command("import", "package")

    assert (code, "Imported: 12 accounts" in said) == (0, True)
    assert command("migrate")[0] == 0


def test_a_port_in_use_is_named(command: Command) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        listen = f"127.0.0.1:{other.getsockname()[1]}"
        code, _, error = command(
            "run",
            BOT_TOKEN="123456:" + "A" * 35,
            TELEGRAM_API_URL="http://127.0.0.1:1",
            WEBHOOK_URL="https://example.kz/telegram",
            WEBHOOK_SECRET="s" * 32,
            LISTEN=listen,
        )

    assert code == 2
    assert listen in error.splitlines()[-1]


def test_a_database_of_another_version_is_refused(command: Command) -> None:
    assert command("migrate")[0] == 0
    engine = create_engine("sqlite:///data/zharyq.db")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    code, _, error = command("migrate")

    assert code == 2
    assert "9999" in one_line(error)


def test_migrating_and_verifying_an_empty_database(command: Command) -> None:
    assert command("migrate")[1] == "The database has schema 0002.\n"
    code, said, _ = command("audit", "verify")

    assert code == 0
    assert said.startswith("0 rows are whole")


def test_an_altered_audit_row_ends_in_exit_code_1(command: Command) -> None:
    command("migrate")
    engine = create_engine("sqlite:///data/zharyq.db")
    with engine.begin() as connection:
        row = "(1, '2026-11-22T06:00:00.000000Z', 'office', 'unlock', 'account:1', '', 1, 'no hash')"
        connection.execute(
            text(f"INSERT INTO audit (id, at, actor, action, subject, detail, chain, hash) VALUES {row}")
        )
    engine.dispose()

    code, said, _ = command("audit", "verify")

    assert code == 1
    assert "Row 1" in said
