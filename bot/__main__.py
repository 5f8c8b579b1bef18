"""The command line: `python -m bot …`."""

import asyncio
import contextlib
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
import uvloop
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import DBAPIError

from bot import accounting, appeals, campaigns, cutoffs, describing, logs, office, operators, settings
from bot.appeals import Outcome
from bot.office import OfficeRefused
from bot.settings import Settings, SettingsBroken
from core.clock import ZoneDataOld, system_clock, today_in_almaty
from core.desk.model import Role
from core.readings.answers import Decision
from core.retailer import Retailer, RetailerFileBroken
from core.storage import schema
from core.storage.audit import AuditChain, Verdict
from core.storage.engine import Database
from core.storage.schema import SchemaUnknown
from core.storage.sealing import KeyFileBroken, Vault
from core.tariffs.described import CaseBroken

T = TypeVar("T")

cli = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
audit = typer.Typer(no_args_is_help=True, help="The log of who saw what.")
cli.add_typer(audit, name="audit")
campaign = typer.Typer(no_args_is_help=True, help="Messages of the office to many.")
cli.add_typer(campaign, name="campaign")
operator = typer.Typer(no_args_is_help=True, help="Who answers consumers at the desk.")
cli.add_typer(operator, name="operators")

# What the administrator has to put right: one line says what, exit code 2.
BROKEN = (SettingsBroken, RetailerFileBroken, KeyFileBroken, SchemaUnknown, ZoneDataOld)
# What was asked for cannot be: one line and exit code 1.
REFUSED = (OfficeRefused, CaseBroken)
# The disk is full, the server is away, a folder may not be written: one line and exit code 2 as well.
AWAY = (OSError, DBAPIError)
Roles = Annotated[str, typer.Option(help="Some of receiver,worker,sender,clock; several processes need PostgreSQL.")]

Account = Annotated[str, typer.Argument(help="The account number.")]
Branch = Annotated[str | None, typer.Option(help="The branch's code, where several branches have the number.")]


@cli.command()
def run(roles: Roles = "all") -> None:
    """Run the bot until SIGTERM or Ctrl-C; a fresh or older database is brought up to date first."""
    from bot import app  # takes seconds to import, which the other commands need not wait for

    found = load()
    chosen = app.ROLES if roles == "all" else tuple(roles.split(","))
    if strange := set(chosen) - set(app.ROLES):
        raise SettingsBroken(f"--roles: {', '.join(sorted(strange))} is none of {', '.join(app.ROLES)}")
    wait_for(until_stopped(lambda stop: app.run(found, stop, roles=chosen)))


@cli.command()
def demo(
    state: Annotated[
        Path | None,
        typer.Option(help="A folder that keeps chats and data for the next time; default: nothing is kept."),
    ] = None,
    port: Annotated[int | None, typer.Option(help="Of the chat page; default: 8642, or any that is free.")] = None,
) -> None:
    """Try it all without Telegram: a chat page, demo data and the bot; Ctrl-C ends all of them."""
    from bot import demo as whole

    logs.configure("WARNING", "console", [])
    with contextlib.ExitStack() as stack:
        folder = state or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="zharyq-demo-")))
        console = Console(width=None if sys.stdout.isatty() else 120)
        wait_for(until_stopped(lambda stop: whole.run(stop, folder=folder, port=port, console=console)))


@cli.command()
def migrate() -> None:
    """Bring the database to the schema of this version; `run` and `demo` do so by themselves."""

    async def bring_up_to_date() -> str:
        async with opened(load()) as database:
            return await schema.migrate(database, system_clock())

    typer.echo(f"The database has schema {wait_for(bring_up_to_date())}.")


@cli.command("import")
def import_package(
    path: Annotated[Path, typer.Argument(help="The folder or zip of an exchange package.", exists=True)],
    allow_shrink: Annotated[bool, typer.Option(help="Accept a package with over 10 % less in it.")] = False,
) -> None:
    """Take in an exchange package of the accounting system; exit 1: refused, and nothing has changed."""
    from bot import importing

    found, console = load(), Console(width=None if sys.stdout.isatty() else 120)

    async def taken() -> bool:
        async with opened(found) as database:
            await schema.migrate(database, system_clock(), any_book=True)
            retailer = Retailer.from_file(found.retailer_file)
            report = await importing.take_in(
                database, retailer, system_clock(), path, allow_shrink=allow_shrink, console=console
            )
        importing.show(report, console)
        return report.accepted

    if not wait_for(taken()):
        raise typer.Exit(1)


