"""What is asked for an alternative invoice, what it would come to, and the invoice itself."""

from bot.keyboards import alternative as keyboard
from bot.screens.balance_amounts import balance_lines
from bot.screens.calculator import typed, wanted
from bot.screens.calculator_result import table
from bot.screens.calculator_words import kwh, reading_lines, span
from bot.screens.documents_words import about, name_of, paper_of, totals
from bot.screens.readings_words import meter_line, zones
from bot.screens.screen import Screen
from bot.screens.start import account_line
from core.alternative.model import Choice, Formed, Proposal
from core.i18n import Translator
from core.retailer import Retailer
from core.tariffs.asked import Question


def begin(found: Choice, retailer: Retailer, tr: Translator) -> Screen:
    head = "\n".join((_title(retailer, tr), account_line(found.account, tr)))
    if found.must_choose:
        asked = tr.gettext("Which metering point is the invoice for?")
        return Screen(text=f"{head}\n\n<b>{asked}</b>", keyboard=keyboard.meters(found, tr))
    lines = [head]
    if found.meter:
        lines.append(meter_line(found.meter, retailer, tr))
    lines += _balance(found.opening.balance, tr)
    said = [
        tr.gettext(
            "You form this invoice yourself: by your own reading, or for a sum that you name. It does not replace the "
            "official invoice, and no reading is submitted with it."
        )
    ]
    if not found.can_read:
        said.append(
            tr.gettext("There is no reading to calculate from at present, so only a sum of your own is possible.")
        )
    return Screen(text="\n\n".join(("\n".join(lines), *said)), keyboard=keyboard.ways(found, tr))


def proposal(found: Proposal, of: int, retailer: Retailer, tr: Translator) -> Screen:
    """Return the next question, or what the invoice would come to."""
    if found.look is None:
        return _by_sum(found, of, retailer, tr)
    match found.look.question:
        case None:
            return _by_reading(found, of, retailer, tr)
        case Question.ROLLOVER:
            asked = tr.gettext("Has the meter rolled over zero?")
            parts = (_head(found, retailer, tr), "\n".join(reading_lines(found.look, tr)), f"<b>{asked}</b>")
            return Screen(text="\n\n".join(parts), keyboard=keyboard.passed_zero(found, of, tr))
        case _:
            return _numbers(found, retailer, tr)


def _numbers(found: Proposal, retailer: Retailer, tr: Translator) -> Screen:
    look = found.look
    assert look
    parts = [_head(found, retailer, tr), *typed(look, tr), "\n".join(wanted(look, tr))]
    if len(look.missing) > 1:
        names = zones([dial.zone for dial in look.missing], tr)
        parts.append(tr.gettext("Or all of them in one line: {zones}.", zones=names))
    return Screen(text="\n\n".join(parts), keyboard=keyboard.question(found, tr))


def _by_reading(found: Proposal, of: int, retailer: Retailer, tr: Translator) -> Screen:
    look = found.look
    assert look
    assert look.result
    calculation = look.result.calculation
    used = tr.gettext("Used: <b>{energy}</b>", energy=kwh(calculation.volume, tr))
    numbers = "\n".join((span(look, tr), *reading_lines(look, tr), used))
    parts = (_head(found, retailer, tr), numbers, table(calculation, tr), "\n".join(_sums(found, tr)))
    return Screen(text="\n\n".join(part for part in parts if part), keyboard=keyboard.proposal(found, of, tr))


def _by_sum(found: Proposal, of: int, retailer: Retailer, tr: Translator) -> Screen:
    if found.amount is None:
        asked = tr.gettext("<b>For which sum?</b> Write it in tenge. Example: <code>4 667,34</code>.")
        text = "\n\n".join((_head(found, retailer, tr), asked))
        return Screen(text=text, keyboard=keyboard.question(found, tr))
    lines = [tr.gettext("Your own sum: <b>{sum}</b>", sum=tr.money(found.amount))]
    text = "\n\n".join((_head(found, retailer, tr), "\n".join((*lines, *_left(found, tr)))))
    return Screen(text=text, keyboard=keyboard.proposal(found, of, tr))


def formed(found: Formed, retailer: Retailer, tr: Translator) -> Screen:
    """Return the invoice, with the same facts as its caption."""
    shown, issued = found.proposal, found.made.issued
    facts = (
        tr.gettext("<b>{document}</b> № {number}", document=name_of("alternative", retailer, tr), number=issued.number),
        account_line(shown.account, tr),
        about(issued.about, tr),
    )
    parts = (
        "\n".join(facts),
        "\n".join((*totals(issued, tr), *_covered(shown, tr), *_left(shown, tr))),
        _note(shown, tr),
    )
    return Screen(
        text="\n\n".join(parts),
        keyboard=keyboard.formed(found, retailer, tr),
        anew=True,
        paper=paper_of(issued, found.made.facts, tr),
    )


def nothing_to_start_from(tr: Translator) -> str:
    return tr.gettext("There is no reading to calculate from at present, so only a sum of your own is possible.")


def _title(retailer: Retailer, tr: Translator) -> str:
    return tr.gettext("<b>{document}</b>", document=name_of("alternative", retailer, tr))


def _head(found: Proposal, retailer: Retailer, tr: Translator) -> str:
    lines = [_title(retailer, tr), account_line(found.account, tr)]
    if found.meter:
        lines.append(meter_line(found.meter, retailer, tr))
    return "\n".join((*lines, *_balance(found.opening.balance, tr)))


def _balance(tiyn: int, tr: Translator) -> list[str]:
    return balance_lines(max(0, tiyn), max(0, -tiyn), tr)


def _sums(found: Proposal, tr: Translator) -> list[str]:
    opening, accrued = found.opening.balance, found.accrued or 0
    formula = f"{tr.signed(opening)} + {tr.amount(accrued)} = <b>{tr.signed(found.amount or 0)}</b>"
    lines = [
        tr.gettext("Opening balance: {sum}", sum=tr.signed(opening)),
        tr.gettext("Accrued by your reading: {sum}", sum=tr.money(accrued)),
        f"🧮 {formula}",
        tr.gettext("To pay: <b>{sum}</b>", sum=tr.money(found.due)),
    ]
    return [*lines, *_covered(found, tr)]


def _covered(found: Proposal, tr: Translator) -> list[str]:
    covered = found.look is not None and not found.due
    return [tr.gettext("🟢 Your overpayment covers it: there is nothing to pay.")] if covered else []


def _left(found: Proposal, tr: Translator) -> list[str]:
    if not found.left:
        return []
    return [tr.gettext("⚠️ It is less than the debt: {sum} will remain.", sum=tr.money(found.left))]


def _note(found: Proposal, tr: Translator) -> str:
    if found.look is None:
        said = tr.gettext("The sum was named by the consumer; does not replace the official invoice")
    else:
        said = tr.gettext(
            "Calculated provisionally from the consumer's readings; does not replace the official invoice"
        )
    return f"<i>{said}</i>"
