from datetime import timedelta

from bot.screens.desk_words import took
from bot.screens.screen import Screen
from core.desk.stats import DeskStats, OperatorStats
from core.i18n import Html, Translator


def stats(of: DeskStats, tr: Translator) -> Screen:
    lines: list[str] = [
        tr.ngettext("📊 <b>The desk, {count} day</b>", "📊 <b>The desk, {count} days</b>", of.days),
        tr.gettext("Conversations opened: {opened}, closed: {closed}", opened=of.opened, closed=of.closed),
        tr.gettext("Open now: {open}, waiting for an answer: {waiting}", open=of.open_now, waiting=of.waiting),
        _answered(of.median, of.ninth, tr),
        _rated(of, tr),
    ]
    if of.operators:
        lines += ["", tr.gettext("<b>By operator</b>: answers, conversations, rating")]
        lines += [_operator(each, tr) for each in of.operators]
    return Screen(text="\n".join(lines))


def _answered(median: timedelta | None, ninth: timedelta | None, tr: Translator) -> Html:
    if median is None or ninth is None:
        return tr.gettext("First answer: there was none")
    return tr.gettext(
        "First answer in working time: half within {median}, nine of ten within {ninth}",
        median=took(median, tr),
        ninth=took(ninth, tr),
    )


def _rated(of: DeskStats, tr: Translator) -> Html:
    if of.rating is None:
        return tr.gettext("Nobody has rated a conversation")
    return tr.gettext("Rating: ⭐️ {mean} of {count} conversations", mean=_stars(of.rating, tr), count=of.rated)


def _operator(each: OperatorStats, tr: Translator) -> Html:
    rating = f"⭐️ {_stars(each.rating, tr)}" if each.rating is not None else "—"
    name = each.name or str(each.user_id)
    return tr.gettext(
        "{name}: {answers}, {talks}, {rating}", name=name, answers=each.answers, talks=each.talks, rating=rating
    )


def _stars(hundredths: int, tr: Translator) -> str:
    return tr.amount(hundredths)
