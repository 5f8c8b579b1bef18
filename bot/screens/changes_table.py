"""The parts of a difference as a table that adds up, with the formula of each, and what it means for the balance."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from bot.keyboards import changes as keyboard
from bot.keyboards.changes_ask import WhyChanged
from bot.screens.balance_amounts import clip, columns, sign_rule
from bot.screens.changes import head, what_is_compared
from bot.screens.changes_words import daily, name, reason, volume
from bot.screens.screen import Screen
from bot.screens.usage import zone_name
from core.changes.model import Explanation, Kind, Part, Step
from core.i18n import Translator

_MOST_SERVICES = 12
_LONGEST_NAME = 24
_LONGEST_REASON = 80
_LONGEST = 3400  # characters; a message has 4096
_STEPPED = (Kind.ZONES, Kind.LEVEL, Kind.HOUSEHOLD, Kind.PRICE)

Row = tuple[str, str]


def table(shown: Explanation, asked: WhyChanged, tr: Translator) -> Screen:
    fixed = [
        "\n".join(head(shown, tr)),
        columns(_charged(shown, tr), _rows(shown, tr)),
        _balance(shown, tr),
        what_is_compared(tr),
    ]
    formulas = _fitting((_formula(part, shown, tr) for part in shown.parts), _LONGEST - sum(map(len, fixed)), tr)
    text = "\n\n".join(filter(None, (*fixed[:2], formulas, *fixed[2:])))
    return Screen(text=text, keyboard=keyboard.explained(shown, asked, tr))


def _charged(shown: Explanation, tr: Translator) -> list[Row]:
    rows = [
        (tr.plain.gettext("Charged {month}", month=tr.short_month(side.period)), tr.amount(side.charged))
        for side in (shown.earlier, shown.later)
    ]
    return [*rows, (tr.plain.gettext("Difference"), tr.signed(shown.difference))]


def _rows(shown: Explanation, tr: Translator) -> list[Row]:
    """Return a row for each part; of many services the smallest stand in one."""
    services = sorted((each for each in shown.parts if each.kind is Kind.SERVICE), key=_size, reverse=True)
    few = set(map(id, services[_MOST_SERVICES:]))
    several = len({each.service for each in shown.parts if each.service and each.kind is not Kind.SERVICE}) > 1
    rows = [(_name(each, tr, several=several), tr.signed(each.amount)) for each in shown.parts if id(each) not in few]
    if few:
        left = sum(each.amount for each in services[_MOST_SERVICES:])
        label = tr.plain.ngettext("{count} more service", "{count} more services", len(few))
        rows.append((label, tr.signed(left)))
    return rows or [(tr.plain.gettext("No changes"), "")]


def _name(part: Part, tr: Translator, *, several: bool) -> str:
    """Return the name of a row; where several services are split, the service stands before it."""
    if several and part.service and part.kind is not Kind.SERVICE:
        return f"{clip(part.service.name(tr.language), _LONGEST_NAME // 2)}: {name(part, tr)}"
    return clip(name(part, tr), _LONGEST_NAME)


def _balance(shown: Explanation, tr: Translator) -> str:
    """Return how the difference of what was charged becomes that of the closing balance."""
    one, two, words = shown.earlier, shown.later, tr.plain
    changes = [
        (words.pgettext("statement", "Opening balance"), two.amounts.opening - one.amounts.opening),
        (words.gettext("Payments"), one.amounts.paid - two.amounts.paid),
        (words.gettext("Does not add up"), two.amounts.unexplained - one.amounts.unexplained),
    ]
    closing = words.gettext("Closing balance")
    rows = [
        (f"{closing} {tr.short_month(one.period)}", tr.signed(one.amounts.closing)),
        (words.gettext("What was charged"), tr.signed(shown.difference)),
        *((label, tr.signed(amount)) for label, amount in changes if amount),
        (f"{closing} {tr.short_month(two.period)}", tr.signed(two.amounts.closing)),
    ]
    return "\n".join((tr.gettext("<b>What it means for the balance</b>"), columns(rows), sign_rule(tr)))


def _formula(part: Part, shown: Explanation, tr: Translator) -> str:
    title = tr.gettext("<b>{name}</b>: {sum}", name=clip(name(part, tr), 60), sum=tr.signed(part.amount))
    return "\n".join((title, *(f"▫️ {line}" for line in _lines(part, shown, tr))))


def _lines(part: Part, shown: Explanation, tr: Translator) -> Iterator[str]:
    facts = part.facts
    if part.kind is Kind.SERVICE:
        return
    yield reason(part, shown, tr)
    if part.kind is Kind.DAYS and facts.price is not None and facts.days[0]:
        used = volume(part, facts.volumes[0], tr)
        yield f"{used} × ({facts.days[1]} − {facts.days[0]}) / {facts.days[0]} × {_price(facts.price, tr)}"
    elif part.kind is Kind.USE and facts.price is not None and not any(facts.estimated):
        yield _use(part, facts.price, tr)
    elif part.kind in _STEPPED:
        yield from (_step(step, part, tr) for step in facts.steps.get(part.kind, ()))
    elif part.kind is Kind.CORRECTION:
        for each in shown.recalculations:
            why = clip(each.reason, _LONGEST_REASON) or tr.gettext("the reason is not said")
            month, money = tr.short_month(each.period), f"{tr.signed(each.amount)}\u00a0₸"
            yield tr.gettext("{month}: {sum}, {reason}", month=month, sum=money, reason=why)


def _use(part: Part, price: Fraction, tr: Translator) -> str:
    """Return the later volume less the earlier one, that one as it would have been in as many days."""
    facts = part.facts
    before, after = (volume(part, each, tr) for each in facts.volumes)
    share = f" × {facts.days[1]} / {facts.days[0]}" if daily(facts) else ""
    return f"({after} − {before}{share}) × {_price(price, tr)}"


def _step(step: Step, part: Part, tr: Translator) -> str:
    named = [str(zone_name(step.zone, tr))] if step.zone != "T0" or part.kind is Kind.ZONES else []
    named += [str(tr.plain.gettext("level {level}", level=step.level))] if step.level else []
    used, price = volume(part, step.volume, tr), _price(step.price, tr)
    if step.old_price is not None:
        price = f"({price} − {_price(step.old_price, tr)})"
    elif step.volume > 0:
        used = f"+{used}"
    said = f"{used} × {price} = {tr.signed(round(step.amount))}"
    return f"{', '.join(named)}: {said}" if named else said


def _price(price: Fraction, tr: Translator) -> str:
    return tr.price(round(price))


def _fitting(formulas: Iterable[str], room: int, tr: Translator) -> str:
    """Return the formulas that fit the message, in their order."""
    kept: list[str] = []
    for each in formulas:
        if sum(map(len, kept)) + len(each) + 2 * len(kept) > room - 100:
            return "\n".join((*kept, tr.gettext("… the rest does not fit into one message.")))
        kept.append(each)
    return "\n".join(kept)


def _size(part: Part) -> int:
    return abs(part.amount)
