"""What the administrator has to put right is one clear line and exit code 2, never a traceback."""

import asyncio
import logging
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot import settings
from bot.__main__ import main
from bot.settings import SettingsBroken
from core.retailer import DEMO_FILE
from core.storage.engine import Database
from core.storage.sealing import Vault
from tests.core.documents.keys import make_key
from tests.fakes.submissions import Confirmed, confirm

NUMBERS = [path.name[:4] for path in Path("core/storage/migrations/versions").glob("[0-9]*.py")]
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
        ({"ACCOUNTING_URL": "ftp://accounting.example"}, "ACCOUNTING_URL"),
        ({"ACCOUNTING_URL": "https://accounting.example/?token=x"}, "ACCOUNTING_URL"),
        ({"BOT_TOKEN": "1:x", "ACCOUNTING_URL": "https://accounting.example"}, "ACCOUNTING_TOKEN"),
        ({"ACCOUNTING_TOKEN": "12345678", "ACCOUNTING_TOKEN_FILE": "token"}, "not both"),
        ({"ACCOUNTING_TOKEN_FILE": "missing"}, "ACCOUNTING_TOKEN_FILE"),
        ({"ACCOUNTING_URL": "http://accounting.example"}, "use https://"),
        ({"ACCOUNTING_URL": "http://127.0.0.1.example"}, "use https://"),
        ({"ACCOUNTING_URL": "https://bot:secret@accounting.example"}, "ACCOUNTING_TOKEN"),
        ({"ACCOUNTING_URL": "https://accounting.example/v1/"}, "/v1"),
        ({"ACCOUNTING_URL": "https://accounting.example:99999"}, "no address"),
        ({"ACCOUNTING_URL": "https://.."}, "no address"),
        ({"SMTP_URL": "mail.example.kz"}, "SMTP_URL"),
        ({"SMTP_URL": "smtp://mail.example.kz:25"}, "smtp:// is for 127.0.0.1"),
        ({"SMTP_URL": "smtps://bot:secret@mail.example.kz:99999"}, "SMTP_URL"),
        ({"BOT_TOKEN": "1:x", "SMTP_URL": "smtps://mail.example.kz"}, "MAIL_FROM"),
        ({"BOT_TOKEN": "1:x", "SMTP_URL": "smtps://bot@mail.example.kz", "MAIL_FROM": "a@b.kz"}, "SMTP_PASSWORD"),
        ({"SMTP_PASSWORD_FILE": "missing"}, "SMTP_PASSWORD_FILE"),
        ({"SMTP_PASSWORD": "secret", "SMTP_PASSWORD_FILE": "missing"}, "not both"),
        ({"MAIL_FROM": "Retailer <a@b.kz>"}, "MAIL_FROM"),
    ],
)
def test_a_broken_setting_is_named(environment: dict[str, str], named: str, command: Command) -> None:
    code, _, error = command("run", **environment)

    assert code == 2
    assert named in one_line(error)


@pytest.mark.parametrize(
    ("passphrase", "named"), [(None, "there is no file"), ("wrong", "SIGNING_KEY_PASSPHRASE"), ("", "acts.p12")]
)
def test_a_key_that_cannot_sign_stops_the_start(passphrase: str | None, named: str, command: Command) -> None:
    told = DEMO_FILE.read_text(encoding="utf-8").replace('signing_key_file = ""', 'signing_key_file = "acts.p12"')
    Path("retailer.toml").write_text(told, encoding="utf-8")
    if passphrase is not None:
        make_key(Path("acts.p12"))

    code, _, error = command(
        "run",
        RETAILER_FILE="retailer.toml",
        BOT_TOKEN="123456:ABCDEFGHIJKLMNOPQRSTUVWXYZ012345678",
        SIGNING_KEY_PASSPHRASE=passphrase or "",
    )

    assert code == 2
    assert named in one_line(error)
    assert "signing_key_file" in error


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
    assert command("migrate")[1] == f"The database has schema {max(NUMBERS)}.\n"
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


