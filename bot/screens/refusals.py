"""Words of the refusals: what is wrong, with which value, and what to do next.

Each function is chosen by the class of its refusal; a refusal of a parent class gets the words of the parent.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.keyboards import inline
from bot.keyboards import link as link_keyboard
from bot.keyboards import recovery as recovery_keyboard
from bot.keyboards.cancel import cancel
from bot.screens import (
    act,
    agreements,
    alternative_refusals,
    anything,
    appeals,
    bills,
    bills_payments,
    calculator_refusals,
    changes,
    desk_refusals,
    documents,
    email_refusals,
    link,
    notices_choices,
    notices_refusals,
    pin,
    profile_change,
    readings_refusals,
    recovery,
    requests,
    start,
    verify,
)
from bot.screens import support as support_screens
from bot.screens.help import contacts
from bot.screens.screen import Answer, Screen
from core.accounts import model as accounts
from core.balance.model import NoSuchService
from core.billing.model import NoBillForMonth, TooManyBills
from core.changes.model import NothingCharged, NothingToCompare, SameMonth
from core.customers import model as customers
from core.desk import model as desk_model
from core.errors import DomainError
from core.i18n import Translator
from core.money import AmountNotUnderstood
from core.notices.agreeing import OldAgreementText
from core.notices.refusals import CampaignRefused
from core.papers import model as papers
from core.payments.model import NoSuchPayment
from core.reconciliation.model import ActRefused
from core.retailer import Retailer
from core.support import model as support

Words = Callable[[Any, Translator, Retailer], Answer]


def words(refusal: DomainError, tr: Translator, retailer: Retailer) -> Answer:
    say = next(WORDS[kind] for kind in type(refusal).__mro__ if kind in WORDS)
    answer = say(refusal, tr, retailer)
    return replace(answer, not_before=refusal.answer_at) if isinstance(answer, Screen) else answer


def screens(refusal: DomainError, tr: Translator, retailer: Retailer) -> tuple[Screen, ...]:
    """Return the words of a refusal that stand after others in one answer."""
    answer = words(refusal, tr, retailer)
    return (answer,) if isinstance(answer, Screen) else answer or ()


def amount_not_understood(refusal: AmountNotUnderstood, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("«{text}» is not an amount.", text=refusal.text),
        tr.gettext("Write the number alone, with tiyn if there are any. Example: <code>4 667,34</code>."),
    )
    return Screen(text="\n".join(lines), keyboard=link_keyboard.ask_amount(tr))


def number_not_understood(refusal: accounts.NumberNotUnderstood, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("«{text}» does not look like an account number.", text=refusal.text),
        tr.gettext("Write it as on the bill. Example: <code>{example}</code>.", example=refusal.example),
    )
    return Screen(text="\n".join(lines), keyboard=link_keyboard.ask_number(tr))


def serial_not_understood(refusal: accounts.SerialNotUnderstood, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("«{text}» does not look like the end of a serial number.", text=refusal.text),
        tr.ngettext(
            "Write its last {count} character; more is fine, too.",
            "Write its last {count} characters; more is fine, too.",
            refusal.digits,
        ),
    )
    return Screen(text="\n".join(lines), keyboard=link_keyboard.ask_serial(tr))


def serial_needed(refusal: accounts.SerialNeeded, tr: Translator, _retailer: Retailer) -> Screen:
    return link.ask_serial(refusal.digits, tr)


def branch_needed(refusal: accounts.BranchNeeded, tr: Translator, _retailer: Retailer) -> Screen:
    return link.ask_branch(refusal.branches, tr)


def not_verified(_refusal: accounts.NotVerified, tr: Translator, _retailer: Retailer) -> Screen:
    text = tr.gettext("Could not verify. Check both values, or use recovery.")
    return Screen(text=text, keyboard=link_keyboard.not_verified(tr))


def code_not_accepted(_refusal: accounts.CodeNotAccepted, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("This code or link is not accepted: it may be used already, out of date or incomplete."),
        tr.gettext("Check it, or add the account in another way."),
    )
    return Screen(text="\n".join(lines), keyboard=recovery_keyboard.recovery(tr))


def chat_locked(refusal: accounts.ChatLocked, tr: Translator, retailer: Retailer) -> Screen:
    if refusal.until is None:
        said = tr.gettext("Too many attempts. Only the office can allow adding by payment again.")
    else:
        said = tr.gettext("Too many attempts. Try again after {time}.", time=tr.time(refusal.until))
    lines = (said, tr.gettext("Your phone number or a one-time code works at once."), contacts(retailer, tr))
    return Screen(text="\n\n".join(lines), keyboard=recovery_keyboard.recovery(tr))


def too_soon(refusal: accounts.TooSoon, tr: Translator, _retailer: Retailer) -> Screen:
    text = tr.ngettext(
        "Please wait {count} second and send it again: this attempt was not counted.",
        "Please wait {count} seconds and send it again: this attempt was not counted.",
        refusal.seconds,
    )
    return Screen(text=text, keyboard=inline([cancel(tr)]))


def contact_first(_refusal: accounts.ContactFirst, tr: Translator, _retailer: Retailer) -> Screen:
    text = tr.gettext(
        "Somebody is guessing account data right now, so everyone sends their own number first. It takes one press."
    )
    return Screen(text=text, keyboard=recovery_keyboard.contact_first(tr))


def not_own_contact(_refusal: accounts.NotOwnContact, tr: Translator, _retailer: Retailer) -> Screen:
    text = tr.gettext("This is not your own contact. Press «Send my phone number» below: only that proves the number.")
    return Screen(text=text, keyboard=recovery_keyboard.ask_contact(tr))


def too_many_chats(refusal: accounts.TooManyChats, tr: Translator, retailer: Retailer) -> Screen:
    said = tr.ngettext(
        "This account is linked to {count} chat, and no more are possible.",
        "This account is linked to {count} chats, and no more are possible.",
        refusal.limit,
    )
    lines = (said, tr.gettext("Unlink one of them there: /accounts. Or ask the office:"), contacts(retailer, tr))
    return Screen(text="\n\n".join(lines), keyboard=inline([cancel(tr)]))


def too_many_accounts(refusal: accounts.TooManyAccounts, tr: Translator, retailer: Retailer) -> Screen:
    said = tr.ngettext(
        "This chat has {count} account, and no more are possible.",
        "This chat has {count} accounts, and no more are possible.",
        refusal.limit,
    )
    lines = (said, tr.gettext("Unlink one that you do not need: /accounts. Or ask the office:"), contacts(retailer, tr))
    return Screen(text="\n\n".join(lines), keyboard=inline([cancel(tr)]))


def no_account_linked(_refusal: accounts.NoAccountLinked, tr: Translator, _retailer: Retailer) -> Screen:
    return start.no_account(tr)


def no_such_link(_refusal: accounts.NoSuchLink, tr: Translator, _retailer: Retailer) -> Screen:
    return anything.out_of_date(tr)


def no_such_service(_refusal: NoSuchService, tr: Translator, _retailer: Retailer) -> Screen:
    return anything.out_of_date(tr)


def alias_too_long(refusal: accounts.AliasTooLong, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("«{alias}» is too long.", alias=refusal.alias),
        tr.ngettext("Up to {count} character, please.", "Up to {count} characters, please.", refusal.limit),
    )
    return Screen(text="\n".join(lines), keyboard=inline([cancel(tr)]))


def second_proof_needed(refusal: accounts.SecondProofNeeded, tr: Translator, _retailer: Retailer) -> Screen:
    return recovery.second_proof(refusal.link_id, tr)


def consent_needed(_refusal: customers.ConsentNeeded, tr: Translator, retailer: Retailer) -> Screen:
    return start.consent(retailer, tr)


def old_consent_text(_refusal: customers.OldConsentText, tr: Translator, retailer: Retailer) -> tuple[Screen, Screen]:
    changed = tr.gettext("The text has changed since. Please read the new one.")
    return Screen(text=changed, keyboard=inline()), start.consent(retailer, tr)


WORDS: Mapping[type, Words] = {
    CampaignRefused: notices_refusals.campaign_refused,
    AmountNotUnderstood: amount_not_understood,
    accounts.NumberNotUnderstood: number_not_understood,
    accounts.SerialNotUnderstood: serial_not_understood,
    accounts.SerialNeeded: serial_needed,
    accounts.BranchNeeded: branch_needed,
    accounts.NotVerified: not_verified,
    accounts.CodeNotAccepted: code_not_accepted,
    accounts.ChatLocked: chat_locked,
    accounts.TooSoon: too_soon,
    accounts.ContactFirst: contact_first,
    accounts.NotOwnContact: not_own_contact,
    accounts.TooManyChats: too_many_chats,
    accounts.TooManyAccounts: too_many_accounts,
    accounts.NoAccountLinked: no_account_linked,
    accounts.NoSuchLink: no_such_link,
    NoSuchService: no_such_service,
    NothingToCompare: changes.nothing_to_compare,
    NothingCharged: changes.nothing_charged,
    SameMonth: changes.same_month,
    accounts.AliasTooLong: alias_too_long,
    accounts.SecondProofNeeded: second_proof_needed,
    customers.ConsentNeeded: consent_needed,
    customers.OldConsentText: old_consent_text,
    papers.NothingToPrint: documents.nothing_to_print,
    OldAgreementText: agreements.old_text,
    ActRefused: act.refused,
    NoBillForMonth: documents.no_bill_for_month,
    TooManyBills: bills.too_many_bills,
    NoSuchPayment: bills_payments.no_such_payment,
    papers.NoSuchDocument: verify.no_such_document,
    papers.DocumentTooOld: verify.document_too_old,
    desk_model.NoDesk: support_screens.no_desk,
    desk_model.Banned: support_screens.banned,
    desk_model.NoSuchTalk: support_screens.no_such_talk,
    desk_model.CannotBePassedOn: support_screens.cannot_be_passed_on,
    desk_model.DeskRefused: desk_refusals.refused,
    support.NoSuchAppeal: requests.no_such_appeal,
    support.AppealUnderWay: requests.under_way,
    support.AppealClosed: requests.closed,
    support.AppealTextMissing: appeals.text_missing,
    support.AppealTextTooLong: appeals.text_too_long,
    support.TooManyPapers: appeals.too_many_papers,
    support.PaperTooLarge: appeals.paper_too_large,
    support.NotAPaper: appeals.not_a_paper,
    support.IdentityDocument: appeals.identity_document,
    support.FormGone: appeals.form_gone,
    **profile_change.WORDS,
    **alternative_refusals.WORDS,
    **notices_choices.WORDS,
    **pin.WORDS,
    **readings_refusals.WORDS,
    **calculator_refusals.WORDS,
    **email_refusals.WORDS,
}
