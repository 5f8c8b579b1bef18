"""`export-readings` and `acknowledge` at the command line: what was written, what was taken in."""

from pathlib import Path

from rich.console import Console

from bot.jobs.registry import Acknowledged, Exported, Registry
from bot.settings import Settings, SettingsBroken
from core.clock import system_clock
from core.retailer import Retailer
from core.storage.engine import Database


async def export(database: Database, settings: Settings, folder: Path | None) -> Exported:
    """:raises SettingsBroken: nobody says where to, or they go online"""
    if settings.accounting_url:
        raise SettingsBroken("ACCOUNTING_URL is set: readings are handed over online, not in files")
    target = folder or (settings.exchange_dir and settings.exchange_dir / "out")
    if target is None:
        raise SettingsBroken("export-readings: say where to with --dir, or set EXCHANGE_DIR")
    return await _registry(database, settings).export(target)


async def acknowledge(database: Database, settings: Settings, path: Path) -> Acknowledged:
    return await _registry(database, settings).acknowledge(path)


def show_exported(exported: Exported, console: Console) -> None:
    for file in exported.files:
        console.print(str(file), markup=False, soft_wrap=True)
    console.print(f"Readings written: {exported.readings:,}." if exported.readings else "Nothing waits.")


def show_acknowledged(told: Acknowledged, console: Console) -> None:
    console.print(f"Accepted: {told.accepted:,}. Refused: {told.refused:,}. Known before: {told.repeated:,}.")
    if told.listed:
        console.print(f"For an operator, see `unclear`: {told.listed:,}.")
    if told.refusal:
        console.print(f"The file is broken: {told.refusal}", markup=False)
    if told.left_out:
        console.print(f"Rows left out: {told.left_out:,}.")
    if told.errors:
        console.print(f"What is wrong, line by line: {told.errors}", markup=False, soft_wrap=True)


def _registry(database: Database, settings: Settings) -> Registry:
    retailer = Retailer.from_file(settings.retailer_file)
    return Registry(database, retailer, system_clock, settings.operator_chat_id)
