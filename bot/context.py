"""What a handler may ask for by name; the classes themselves are looked at by the type checker only."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from datetime import datetime

    from core.accounts.linking import LinkService
    from core.accounts.recovery import RecoveryService
    from core.accounts.service import AccountService
    from core.alternative.service import AlternativeService
    from core.balance.service import BalanceService
    from core.billing.service import BillingService
    from core.changes.service import ChangesService
    from core.customers.model import Customer
    from core.customers.service import CustomerService
    from core.desk.acts import DeskActs
    from core.desk.answering import AnsweringService
    from core.desk.banning import BanService
    from core.desk.canned import CannedService
    from core.desk.revealing import RevealService
    from core.desk.staffing import StaffService
    from core.desk.stats import StatsService
    from core.desk.talks import TalkService
    from core.i18n import Translator
    from core.mail.sending import LetterService
    from core.mail.service import EmailService
    from core.notices.account_lists import AccountLists
    from core.notices.agreeing import AgreementService
    from core.notices.choosing import NoticeChoiceService
    from core.notices.drafting import DraftService
    from core.notices.launching import LaunchService
    from core.notices.recalling import RecallService
    from core.notices.reports import CampaignReports
    from core.papers.making import DocumentService
    from core.papers.proofs import ProofService
    from core.papers.service import PaperService
    from core.papers.usage import UsageSheetService
    from core.payments.service import PaymentService
    from core.pin.service import PinService
    from core.profile.service import ProfileService
    from core.readings.service import ReadingService
    from core.readings.unlinked import UnlinkedReadingService
    from core.reconciliation.service import ReconciliationService
    from core.retailer import Retailer
    from core.support.answering import AppealAnswers
    from core.support.appealing import AppealService
    from core.support.service import SupportService
    from core.tariffs.service import CalculatorService
    from core.usage.service import UsageService


class Context(TypedDict):
    """The names that a handler may ask for, besides those of aiogram (state, callback_data, command)."""

    now: datetime
    operators: int | None  # the operators' chat
    by_email: bool  # letters are offered
    tr: Translator
    customer: Customer
    retailer: Retailer
    customers: CustomerService
    accounts: AccountService
    linking: LinkService
    recovery: RecoveryService
    balance: BalanceService
    readings: ReadingService
    unlinked: UnlinkedReadingService
    usage: UsageService
    profile: ProfileService
    pins: PinService
    support: SupportService
    appealing: AppealService
    talks: TalkService
    at_desk: bool  # in a group of the operators
    answering: AnsweringService  # there only
    desk_acts: DeskActs  # as answering
    canned: CannedService  # as answering
    banning: BanService  # as answering
    desk_stats: StatsService  # as answering
    revealing: RevealService  # as answering
    staffing: StaffService  # as answering
    appeal_answers: AppealAnswers  # as answering
    drafting: DraftService  # in the operators' chat only
    launching: LaunchService  # as drafting
    recalling: RecallService  # as drafting
    campaign_reports: CampaignReports  # as drafting
    account_lists: AccountLists  # as drafting
    papers: PaperService
    documents: DocumentService
    proofs: ProofService
    usage_sheets: UsageSheetService
    acts: ReconciliationService
    billing: BillingService
    email: EmailService
    letters: LetterService
    notice_choices: NoticeChoiceService
    agreements: AgreementService
    payments: PaymentService
    changes: ChangesService
    calculator: CalculatorService
    alternative: AlternativeService
