"""`calculate` at the command line: a described case in, every figure with its formula out, as JSON."""

import json
from pathlib import Path

from core.tariffs.calculator import calculate
from core.tariffs.described import CaseBroken, read_case
from core.tariffs.explained import explain
from core.tariffs.model import Case, LevelsBroken, NoTariff, PeriodEmpty, ReadingBelowOpening, TariffBook
from core.tariffs.registers import register_volume


def explained(path: Path) -> str:
    """:raises CaseBroken: one line that names the file, the key and what is wrong with it"""
    try:
        case, book = read_case(path.read_text(encoding="utf-8-sig"))
        return json.dumps(_calculated(case, book), ensure_ascii=False, indent=2)
    except OSError as error:
        raise CaseBroken(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CaseBroken(f"{path}: no UTF-8 text") from error
    except CaseBroken as broken:
        raise CaseBroken(f"{path}: {broken}") from broken


def _calculated(case: Case, book: TariffBook) -> dict[str, object]:
    _check_registers(case)
    try:
        return explain(case, calculate(case, book))
    except PeriodEmpty as refusal:
        raise CaseBroken(f"closed: {refusal.closed} is not after opened, {refusal.opened}") from refusal
    except LevelsBroken as refusal:
        raise CaseBroken(
            f"tariffs: the levels of {refusal.group} on {refusal.day} leave a gap, overlap, or end below what was used"
        ) from refusal
    except NoTariff as refusal:
        raise CaseBroken(
            f"tariffs: no row of {refusal.group} has a price on {refusal.day} for scheme {refusal.scheme}, "
            f"zone {refusal.zone} and this household"
        ) from refusal


def _check_registers(case: Case) -> None:
    for place, use in enumerate(case.uses):
        try:
            register_volume(use)
        except ReadingBelowOpening as refusal:
            raise CaseBroken(
                f"uses[{place}].closing: {use.closing} is less than opening, {refusal.previous}; a dial that went over "
                "zero needs digits_int and rollover"
            ) from refusal