@cli.command("export-readings")
def export_readings(
    folder: Annotated[Path | None, typer.Option("--dir", help="Where to; default: out/ of EXCHANGE_DIR.")] = None,
) -> None:
    """Write the confirmed readings that wait into a registry for the accounting system."""
    accounting.show_exported(with_database(lambda database, found: accounting.export(database, found, folder)), wide())


@cli.command()
def acknowledge(
    path: Annotated[Path, typer.Argument(help="readings_ack_*.csv", exists=True, dir_okay=False)],
) -> None:
    """Take in what the accounting system says to readings; exit 1: something was left out, or an operator must look."""
    told = with_database(lambda database, found: accounting.acknowledge(database, found, path))
    accounting.show_acknowledged(told, wide())
    if not told.whole:
        raise typer.Exit(1)


@cli.command()
def unclear() -> None:
    """List the readings of which nobody can tell whether they have arrived, by number; no personal data."""
    listed = with_database(lambda database, found: office.unclear(database, retailer_of(found)))
    console = wide()
    if listed:
        console.print(office.unclear_table(listed), soft_wrap=True)
        console.print("Look each up in the accounting system by its submission_id.")
    else:
        console.print("Nothing is unclear.")


@cli.command()
def settle(
    number: Annotated[str, typer.Argument(help="As `unclear` shows it: 202611-000123.")],
    decision: Annotated[Decision, typer.Argument(help="What the accounting system has made of it.")],
) -> None:
    """Decide on an unclear reading; the consumer is told. `resend` asks about it and sends it once more if need be."""

    async def settled(database: Database, found: Settings) -> str:
        return await office.settle(database, retailer_of(found), found.operator_chat_id, number, decision)

    typer.echo(with_database(settled))


@cli.command("appeals")
def list_appeals() -> None:
    """List the appeals that wait for an answer, the most urgent first; account numbers only, no personal data."""
    listed = with_database(lambda database, found: appeals.open_ones(database, retailer_of(found)))
    console = wide()
    if listed:
        console.print(appeals.table(listed, today_in_almaty(system_clock())), soft_wrap=True)
        console.print("To read one: python -m bot appeal NUMBER")
    else:
        console.print("No appeal waits for an answer.")


@cli.command()
def appeal(
    number: Annotated[str, typer.Argument(help="As `appeals` shows it: A-2026-000123.")],
    text: Annotated[str, typer.Argument(help="What the consumer is told; a refusal needs a reason.")] = "",
    answer: Annotated[Outcome | None, typer.Option(help="Close it; without this it is shown.")] = None,
) -> None:
    """Show an appeal, which the audit log notes, or answer it: once, and the consumer is told in the chat."""

    async def done(database: Database, found: Settings) -> str:
        retailer = retailer_of(found)
        if answer is None:
            return await appeals.shown(database, retailer, number)
        return await appeals.answer(database, retailer, number, answer, text)

    typer.echo(with_database(done))


@cli.command()
def cutoff(
    path: Annotated[Path, typer.Argument(help="A CSV file: branch_code;account_no;debt;cutoff_on.")],
) -> None:
    """Send the notice of law before a disconnection to the chats of a list of accounts; all of it or nothing.

    One to many chats waits until another person approves it: `campaign approve`.
    """

    async def begun(database: Database, found: Settings) -> str:
        return await cutoffs.begin(database, retailer_of(found), system_clock(), path, by=campaigns.clerk())

    typer.echo(with_database(begun))


