from bot.keyboards import inline, start
from bot.keyboards.language import languages
from bot.keyboards.menu import main_menu
from bot.screens.screen import Screen
from core.accounts.model import LinkedAccount
from core.i18n import Html, Translator
from core.retailer import Retailer


def greeting(retailer: Retailer, tr: Translator) -> Screen:
    org = retailer.name.of(tr.language)
    text = tr.gettext("Hello! This is the personal cabinet of {org}. Choose a language.", org=org)
    return Screen(text=text, keyboard=inline(languages()))


def consent(retailer: Retailer, tr: Translator) -> Screen:
    return Screen(text=consent_text(retailer, tr), keyboard=start.consent(retailer.consent.version, tr))


def consent_text(retailer: Retailer, tr: Translator) -> str:
    """Return the very text that is agreed to; its hash is kept with the consent."""
    terms = retailer.consent
    facts = (
        tr.gettext("<b>Who:</b> {responsible}.", responsible=terms.responsible.of(tr.language)),
        tr.gettext(
            "<b>What:</b> your Telegram ID and language, the accounts that you add, the data of these accounts in the "
            "accounting system (payer, address, phone, meters, charges, payments), and your messages to this bot."
        ),
        tr.gettext("<b>Why:</b> {purpose}.", purpose=terms.purpose.of(tr.language)),
        tr.gettext("<b>How long:</b> {term}; messages are erased after 7 days.", term=terms.term.of(tr.language)),
    )
    parts = (
        tr.gettext("To continue, consent to the collection and processing of your personal data."),
        "\n".join(facts),
        tr.gettext(
            "🌍 <b>Telegram's servers are abroad:</b> all that you write here and all that the bot shows you crosses "
            "the border of Kazakhstan."
        ),
        tr.gettext(
            "You can withdraw the consent at any time: /privacy. Version of the text: {version}.",
            version=terms.version,
        ),
    )
    return "\n\n".join(parts)


def declined(retailer: Retailer, tr: Translator) -> Screen:
    lines = (
        tr.gettext("Very well. Without your consent nothing is looked up, and nothing but your language is kept."),
        tr.gettext(
            "Without the consent I can tell you how to reach {org} (/help) and change the language (/language). "
            "If you change your mind, press /start.",
            org=retailer.name.of(tr.language),
        ),
    )
    return Screen(text="\n\n".join(lines), keyboard=start.read_again(tr))


def agreed(tr: Translator) -> tuple[Screen, Screen]:
    """Take the button away from the text of the consent, and bring the menu."""
    done = tr.gettext("✅ Your consent is recorded, thank you. You can read it again and withdraw it: /privacy.")
    menu_is_below = tr.gettext("The menu below is always at hand.")
    return Screen(text=done, keyboard=inline()), Screen(text=menu_is_below, keyboard=main_menu(tr))


def agreed_before(tr: Translator) -> Screen:
    return Screen(toast=tr.plain.gettext("Your consent is recorded already."))


def menu(account: LinkedAccount, tr: Translator) -> Screen:
    title = tr.gettext("<b>Main menu</b>")
    return Screen(text="\n".join((title, account_line(account, tr))), keyboard=main_menu(tr))


def nothing_linked(tr: Translator) -> tuple[Screen, Screen]:
    title = Screen(text=tr.gettext("<b>Main menu</b>"), keyboard=main_menu(tr))
    return title, no_account(tr)


def no_account(tr: Translator) -> Screen:
    text = tr.gettext("No account is added yet. You need its number and the amount of your last payment.")
    return Screen(text=text, keyboard=start.add_account(tr))


def account_line(account: LinkedAccount, tr: Translator) -> Html:
    """Return the account by its number and, where it has one, the name that its owner gave it."""
    if account.alias:
        return tr.gettext("Account: <b>{number}</b> · {alias}", number=account.account_no, alias=account.alias)
    return tr.gettext("Account: <b>{number}</b>", number=account.account_no)
