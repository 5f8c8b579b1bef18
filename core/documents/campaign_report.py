"""The report on a campaign: one page of what was said to whom, by whom, and what has become of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.documents import parts
from core.documents.office import OfficeSheet
from core.documents.sheet import Column, Sheet
from core.i18n import msgid
from core.papers.model import Marks
from core.retailer import Retailer

_OUTCOMES = (
    ("sent", msgid("Delivered")),
    ("blocked", msgid("Bot blocked or account deleted")),
    ("failed", msgid("Refused by Telegram")),
    ("unclear", msgid("Not known whether delivered")),
    ("dropped", msgid("Not sent any more")),
)
_REASONS = {
    "late": msgid("– too late to be of use"),
    "off": msgid("– such notices were switched off"),
    "gone": msgid("– the bot may not write to the chat any more"),
    "no_reason": msgid("– no longer fits the audience"),
    "cancelled": msgid("– the campaign was called off"),
}
_OTHER = msgid("– for another reason")
_TEXTS = {"kk": msgid("Text in Kazakh"), "ru": msgid("Text in Russian"), "en": msgid("Text in English")}
_MOST_BRANCHES = 5


def draw(facts: dict[str, Any], marks: Marks, retailer: Retailer) -> bytes:
    sheet = OfficeSheet(
        title=msgid("Report on a campaign"),
        languages=facts["languages"],
        retailer=retailer,
        marks=replace(marks, code="", link=""),
    )
    sheet.facts(_head(sheet, facts))
    sheet.table(
        [Column(sheet.both("What has become of it"), 3.2), Column(sheet.head("Chats"), 0.8, "right")],
        _outcomes(sheet, facts),
        [sheet.both("Total"), _number(sheet, facts["total"])],
    )
    if facts["by_language"] is None:
        told = msgid("Reasons, languages and branches of a large campaign are on the page of the command line.")
        sheet.paragraph(sheet.both(told, " "), small=True)
    else:
        languages = [(each["name"] or parts.NOTHING, each) for each in facts["by_language"]]
        _parts(sheet, [*languages, *_few(sheet, facts["by_branch"])])
    for language, text in facts["texts"].items():
        sheet.heading(sheet.both(_TEXTS[language]))
        sheet.paragraph(text, small=True)
    return sheet.bytes()


def _head(sheet: Sheet, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    def said(label: str, value: Any) -> tuple[str, str]:
        return sheet.both(label), value or parts.NOTHING

    return [
        said(msgid("State"), _one(sheet, facts["state"])),
        said(msgid("Audience"), _one(sheet, facts["audience"])),
        said(msgid("File and buttons"), _one(sheet, facts["extras"])),
        said(msgid("Worked on by"), ", ".join(facts["hands"])),
        said(msgid("Sent by"), facts["approved_by"]),
        said(msgid("Made"), facts["made"]),
        said(msgid("When"), _one(sheet, facts["when"])),
        said(msgid("Begun and ended"), facts["span"]),
        said(msgid("Messages a second"), facts["pace"]),
    ]


def _outcomes(sheet: Sheet, facts: Mapping[str, Any]) -> list[list[str]]:
    counts, rows = facts["counts"], list[list[str]]()
    for name, label in _OUTCOMES:
        rows.append([sheet.both(label), _number(sheet, counts[name])])
    for reason, number in facts["dropped"].items():
        rows.append([sheet.both(_REASONS.get(reason, _OTHER)), _number(sheet, number)])
    return [*rows, [sheet.both("Left"), _number(sheet, facts["left"])]]


def _parts(sheet: Sheet, rows: Sequence[tuple[str, Mapping[str, int]]]) -> None:
    if not rows:
        return
    columns = [
        Column(sheet.both("Language, branch"), 1.6),
        Column(sheet.head("Delivered"), 1.0, "right"),
        Column(sheet.head("Not reached"), 1.0, "right"),
        Column(sheet.head("Not sent any more"), 1.3, "right"),
        Column(sheet.head("Left"), 0.8, "right"),
    ]
    outcomes = ("sent", "missed", "dropped", "left")
    sheet.table(columns, ([name, *(_number(sheet, each[outcome]) for outcome in outcomes)] for name, each in rows))


def _few(sheet: Sheet, branches: Sequence[Mapping[str, Any]]) -> list[tuple[str, Mapping[str, int]]]:
    """Return the largest branches, and the others together in one row, so that the page holds all."""
    shown, others = branches[:_MOST_BRANCHES], branches[_MOST_BRANCHES:]
    rows: list[tuple[str, Mapping[str, int]]] = [(each["name"] or parts.NOTHING, each) for each in shown]
    if others:
        added = {name: sum(each[name] for each in others) for name in ("sent", "missed", "dropped", "left")}
        title = sheet.both("Other branches")
        rows.append((f"{title}: {len(others)}", added))
    return rows


def _one(sheet: Sheet, words: Mapping[str, str]) -> str:
    """Return words in the languages of the page, in one line where they fit."""
    return " / ".join(dict.fromkeys(filter(None, (words[tr.language] for tr in sheet.trs))))


def _number(sheet: Sheet, number: int) -> str:
    return sheet.trs[0].count(number)