@cli.command("cutoff-report")
def cutoff_report(
    campaign: Annotated[int, typer.Argument(help="As `cutoff` has said.", min=1)],
    record: Annotated[Path | None, typer.Option("--csv", help="Where the record goes, a line for each chat.")] = None,
    paper: Annotated[Path | None, typer.Option(help="Where the list of those goes who need it on paper.")] = None,
    pdf: Annotated[Path | None, typer.Option(help="Where the record goes as a PDF.")] = None,
) -> None:
    """Show what became of such a list: who was reached, when, with which words; who needs the notice on paper."""

    async def done(database: Database, found: Settings) -> str:
        files = cutoffs.Files(record=record, paper=paper, pdf=pdf)
        return await cutoffs.report(database, retailer_of(found), system_clock(), campaign, files)

    typer.echo(with_database(done))


@cli.command("demo-package")
def demo_package(
    directory: Annotated[Path, typer.Argument(help="Where to; it is made.")],
    accounts: Annotated[int, typer.Option(min=1)] = 1000,
    seed: Annotated[int, typer.Option(min=0)] = 1,
    months: Annotated[int, typer.Option(min=12, max=120)] = 12,
) -> None:
    """Write a synthetic exchange package of any size, with every awkward case in it."""
    from core.exchange.demo import write_demo_package

    code = Retailer.from_file(load().retailer_file).code
    as_of = today_in_almaty(system_clock())
    write_demo_package(directory, accounts=accounts, seed=seed, as_of=as_of, months=months, operator=code)
    typer.echo(f"{directory} has a package of {accounts:,} accounts as of {as_of}.")


@cli.command()
def calculate(path: Annotated[Path, typer.Argument(help="A case in JSON, as docs/tariffs.md describes it.")]) -> None:
    """Calculate a described case line by line, to check the tariff book against a known bill; exit 1: it is broken."""
    from bot import calculating

    typer.echo(calculating.explained(path))


@cli.command("link-policy")
def link_policy() -> None:
    """Print how far guessing gets with the imported payments; no personal data."""
    found = load()

    async def tables() -> list[Table]:
        async with opened(found) as database:
            await schema.check(database)
            return await office.link_policy(database, Retailer.from_file(found.retailer_file).linking)

    console = Console(width=None if sys.stdout.isatty() else 120)
    for table in wait_for(tables()):
        console.print(table)


@cli.command()
def unlock(account: Account, branch: Branch = None) -> None:
    """Let new chats link an account again after too many wrong tries or «not me»."""
    typer.echo(at_the_counter(office.unlock, account, branch))


@cli.command("issue-code")
def issue_code(account: Account, branch: Branch = None) -> None:
    """Make a one-time code for somebody who has shown who he is; it is shown once."""
    typer.echo(at_the_counter(office.issue_code, account, branch))


@cli.command()
def bench(
    names: Annotated[list[str] | None, typer.Argument(help="Some of the files of bench/; default: all.")] = None,
) -> None:
    """Measure speed and size on this machine against the budgets; exit 1: one of them is missed."""
    folder = Path(__file__).parents[1] / "bench"
    known = sorted(file.stem for file in folder.glob("*.py") if "def main()" in file.read_text(encoding="utf-8"))
    if strange := set(names or ()) - set(known):
        raise SettingsBroken(f"bench: {', '.join(sorted(strange))} is none of {', '.join(known)}")
    missed = [name for name in names or known if _measure(name, folder.parent) != 0]
    raise typer.Exit(1 if missed else 0)


def of_campaign(act: Callable[[Any], Awaitable[Any]]) -> None:
    """Do something with one campaign and print how it stands then."""
    done = with_database(lambda database, found: campaigns.act(database, retailer_of(found), act))
    typer.echo(done if isinstance(done, str) else campaigns.line(done))


@campaign.command("new")
def new_campaign(path: Annotated[Path, typer.Argument(help="As docs/examples/campaign.toml.", exists=True)]) -> None:
    """Make a draft of a described campaign; its number is printed. A file of it is put into the operators' group."""

    async def made(database: Database, found: Settings) -> str:
        async def upload(kind: str, file: Path) -> str:
            from bot import app  # as in `run`

            return await app.upload(found, kind, file)

        return campaigns.line(await campaigns.begin(database, retailer_of(found), path, upload))

    typer.echo(with_database(made))


