from datetime import datetime
from functools import cached_property

from core.accounts.linking import LinkService
from core.accounts.office import OfficeService
from core.accounts.ports import Stores
from core.accounts.recovery import RecoveryService
from core.accounts.service import AccountService
from core.alternative.opening import Openings
from core.alternative.service import AlternativeService
from core.balance.service import BalanceService
from core.billing.service import BillingService
from core.changes.service import ChangesService
from core.clock import today_in_almaty
from core.customers.service import CustomerService
from core.desk.acts import DeskActs
from core.desk.answering import AnsweringService
from core.desk.banning import BanService
from core.desk.canned import CannedService
from core.desk.card import CardService, CardStores
from core.desk.places import Places
from core.desk.reminding import ReminderService
from core.desk.revealing import RevealService
from core.desk.staffing import StaffService
from core.desk.stats import StatsService
from core.desk.talks import Stores as DeskStores
from core.desk.talks import TalkService
from core.mail.sending import LetterService
from core.mail.service import EmailService
from core.notices.account_lists import AccountLists
from core.notices.agreeing import AgreementService
from core.notices.bills import BillNotices
from core.notices.checking import Checking
from core.notices.choosing import NoticeChoiceService
from core.notices.cutoff import CutoffOccasion, CutoffService
from core.notices.deadlines import replacement, verification
from core.notices.drafting import DraftService
from core.notices.launching import LaunchService
from core.notices.model import NoticeType
from core.notices.moment import MomentService
from core.notices.news import NewsOccasion
from core.notices.outages import OutageNotices
from core.notices.payments import PaymentNotices
from core.notices.ports import Occasion
from core.notices.recalling import RecallService
from core.notices.reminders import ReadingReminder
from core.notices.reports import CampaignReports
from core.notices.service import CampaignService
from core.notices.tariffs import TariffNotices
from core.notices.unpaid import UnpaidNotices
from core.papers.keeping import KeptDocumentService
from core.papers.making import DocumentService
from core.papers.proofs import ProofService
from core.papers.service import PaperService
from core.papers.usage import UsageSheetService
from core.payments.service import PaymentService
from core.period import Period
from core.pin import ports as of_pins
from core.pin.service import PinService
from core.profile.service import ProfileService
from core.readings import ports as of_readings
from core.readings.answers import AccountingAnswers
from core.readings.service import ReadingService
from core.readings.unlinked import UnlinkedReadingService
from core.reconciliation.service import ReconciliationService
from core.retailer import Retailer
from core.storage.accounting import SqlHandedOver, SqlHandover
from core.storage.accounts import SqlAccounts
from core.storage.agreements import SqlAgreements
from core.storage.alternative import SqlAlternatives
from core.storage.audit import SqlAudit
from core.storage.balance import SqlBalances
from core.storage.billing import SqlBills
from core.storage.campaigns import SqlCampaigns
from core.storage.changes import SqlCharged
from core.storage.chats import SqlChats, SqlNoticeSettings
from core.storage.codes import SqlCodes
from core.storage.customers import SqlCustomers
from core.storage.desk import SqlSayings, SqlTalks, SqlThreads
from core.storage.desk_people import SqlBans, SqlGroups, SqlOperators
from core.storage.emails import SqlAddresses
from core.storage.flows import SqlFlows
from core.storage.letters import SqlLetters
from core.storage.link_limits import SqlLinkLimits
from core.storage.links import SqlLinks
from core.storage.notices_accounts import SqlAccountBook
from core.storage.notices_audience import SqlNewsData
from core.storage.notices_breakdown import SqlBreakdown
from core.storage.notices_cutoff import SqlCutoffs
from core.storage.notices_delivered import SqlDeliveries
from core.storage.notices_meters import SqlNoticeMeters
from core.storage.notices_money import SqlMoney
from core.storage.notices_of_chat import SqlToldNotices
from core.storage.notices_outages import SqlOutages
from core.storage.notices_report import SqlReportRows
from core.storage.outbox import SqlNotices
from core.storage.papers import SqlPapers
from core.storage.payments import SqlPayments
from core.storage.pins import SqlPins
from core.storage.profile import SqlPeople
from core.storage.readings import SqlSubmissions
from core.storage.readings_drafts import SqlDrafts
from core.storage.readings_meters import SqlMeters
from core.storage.reconciliation import SqlDocumentBook
from core.storage.relay import SqlRelay
from core.storage.support import SqlAppeals
from core.storage.tariffs import SqlTariffs
from core.storage.usage import SqlUsageBook
from core.storage.work import Work
from core.support import ports as of_support
from core.support.answering import AppealAnswers
from core.support.appealing import AppealService
from core.support.office import AppealOffice
from core.support.reminding import AppealReminders
from core.support.service import SupportService
from core.tariffs.estimates import TariffEstimates
from core.tariffs.hung import MetersInPlace
from core.tariffs.service import CalculatorService
from core.usage.service import UsageService


