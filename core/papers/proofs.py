"""The proof of a submission as a document: what was read on which meter, when it was said, and what became of it."""

from dataclasses import dataclass
from typing import Any

from core.customers.model import Customer
from core.papers.facts import languages_of
from core.papers.model import Draft, Issued
from core.papers.ports import Papers
from core.papers.service import PaperService
from core.ports import UnitOfWork
from core.readings.model import Submission
from core.readings.service import ReadingService


@dataclass(frozen=True, kw_only=True, slots=True)
class ProofOnPaper:
    submission: Submission
    issued: Issued
    facts: dict[str, Any]
    by_email: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class _Submitted:
    """`OfAccount` of a submission, whether its account is linked or not."""

    account_id: int
    account_no: str


class ProofService:
    """It shows what the proof on the screen shows: of an account that is not linked, what the chat has sent itself."""

    def __init__(self, *, work: UnitOfWork, readings: ReadingService, papers: PaperService, on_file: Papers) -> None:
        self._work = work
        self._readings = readings
        self._papers = papers
        self._on_file = on_file

    async def proof(self, *, customer: Customer, submission: int) -> ProofOnPaper:
        """Return the proof as things stand; one that says something else of the same submission is replaced by it.

        :raises ConsentNeeded
        :raises NoSuchSubmission: old, foreign or forged
        """
        await self._work.write()
        found = await self._readings.submission(customer=customer, submission=submission)
        account = _Submitted(account_id=await self._on_file.account_of(found.id), account_no=found.account_no)
        draft = _draft(found, customer.language)
        issued = await self._papers.issue(customer=customer, account=account, draft=draft)
        return ProofOnPaper(submission=found, issued=issued, facts=draft.facts, by_email=self._papers.by_email)


def _draft(found: Submission, language: str) -> Draft:
    languages = languages_of(language)
    facts: dict[str, Any] = {
        "languages": languages,
        "number": found.number,
        "submitted_at": found.submitted_at.isoformat(),
        "account_no": found.account_no,
        "serial": found.serial_no,
        "period": found.period.index,
        "read_on": found.reading_date.isoformat(),
        "values": [
            [
                each.zone,
                each.previous,
                each.previous_date and each.previous_date.isoformat(),
                each.value,
                each.volume,
                each.rollover,
            ]
            for each in found.values
        ],
        "volume": found.volume,
        "state": found.state.value,
        "reason": found.reason_code,
        "answered_at": found.answered_at and found.answered_at.isoformat(),
        "linked": found.linked,
    }
    # One for each way to see it: a proof in another language, or with fewer values, says nothing against the first.
    seen = "all" if any(each.previous is not None for each in found.values) else "own"
    return Draft(
        kind="proof",
        scope=f"{found.id} {languages[0]} {seen}",
        about=found.reading_date.isoformat(),
        facts=facts,
        totals={},
        state=found.state.value,
    )


def says_more(facts: dict[str, Any]) -> bool:
    """Say whether a proof shows what is hidden from whoever has not linked the account: earlier readings, volumes."""
    return facts["volume"] is not None or any(
        previous is not None or volume is not None for _, previous, _, _, volume, _ in facts["values"]
    )