@campaign.command("check")
def check_campaign(number: int) -> None:
    """Count whom it would reach now, with every text filled in."""
    retailer = retailer_of(load())
    of_campaign(lambda cabinet: campaigns.checked(cabinet, retailer, number))


@campaign.command("send")
def send_campaign(
    number: int,
    at: Annotated[str, typer.Option(help="A time of Kazakhstan: 2026-12-01 10:00; default: now.")] = "",
    pilot: Annotated[bool, typer.Option(help="To a few chats first.")] = False,
) -> None:
    """Begin it as it was checked; a large one waits for another person's approval."""
    of_campaign(lambda cabinet: campaigns.sent(cabinet, number, at, pilot=pilot))


@campaign.command("approve")
def approve_campaign(number: int) -> None:
    """Agree to a large one as the second person; who has worked on it cannot."""
    of_campaign(lambda cabinet: cabinet.launching.approve(campaign_id=number, by=campaigns.clerk()))


@campaign.command("pause")
def pause_campaign(number: int) -> None:
    """Send nothing more of it until it is resumed."""
    of_campaign(lambda cabinet: cabinet.launching.pause(campaign_id=number, by=campaigns.clerk()))


@campaign.command("resume")
def resume_campaign(number: int) -> None:
    """Go on with everybody who is left."""
    of_campaign(lambda cabinet: cabinet.launching.resume(campaign_id=number, by=campaigns.clerk()))


@campaign.command("cancel")
def cancel_campaign(number: int) -> None:
    """Send nothing more of it, ever."""
    of_campaign(lambda cabinet: cabinet.launching.cancel(campaign_id=number, by=campaigns.clerk()))


@campaign.command("recall")
def recall_campaign(number: int) -> None:
    """Delete what has arrived, as far as Telegram lets it: for two days; a campaign of its own, which is printed."""
    of_campaign(lambda cabinet: cabinet.recalling.recall(campaign_id=number, by=campaigns.clerk()))


@campaign.command("edit")
def edit_campaign(
    number: int, path: Annotated[Path, typer.Argument(help="[texts] as in docs/examples/campaign.toml.", exists=True)]
) -> None:
    """Make a draft that puts other texts into what has arrived: a campaign of its own, to be checked and sent."""
    texts, by = describing.corrected(path), campaigns.clerk()
    of_campaign(lambda cabinet: cabinet.recalling.correct(campaign_id=number, by=by, texts=texts))


@campaign.command("show")
def show_campaign(number: int) -> None:
    """Say how far it is."""
    of_campaign(lambda cabinet: cabinet.launching.get(campaign_id=number))


@campaign.command("list")
def list_campaigns() -> None:
    """List the newest ones, those of the calendar among them."""
    newest = with_database(
        lambda database, found: campaigns.act(
            database, retailer_of(found), lambda cabinet: cabinet.campaigns.newest(most=20)
        )
    )
    for each in newest:
        typer.echo(f"{each.about} {campaigns.line(each)}")


@campaign.command("report")
def report_campaign(
    number: int,
    csv: Annotated[Path | None, typer.Option(help="What has become of each recipient.")] = None,
    pdf: Annotated[Path | None, typer.Option(help="A page with the whole: texts, people, times, sums.")] = None,
    language: Annotated[str, typer.Option(help="Of the page: kk or ru (Kazakh and Russian), en.")] = "kk",
) -> None:
    """Write what has become of it, as a table, as a page, or both."""
    if csv is None and pdf is None:
        raise OfficeRefused("Say what to write: --csv FILE, --pdf FILE, or both.")
    files = campaigns.Files(csv=csv, pdf=pdf, language=language)
    with_database(lambda database, found: campaigns.report(database, retailer_of(found), number, files))
    for path in filter(None, (pdf, csv)):
        typer.echo(f"{path} is written.")


@operator.command("list")
def list_operators() -> None:
    """List who answers consumers in the operators' groups."""
    found = with_database(lambda database, settings: operators.listed(database, retailer_of(settings)))
    console = wide()
    if found:
        console.print(operators.table(found), soft_wrap=True)
    else:
        console.print("Nobody answers yet: python -m bot operators add ID NAME --admin")


