"""Why something cannot be done with a campaign: words for operators and for the command line."""

from collections.abc import Callable

from bot.screens.screen import Screen
from core.i18n import LANGUAGES, Html, Translator
from core.notices.refusals import CampaignRefused
from core.notices.wording import COMMANDS, PLACEHOLDERS
from core.retailer import Retailer

Say = Callable[[CampaignRefused, Translator], Html]


def campaign_refused(refusal: CampaignRefused, tr: Translator, _retailer: Retailer) -> Screen:
    return Screen(text=f"⚠️ {refusal_words(refusal, tr)}")


def refusal_words(refusal: CampaignRefused, tr: Translator) -> Html:
    for say in (_of_text, _of_button, _of_audience, _of_list, _of_step, _of_what_was_sent):
        if found := say(refusal, tr):
            return found
    raise KeyError(refusal.why)


def language_name(code: str, tr: Translator) -> str:
    names = {
        "kk": tr.plain.gettext("Kazakh"),
        "ru": tr.plain.gettext("Russian"),
        "en": tr.plain.gettext("English"),
    }
    return names.get(code, code)


def _of_text(refusal: CampaignRefused, tr: Translator) -> Html | None:
    about, language = refusal.about, language_name(refusal.about, tr)
    match refusal.why:
        case "text_empty":
            return tr.gettext("The text is empty ({language}). Write what people are to read.", language=language)
        case "text_long":
            return tr.gettext(
                "The text is too long ({language}): {number} characters, {most} are possible. Shorten it.",
                language=language,
                number=refusal.number,
                most=refusal.most,
            )
        case "placeholder_unknown":
            known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
            return tr.gettext(
                "The data do not know the placeholder {name}. Known ones: {known}.", name=about, known=known
            )
        case "placeholder_unbalanced":
            return tr.gettext(
                "A brace has no counterpart near «{near}». A placeholder looks like this: {example}.",
                near=about,
                example="{account}",
            )
        case "markup":
            return tr.gettext(
                "Telegram does not take this formatting: «{near}». Bold, italic, underlined, quotes and links are "
                "possible.",
                near=about,
            )
        case "language_missing":
            return tr.gettext("There is no text in this language yet: {language}.", language=language)
        case "media":
            return tr.gettext("Send one photo or one document as an answer to the card.")
    return None


def _of_button(refusal: CampaignRefused, tr: Translator) -> Html | None:
    match refusal.why:
        case "url":
            return tr.gettext("«{url}» is no address that begins with https://.", url=refusal.about)
        case "command":
            known = ", ".join(f"/{name}" for name in COMMANDS)
            return tr.gettext("A button cannot open «{name}». It can open: {known}.", name=refusal.about, known=known)
        case "label":
            return tr.gettext(
                "The button needs a label in this language: {language}; one line, {most} characters at most.",
                language=language_name(refusal.about, tr),
                most=refusal.most,
            )
        case "button":
            return tr.gettext("A button leads to an address or to a function: give one of them.")
        case "buttons":
            return tr.gettext("There are {most} buttons already, and no more are possible.", most=refusal.most)
    return None


def _of_audience(refusal: CampaignRefused, tr: Translator) -> Html | None:
    match refusal.why:
        case "audience":
            return tr.gettext("This line of the audience is not understood: «{line}».", line=refusal.about)
        case "scheme":
            return tr.gettext("«{name}» is no tariff scheme. Known ones: flat, level, zone.", name=refusal.about)
        case "audience_language":
            known = ", ".join(LANGUAGES)
            return tr.gettext(
                "«{name}» is no language of the bot. Known ones: {known}.", name=refusal.about, known=known
            )
        case "debt":
            return tr.gettext("A debt is a number of tenge, zero or more.")
        case "days":
            return tr.gettext("The number of days is between 0 and {most}.", most=refusal.most)
        case "accounts":
            return tr.gettext(
                "The list has {number} accounts, {most} are possible.", number=refusal.number, most=refusal.most
            )
        case "account":
            return tr.gettext("This is no account number: «{text}».", text=refusal.about)
        case "nobody":
            return tr.gettext("Nobody fits this audience: there is nobody to send to.")
    return None


def _of_list(refusal: CampaignRefused, tr: Translator) -> Html | None:
    match refusal.why:
        case "account_file":
            return tr.gettext("A list of accounts is a file of these kinds: {kinds}.", kinds=refusal.about)
        case "account_file_large":
            return tr.gettext(
                "The file is too large: {number} KB, {most} KB are possible. Leave only the column with the numbers.",
                number=refusal.number,
                most=refusal.most,
            )
        case "account_file_empty":
            return tr.gettext("There is no account number in the file: one on each line, or in the first column.")
        case "account_lines":
            return _lines(refusal, tr)
        case "file_away":
            return tr.gettext("Telegram does not give the file now. Nothing has changed; send it once more.")
    return None


def _lines(refusal: CampaignRefused, tr: Translator) -> Html:
    count = refusal.number
    parts = [
        tr.ngettext(
            "{count} line of the file cannot be used, so nothing has changed. Mend it and send the file once more.",
            "{count} lines of the file cannot be used, so nothing has changed. Mend them and send the file once more.",
            count,
        )
    ]
    for fault in refusal.faults:
        if fault.unknown:
            parts.append(tr.gettext("Line {line}: no account has the number {text}", line=fault.line, text=fault.text))
        else:
            parts.append(tr.gettext("Line {line}: «{text}» is no account number", line=fault.line, text=fault.text))
    if left := count - len(refusal.faults):
        parts.append(tr.ngettext("… and {count} more line", "… and {count} more lines", left))
    return Html("\n".join(parts))


def _of_step(refusal: CampaignRefused, tr: Translator) -> Html | None:
    match refusal.why:
        case "no_campaign":
            return tr.gettext("There is no campaign № {number}.", number=refusal.number)
        case "state":
            return tr.gettext("Campaign № {number} does not allow this now.", number=refusal.number)
        case "not_checked":
            return tr.gettext("Something has changed since the last check: press «Check» first.")
        case "same_person":
            return tr.gettext("Another person has to approve: not one who has worked on this campaign.")
        case "anonymous":
            return tr.gettext("An anonymous administrator cannot do this: write and press under your own name.")
        case "not_allowed":
            return tr.gettext("You may not send campaigns. The administrator keeps the list of those who may.")
        case "when":
            return tr.gettext("The time is not understood: «{text}». Example: 01.12.2026 10:00.", text=refusal.about)
        case "past":
            return tr.gettext("This time has passed: {text}.", text=refusal.about)
        case "repeats":
            return tr.gettext("«{text}» is not known: daily, weekly or monthly.", text=refusal.about)
    return None


def _of_what_was_sent(refusal: CampaignRefused, tr: Translator) -> Html | None:
    match refusal.why:
        case "legal":
            return tr.gettext(
                "Campaign № {number} is a notice of law: it is kept as proof, and nothing of it may be changed.",
                number=refusal.number,
            )
        case "recalled":
            return tr.gettext(
                "What campaign № {number} has sent is being deleted, or has been already.", number=refusal.number
            )
        case "recall_late":
            return tr.gettext(
                "Telegram lets messages be deleted for two days only, and campaign № {number} is older. Its text can "
                "still be corrected.",
                number=refusal.number,
            )
        case "correcting":
            return tr.gettext(
                "Correction № {number} is not over yet: wait till it is, or call it off.", number=refusal.number
            )
        case "only_texts":
            return tr.gettext(
                "Campaign № {number} corrects what was sent: its texts alone can be changed.", number=refusal.number
            )
    return None