def test_readings_are_exported_acknowledged_and_settled_by_hand(command: Command, tmp_path: Path) -> None:
    command("migrate")
    (first, second) = asyncio.run(confirmed(tmp_path, 2))

    code, said, _ = command("export-readings", "--dir", str(tmp_path / "out"))
    assert (code, "Readings written: 2." in said) == (0, True)
    assert "Nothing waits." in command("export-readings", "--dir", str(tmp_path / "out"))[1]

    answers = tmp_path / "readings_ack_1.csv"
    answers.write_text(f"submission_id;status;reason_code;processed_at\n{first.submission_id};accepted;;\n")
    assert command("acknowledge", str(answers))[:2] == (0, "Accepted: 1. Refused: 0. Known before: 0.\n")
    answers.write_text(f"submission_id;status;reason_code;processed_at\n{first.submission_id};rejected;x;\n")
    code, said, _ = command("acknowledge", str(answers))
    assert (code, "For an operator, see `unclear`: 1." in said) == (1, True)

    number = f"202611-{first.id:06}"
    listed = command("unclear")[1]
    assert number in listed
    assert "accepted, then refused" in listed
    assert command("settle", number, "resend")[0] == 1
    assert command("settle", number, "accepted")[:2] == (0, f"{number}: settled as accepted.\n")
    assert command("unclear")[1] == "Nothing is unclear.\n"
    assert "is not on the list" in command("settle", f"202611-{second.id:06}", "accepted")[2]
    assert "is not on the list" in command("settle", "nonsense", "accepted")[2]


async def confirmed(folder: Path, number: int) -> list[Confirmed]:
    url = f"sqlite+aiosqlite:///{folder}/data/zharyq.db"
    database = Database(url, Vault.from_file(folder / "data/secret.key"))
    try:
        return await confirm(database, number)
    finally:
        await database.dispose()


def test_where_readings_go_has_to_be_said(command: Command) -> None:
    command("migrate")

    code, _, error = command("export-readings")

    assert (code, "EXCHANGE_DIR" in error) == (2, True)


def test_readings_that_go_online_are_not_written_to_files(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    command("migrate")
    monkeypatch.setenv("ACCOUNTING_URL", "http://127.0.0.1:9")

    code, _, error = command("export-readings", "--dir", str(tmp_path))

    assert (code, "ACCOUNTING_URL is set" in error) == (2, True)


def test_the_token_of_the_accounting_system_is_needed_kept_out_of_logs_and_from_one_source(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ACCOUNTING_URL", "https://accounting.example")
    for broken in ("", "short", "with a space in it", "тест-тест-тест"):
        monkeypatch.setenv("ACCOUNTING_TOKEN", broken)
        with pytest.raises(SettingsBroken, match="ACCOUNTING_TOKEN"):
            _ = settings.load().token_of_accounting
    monkeypatch.setenv("ACCOUNTING_TOKEN", "a-token-of-16-signs")
    assert "a-token-of-16-signs" in settings.load().secrets
    assert "a-token-of-16-signs" not in repr(settings.load())
    monkeypatch.setenv("ACCOUNTING_TOKEN_FILE", str(tmp_path / "token"))
    with pytest.raises(SettingsBroken, match="not both"):
        settings.load()


def test_the_password_of_the_mail_server_has_one_source_and_is_kept_out_of_logs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MAIL_FROM", "Noreply@почта.example")
    monkeypatch.setenv("SMTP_URL", "smtps://bot:pass%2Fw9@mail.example")
    assert {"pass%2Fw9", "pass/w9"} <= set(settings.load().secrets)
    assert "w9" not in repr(settings.load())
    assert settings.load().mail_from == "Noreply@xn--80a1acny.example"
    monkeypatch.setenv("SMTP_PASSWORD", "other")
    with pytest.raises(SettingsBroken, match="leave one out"):
        _ = settings.load().mail_server
    monkeypatch.delenv("SMTP_PASSWORD")
    (tmp_path / "password").write_text("from a file\n")
    monkeypatch.setenv("SMTP_PASSWORD_FILE", str(tmp_path / "password"))
    monkeypatch.setenv("SMTP_URL", "smtp+starttls://bot@mail.example")
    server = settings.load().mail_server
    assert server is not None
    assert (server.password, "from a file" in settings.load().secrets) == ("from a file", True)


def test_a_line_left_empty_is_not_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty EXCHANGE_DIR is no folder, the one of the bot least of all."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("EXCHANGE_DIR=\nACCOUNTING_URL=\nBOT_TOKEN=1:x\nBOT_TOKEN_FILE=\n")

    found = settings.load()

    assert (found.folder_of_registry, found.token) == (None, "1:x")


def test_where_both_ways_are_set_readings_go_online(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXCHANGE_DIR", str(tmp_path))
    assert settings.load().folder_of_registry == tmp_path
    monkeypatch.setenv("ACCOUNTING_URL", "https://accounting.example")
    assert settings.load().folder_of_registry is None