@operator.command("add")
def add_operator(
    user_id: Annotated[int, typer.Argument(help="The id of Telegram; the bot names it to whoever is refused.", min=1)],
    name: Annotated[str, typer.Argument(help="As consumers read it in «My name is …».")],
    admin: Annotated[bool, typer.Option(help="May add and remove others by /operators.")] = False,
) -> None:
    """Let somebody answer consumers; again: another name, or the right to add others."""
    role = Role.ADMINISTRATOR if admin else Role.OPERATOR
    typer.echo(with_database(lambda database, found: operators.add(database, retailer_of(found), user_id, name, role)))


@operator.command("remove")
def remove_operator(user_id: int) -> None:
    """Let somebody answer no more; what he had taken is nobody's again."""
    typer.echo(with_database(lambda database, found: operators.remove(database, retailer_of(found), user_id)))


@audit.command("verify")
def verify_audit() -> None:
    """Recompute the chain of hashes; exit 1 names the first row that was altered or taken out."""

    async def verify() -> Verdict:
        async with opened(load()) as database:
            await schema.check(database)
            return await AuditChain(database).verify()

    verdict = wait_for(verify())
    if verdict.broken_at is not None:
        typer.echo(
            f"Row {verdict.broken_at} of the chain was {verdict.what}; the {verdict.chained} before it are whole."
        )
        raise typer.Exit(1)
    typer.echo(f"{verdict.chained} rows are whole, {verdict.waiting} are not chained yet. Last hash: {verdict.last}")


def at_the_counter(act: Callable[..., Awaitable[str]], account: str, branch: str | None) -> str:
    found = load()

    async def done() -> str:
        async with opened(found) as database:
            await schema.check(database)
            return await act(database, Retailer.from_file(found.retailer_file), system_clock(), account, branch)

    told: str = wait_for(done())
    return told


def with_database(act: Callable[[Database, Settings], Awaitable[T]]) -> T:
    """Do something with a database of this version's schema."""
    found = load()

    async def done() -> T:
        async with opened(found) as database:
            await schema.check(database)
            return await act(database, found)

    told: T = wait_for(done())
    return told


def retailer_of(found: Settings) -> Retailer:
    return Retailer.from_file(found.retailer_file)


def wide() -> Console:
    return Console(width=None if sys.stdout.isatty() else 120)


def _measure(name: str, root: Path) -> int:
    """Run one file in a process of its own: what one has imported is no other's memory."""
    typer.echo(f"── {name}")
    return subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=root, check=False).returncode  # noqa: S603 - a name of ours


def load() -> Settings:
    """Read the settings and let the logs begin, with every secret kept out of them."""
    found = settings.load()
    logs.configure(found.log_level, found.log_format, found.secrets)
    return found


@contextlib.asynccontextmanager
async def opened(found: Settings) -> AsyncIterator[Database]:
    database = Database(found.database_url, Vault.from_file(found.secret_key_file))
    try:
        yield database
    finally:
        await database.dispose()


async def until_stopped(body: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    """Run `body` with an event that SIGTERM and Ctrl-C set."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await body(stop)


def wait_for(coroutine: Any) -> Any:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(coroutine)


def main() -> None:
    try:
        cli()
    except* (*BROKEN, *REFUSED, *AWAY) as broken:
        error: BaseException = broken
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        sys.stderr.write(f"{_in_a_line(error)}\n")
        sys.exit(1 if isinstance(error, REFUSED) else 2)


def _in_a_line(error: BaseException) -> str:
    """Say what is wrong; what a driver adds about statements and rows is left out."""
    if isinstance(error, DBAPIError):
        first, *_ = str(error.orig).splitlines()
        return logs.Redaction().text(f"the database refuses: {first.rpartition('>: ')[2]}")
    if isinstance(error, ConnectionError):
        return f"the database server (DATABASE_URL) does not answer: {error.strerror or type(error).__name__}"
    return str(error)


if __name__ == "__main__":
    main()
