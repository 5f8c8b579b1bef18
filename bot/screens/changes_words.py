"""What a part of the difference comes from, as a clause of a sentence and as the name of a row."""

from fractions import Fraction

from bot.screens.balance_amounts import clip
from bot.screens.balance_charges import volume as with_unit
from core.changes.model import Explanation, Facts, Kind, Part
from core.i18n import Html, Translator

_LONGEST = 60
_ROUNDED = 10  # tiyn


def reason(part: Part, shown: Explanation, tr: Translator) -> Html:
    match part.kind:
        case Kind.DAYS:
            return _days(part, tr)
        case Kind.USE:
            return _use(part, tr)
        case Kind.ESTIMATE:
            return _estimate(part.facts, shown, tr)
        case Kind.HOUSEHOLD:
            return _household(part.facts, tr)
        case Kind.PRICE:
            return _price(part, tr)
        case Kind.OTHER:
            return _other(part, shown, tr)
        case Kind.CORRECTION:
            before, after = (tr.money(each.amounts.corrections) for each in (shown.earlier, shown.later))
            return tr.gettext("recalculation, {before} → {after}", before=before, after=after)
        case Kind.PENALTY:
            before, after = (tr.money(each.amounts.penalty) for each in (shown.earlier, shown.later))
            return tr.gettext("penalty, {before} → {after}", before=before, after=after)
        case _:
            return _shares(part, tr)


def name(part: Part, tr: Translator) -> str:
    """Return the name of a part as plain text."""
    words = tr.plain
    if part.kind is Kind.SERVICE and part.service:
        return part.service.name(tr.language)
    names = {
        Kind.DAYS: words.gettext("Number of days"),
        Kind.USE: words.gettext("Consumption"),
        Kind.ESTIMATE: words.gettext("Without a reading"),
        Kind.ZONES: words.gettext("Zones of the day"),
        Kind.LEVEL: words.gettext("Levels"),
        Kind.HOUSEHOLD: words.gettext("Consumption norm"),
        Kind.PRICE: words.gettext("Tariff"),
        Kind.CORRECTION: words.gettext("Recalculation"),
        Kind.PENALTY: words.gettext("Penalty"),
        Kind.OTHER: words.gettext("Other"),
    }
    return str(names[part.kind])


def volume(part: Part, thousandths: Fraction, tr: Translator) -> str:
    """Return a volume to two places, in the unit of the service."""
    return with_unit(hundredths(thousandths), part.service.unit if part.service else "", tr)


def hundredths(thousandths: Fraction) -> int:
    return round(thousandths / 10) * 10


def daily(facts: Facts) -> tuple[Fraction, Fraction] | None:
    """Return the volume of a day in both months; None where the days are not known, or are as many."""
    before, after = facts.days
    if not before or not after or before == after:
        return None
    return facts.volumes[0] / before, facts.volumes[1] / after


def _days(part: Part, tr: Translator) -> Html:
    before, after = (days or 0 for days in part.facts.days)
    count = abs(after - before)
    if after > before:
        return tr.ngettext("the period is {count} day longer", "the period is {count} days longer", count)
    return tr.ngettext("the period is {count} day shorter", "the period is {count} days shorter", count)


def _use(part: Part, tr: Translator) -> Html:
    facts, more = part.facts, part.amount > 0
    by_day, change = daily(facts), facts.volumes[1] - facts.volumes[0]
    if by_day and not any(facts.estimated) and (by_day[1] > by_day[0]) is more:
        before, after = (volume(part, each, tr) for each in by_day)
        if more:
            return tr.gettext("daily use has risen, {before} → {after}", before=before, after=after)
        return tr.gettext("daily use has fallen, {before} → {after}", before=before, after=after)
    if not by_day and not any(facts.estimated) and (change > 0) is more:
        if more:
            return tr.gettext("{energy} more was used", energy=volume(part, change, tr))
        return tr.gettext("{energy} less was used", energy=volume(part, -change, tr))
    return tr.gettext("more was used") if more else tr.gettext("less was used")


def _estimate(facts: Facts, shown: Explanation, tr: Translator) -> Html:
    earlier, later = tr.month(shown.earlier.period), tr.month(shown.later.period)
    if facts.settles[1]:
        return tr.gettext("a reading has settled what was charged without one before")
    if facts.estimated[1] == "norm":
        return tr.gettext("{month} is charged by the norm, without a reading", month=later)
    if facts.estimated[1]:
        return tr.gettext("{month} is charged by the average consumption, without a reading", month=later)
    if facts.estimated[0] == "norm":
        return tr.gettext("{month} was charged by the norm, without a reading", month=earlier)
    if facts.estimated[0]:
        return tr.gettext("{month} was charged by the average consumption, without a reading", month=earlier)
    return tr.gettext("in {month} a reading had settled what was charged without one before", month=earlier)


def _shares(part: Part, tr: Translator) -> Html:
    dearer = part.amount > 0
    if part.kind is Kind.ZONES:
        if dearer:
            return tr.gettext("a larger share was used in the dearer hours")
        return tr.gettext("a larger share was used in the cheaper hours")
    if part.kind is Kind.LEVEL:
        if dearer:
            return tr.gettext("a larger share falls under a dearer level")
        return tr.gettext("a smaller share falls under a dearer level")
    service = clip(name(part, tr), _LONGEST)
    if dearer:
        return tr.gettext("the sum for the service «{service}» has grown", service=service)
    return tr.gettext("the sum for the service «{service}» has fallen", service=service)


def _household(facts: Facts, tr: Translator) -> Html:
    before, after = facts.households
    if before and after and before.residents != after.residents:
        counts = {"before": before.residents or 1, "after": after.residents or 1}
        return tr.gettext("the number of permanent residents has changed, {before} → {after}", **counts)
    if before and after and before.benefit != after.benefit:
        return tr.gettext("the benefit has changed")
    if before and after and before.stove != after.stove:
        return tr.gettext("the stove has changed")
    return tr.gettext("the consumption norm has changed")


def _price(part: Part, tr: Translator) -> Html:
    steps = part.facts.steps.get(Kind.PRICE, ())
    if part.facts.new_plan:
        return tr.gettext("another tariff plan applies")
    if len(steps) == 1 and steps[0].old_price is not None:
        prices = {"before": tr.price(round(steps[0].old_price)), "after": tr.price(round(steps[0].price))}
        if part.amount > 0:
            return tr.gettext("the tariff has risen, {before} → {after}", **prices)
        return tr.gettext("the tariff has fallen, {before} → {after}", **prices)
    return tr.gettext("the tariff has risen") if part.amount > 0 else tr.gettext("the tariff has fallen")


def _other(part: Part, shown: Explanation, tr: Translator) -> Html:
    if abs(part.amount) < _ROUNDED:
        return tr.gettext("the lines of the charge are rounded")
    for none, side in zip(part.facts.no_lines, (shown.earlier, shown.later), strict=True):
        if none and not side.amounts.accrued:
            return tr.gettext("nothing was charged for {month}", month=tr.month(side.period))
    return tr.gettext("the data do not tell these causes apart")