class Cabinet:
    """Every service, built for one unit of work and one moment of it.

    `operators` is the chat that alarms go to; `by_email`: there is a mail server, so letters are offered.
    """

    def __init__(
        self,
        work: Work,
        retailer: Retailer,
        now: datetime,
        operators: int | None = None,
        *,
        by_email: bool = False,
    ) -> None:
        self.work = work
        self.retailer = retailer
        self.now = now
        self.operators = operators
        self.by_email = by_email
        self.audit = SqlAudit(work, now)
        self.notices = SqlNotices(work, now, operators)
        self.flows = SqlFlows(work, now)
        self.customers = CustomerService(
            work=work,
            customers=SqlCustomers(work),
            audit=self.audit,
            consent_version=retailer.consent.version,
            now=now,
        )
        stores = self._add_accounts()
        tariffs = SqlTariffs(work)
        self._add_balance(tariffs)
        self.papers = PaperService(
            work=work,
            papers=SqlPapers(work),
            audit=self.audit,
            policy=retailer.documents,
            now=now,
            by_email=by_email,
        )
        self.payments = PaymentService(accounts=self.accounts, payments=SqlPayments(work), audit=self.audit)
        self.documents = DocumentService(
            accounts=self.accounts,
            balance=self.balance,
            billing=self.billing,
            payments=self.payments,
            papers=self.papers,
        )
        self._add_letters()
        self.acts = ReconciliationService(
            accounts=self.accounts,
            balances=SqlBalances(work),
            book=SqlDocumentBook(work),
            papers=self.papers,
            audit=self.audit,
            now=now,
        )
        self._add_profile(stores)
        self.pins = PinService(
            stores=of_pins.Stores(work=work, pins=SqlPins(work), links=stores.links, audit=self.audit),
            linking=self.linking,
            recovery=self.recovery,
            policy=retailer.security,
            answer_seconds=retailer.linking.answer_seconds,
            now=now,
        )
        self.usage = UsageService(accounts=self.accounts, book=SqlUsageBook(work), audit=self.audit)
        self.usage_sheets = UsageSheetService(usage=self.usage, accounts=self.accounts, papers=self.papers)
        self.estimates = TariffEstimates(tariffs=tariffs, norms=retailer.tariffs.norms)
        self.answers = AccountingAnswers(work=work, handed_over=SqlHandedOver(work), notices=self.notices, now=now)
        meters, submissions = SqlMeters(work), SqlSubmissions(work)
        self._add_readings(meters, submissions)
        self.proofs = ProofService(work=work, readings=self.readings, papers=self.papers, on_file=SqlPapers(work))
        self._add_calculating(
            tariffs,
            MetersInPlace(meters=meters, submissions=submissions, policy=retailer.readings, today=today_in_almaty(now)),
        )

    # What only the clock, the senders and the operators' chat ask for is not made for every update.

    async def is_desk(self, chat_id: int) -> bool:
        """Say whether this is a group of the operators, by the id that is set or by that of what it has become."""
        known = {self.operators, *(group.chat_id for group in self.retailer.desk.groups)}
        return chat_id < 0 and not known.isdisjoint(await self.desk_groups.set_ids(chat_id))

    @cached_property
    def threads(self) -> SqlThreads:
        return SqlThreads(self.work)

    @cached_property
    def sayings(self) -> SqlSayings:
        return SqlSayings(self.work)

    @cached_property
    def relay(self) -> SqlRelay:
        return SqlRelay(self.work, self.now)

    @cached_property
    def desk_groups(self) -> SqlGroups:
        return SqlGroups(self.work)

    @cached_property
    def talks(self) -> TalkService:
        return TalkService(stores=self._desk, policy=self.retailer.desk, default_group=self.operators, now=self.now)

    @cached_property
    def answering(self) -> AnsweringService:
        return AnsweringService(stores=self._desk, policy=self.retailer.desk, now=self.now)

    @cached_property
    def desk_acts(self) -> DeskActs:
        return DeskActs(stores=self._desk, answering=self.answering, cards=self.desk_cards, now=self.now)

    @cached_property
    def banning(self) -> BanService:
        return BanService(stores=self._desk, answering=self.answering, now=self.now)

    @cached_property
    def desk_stats(self) -> StatsService:
        return StatsService(stores=self._desk, answering=self.answering, policy=self.retailer.desk, now=self.now)

    @cached_property
    def desk_talks(self) -> SqlTalks:
        return SqlTalks(self.work)

    @cached_property
    def reminding(self) -> ReminderService:
        return ReminderService(
            stores=self._desk,
            appeals=SqlAppeals(self.work),
            policy=self.retailer.desk,
            default_group=self.operators,
            now=self.now,
        )

    @cached_property
    def staffing(self) -> StaffService:
        return StaffService(stores=self._desk, answering=self.answering, now=self.now)

    @cached_property
    def revealing(self) -> RevealService:
        return RevealService(
            stores=self._desk,
            answering=self.answering,
            accounts=SqlAccounts(self.work),
            policy=self.retailer.desk,
            now=self.now,
        )

    @cached_property
    def canned(self) -> CannedService:
        return CannedService(
            stores=self._desk,
            answering=self.answering,
            cards=self.desk_cards,
            policy=self.retailer.desk,
            readings=self.retailer.readings,
            now=self.now,
        )

    @cached_property
    def appeals(self) -> SqlAppeals:
        return SqlAppeals(self.work)

    @cached_property
    def appeal_office(self) -> AppealOffice:
        return AppealOffice(stores=self._of_appeals, now=self.now)

    @cached_property
    def appeal_answers(self) -> AppealAnswers:
        return AppealAnswers(
            answering=self.answering,
            office=self.appeal_office,
            appeals=SqlAppeals(self.work),
            threads=self.threads,
            audit=self.audit,
        )

    @cached_property
    def appeal_reminders(self) -> AppealReminders:
        return AppealReminders(
            stores=self._of_appeals, policy=self.retailer.appeals, desk=self.retailer.desk, now=self.now
        )

    @cached_property
    def desk_cards(self) -> CardService:
        stores = CardStores(
            threads=self.threads,
            talks=SqlTalks(self.work),
            operators=SqlOperators(self.work),
            customers=SqlCustomers(self.work),
            links=SqlLinks(self.work),
            accounts=SqlAccounts(self.work),
            balances=SqlBalances(self.work),
            submissions=SqlSubmissions(self.work),
            appeals=SqlAppeals(self.work),
            told=SqlToldNotices(self.work),
            bans=SqlBans(self.work),
        )
        return CardService(stores=stores, now=self.now)

    @cached_property
    def _desk(self) -> DeskStores:
        return DeskStores(
            work=self.work,
            threads=self.threads,
            talks=SqlTalks(self.work),
            sayings=self.sayings,
            bans=SqlBans(self.work),
            operators=SqlOperators(self.work),
            groups=self.desk_groups,
            links=SqlLinks(self.work),
            relay=self.relay,
            audit=self.audit,
        )

    @cached_property
    def campaigns(self) -> CampaignService:
        return CampaignService(
            work=self.work,
            campaigns=SqlCampaigns(self.work),
            chats=self._chats,
            occasions=self._occasions,
            audit=self.audit,
            policy=self.retailer.notices,
            now=self.now,
        )

    @cached_property
    def drafting(self) -> DraftService:
        return DraftService(
            work=self.work,
            campaigns=SqlCampaigns(self.work),
            audit=self.audit,
            now=self.now,
        )

    @cached_property
    def launching(self) -> LaunchService:
        return LaunchService(
            work=self.work,
            campaigns=SqlCampaigns(self.work),
            service=self.campaigns,
            checking=Checking(chats=self._chats, news=self._news),
            audit=self.audit,
            policy=self.retailer.notices,
            now=self.now,
        )

    @cached_property
    def recalling(self) -> RecallService:
        return RecallService(
            work=self.work,
            campaigns=SqlCampaigns(self.work),
            drafting=self.drafting,
            audit=self.audit,
            policy=self.retailer.notices,
            now=self.now,
        )

    @cached_property
    def campaign_reports(self) -> CampaignReports:
        return CampaignReports(rows=SqlReportRows(self.work), sums=SqlBreakdown(self.work))

    @cached_property
    def account_lists(self) -> AccountLists:
        return AccountLists(book=SqlAccountBook(self.work), rule=self.retailer.account_number)

    @cached_property
    def moment(self) -> MomentService:
        return MomentService(
            campaigns=SqlCampaigns(self.work),
            chats=self._chats,
            occasions=self._occasions,
            policy=self.retailer.notices,
            now=self.now,
        )

    @cached_property
    def cutoffs(self) -> CutoffService:
        return CutoffService(
            work=self.work,
            campaigns=SqlCampaigns(self.work),
            book=self._cutoff_book,
            audit=self.audit,
            days=self.retailer.documents.disconnection_days,
            approval_over=self.retailer.notices.approval_over,
            now=self.now,
        )

    @cached_property
    def _cutoff_book(self) -> SqlCutoffs:
        return SqlCutoffs(self.work, self.retailer.consent.version)

    @cached_property
    def _chats(self) -> SqlChats:
        return SqlChats(self.work, self.retailer.consent.version)

    @cached_property
    def _news(self) -> NewsOccasion:
        return NewsOccasion(SqlNewsData(self.work), self.retailer.readings)

    @cached_property
    def _occasions(self) -> dict[NoticeType, Occasion]:
        """Return every kind of notice that goes to many; one line each."""
        readings, policy = self.retailer.readings, self.retailer.notices
        meters, deliveries, money = SqlNoticeMeters(self.work), SqlDeliveries(self.work), SqlMoney(self.work)
        occasions: tuple[Occasion, ...] = (
            self._news,
            CutoffOccasion(self._cutoff_book),
            ReadingReminder(meters=meters, readings=readings, policy=policy),
            verification(meters=meters, policy=policy),
            replacement(meters=meters, policy=policy),
            PaymentNotices(deliveries=deliveries, money=money),
            BillNotices(deliveries=deliveries, money=money),
            UnpaidNotices(deliveries=deliveries, money=money, policy=policy, days_off=self.retailer.appeals.days_off),
            OutageNotices(outages=SqlOutages(self.work)),
            TariffNotices(tariffs=SqlTariffs(self.work)),
        )
        return {occasion.about: occasion for occasion in occasions}

    def _add_accounts(self) -> Stores:
        work, retailer, now = self.work, self.retailer, self.now
        stores = Stores(
            work=work,
            accounts=SqlAccounts(work),
            links=SqlLinks(work),
            limits=SqlLinkLimits(work),
            codes=SqlCodes(work),
            audit=self.audit,
            notices=self.notices,
        )
        policy, numbers = retailer.linking, retailer.account_number
        self.linking = LinkService(stores=stores, policy=policy, numbers=numbers, now=now)
        self.recovery = RecoveryService(stores=stores, policy=policy, now=now)
        self.accounts = AccountService(stores=stores, policy=policy, now=now)
        self.office = OfficeService(stores=stores, policy=policy, numbers=numbers, now=now)
        return stores

    def _add_balance(self, tariffs: SqlTariffs) -> None:
        balances = SqlBalances(self.work)
        self.balance = BalanceService(accounts=self.accounts, balances=balances, audit=self.audit)
        self.billing = BillingService(
            accounts=self.accounts,
            balances=balances,
            bills=SqlBills(self.work),
            tariffs=tariffs,
            readings=self.retailer.readings,
            audit=self.audit,
        )
        self.changes = ChangesService(
            accounts=self.accounts,
            balances=balances,
            book=SqlCharged(self.work),
            tariffs=tariffs,
            norms=self.retailer.tariffs.norms,
            audit=self.audit,
        )

    def _add_letters(self) -> None:
        addresses, letters, policy = SqlAddresses(self.work), SqlLetters(self.work, self.now), self.retailer.mail
        self.letters = LetterService(
            work=self.work,
            addresses=addresses,
            letters=letters,
            kept=KeptDocumentService(accounts=self.accounts, papers=SqlPapers(self.work)),
            audit=self.audit,
            policy=policy,
            now=self.now,
            offered=self.by_email,
        )
        self.email = EmailService(
            work=self.work,
            addresses=addresses,
            letters=letters,
            sending=self.letters,
            audit=self.audit,
            policy=policy,
            now=self.now,
            offered=self.by_email,
        )
        self.agreements = AgreementService(
            work=self.work,
            accounts=self.accounts,
            agreements=SqlAgreements(self.work),
            audit=self.audit,
            version=self.retailer.notices.agreement_version,
            now=self.now,
        )
        self.notice_choices = NoticeChoiceService(
            work=self.work, settings=SqlNoticeSettings(self.work), addresses=addresses, offered=self.by_email
        )

    def _add_profile(self, stores: Stores) -> None:
        work, now = self.work, self.now
        self._of_appeals = of_support.Stores(
            work=work,
            appeals=SqlAppeals(work),
            links=stores.links,
            audit=self.audit,
            notices=self.notices,
            bans=SqlBans(work),
            places=Places(
                threads=self.threads,
                groups=self.desk_groups,
                links=stores.links,
                policy=self.retailer.desk,
                default_group=self.operators,
            ),
            relay=self.relay,
        )
        self.support = SupportService(stores=self._of_appeals, accounts=self.accounts, now=now)
        self.appealing = AppealService(
            customers=self.customers,
            accounts=self.accounts,
            support=self.support,
            policy=self.retailer.appeals,
            now=now,
        )
        self.profile = ProfileService(
            accounts=self.accounts,
            people=SqlPeople(work),
            support=self.support,
            audit=self.audit,
            policy=self.retailer.appeals,
            now=now,
        )

    def _add_calculating(self, tariffs: SqlTariffs, hung: MetersInPlace) -> None:
        self.calculator = CalculatorService(
            accounts=self.accounts,
            tariffs=tariffs,
            meters=hung,
            audit=self.audit,
            policy=self.retailer.tariffs,
            readings=self.retailer.readings,
            now=self.now,
        )
        balances, bills, alternatives = SqlBalances(self.work), SqlBills(self.work), SqlAlternatives(self.work)
        self.alternative = AlternativeService(
            accounts=self.accounts,
            calculator=self.calculator,
            meters=hung,
            openings=Openings(balances=balances, bills=bills, alternatives=alternatives, now=Period.at(self.now)),
            alternatives=alternatives,
            papers=self.papers,
            policy=self.retailer.documents,
            now=self.now,
        )

    def _add_readings(self, meters: SqlMeters, submissions: SqlSubmissions) -> None:
        work, policy, now = self.work, self.retailer.readings, self.now
        stores = of_readings.Stores(
            work=work,
            meters=meters,
            drafts=SqlDrafts(work),
            submissions=submissions,
            handover=SqlHandover(work, now),
            estimates=self.estimates,
            audit=self.audit,
            holders=SqlLinks(work),
            notices=self.notices,
        )
        self.readings = ReadingService(stores=stores, accounts=self.accounts, policy=policy, now=now)
        self.unlinked = UnlinkedReadingService(
            stores=stores,
            policy=policy,
            numbers=self.retailer.account_number,
            answer_seconds=self.retailer.linking.answer_seconds,
            now=now,
        )
