"""A code is right, altered, superseded, foreign or expired, and people type it in their own ways; both databases."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from core.customers.model import Customer
from core.papers.model import (
    CODE_LENGTH,
    LETTERS,
    Checked,
    DocumentTooOld,
    Draft,
    Issued,
    Kind,
    NoSuchDocument,
    grouped,
    is_typed_code,
    new_code,
    read_code,
)
from core.papers.policy import DocumentPolicy
from core.papers.service import PaperService
from core.storage.engine import Database
from core.storage.papers import SqlPapers
from core.storage.sealing import Vault
from tests.databases import NOW

CODES = st.text(LETTERS, min_size=CODE_LENGTH, max_size=CODE_LENGTH)
FACTS = {"languages": ["kk", "ru"], "payer": "А•••", "masked": True, "account_no": "000123456", "due": 1_834_848}


@dataclass
class Audit:
    rows: list[tuple[str, str, str]] = field(default_factory=list)

    async def record(self, *, actor: str, action: str, subject: str, detail: str = "") -> None:
        self.rows.append((actor, action, subject))


@dataclass(frozen=True)
class Account:
    account_id: int = 7
    account_no: str = "000123456"


def draft(*, scope: str = "2026-10", **facts: Any) -> Draft:
    told = FACTS | facts
    return Draft(kind="bill", scope=scope, about="2026-10", facts=told, totals={"due": told["due"]})


@dataclass
class Desk:
    """The office of one retailer: its database, its key, its audit log."""

    database: Database
    audit: Audit = field(default_factory=Audit)

    async def issue(self, asked: Draft, at: datetime = NOW) -> Issued:
        async with self.database.work(book=False) as work:
            customer = Customer(chat_id=1, language="kk", consent_version="1", current_link=None)
            issued = await self._service(SqlPapers(work), work, at).issue(
                customer=customer, account=Account(), draft=asked
            )
            await work.commit()
        return issued

    async def check(self, code: str, at: datetime = NOW, **policy: Any) -> Checked:
        async with self.database.work(book=False) as work:
            return await self._service(SqlPapers(work), work, at, **policy).check(chat_id=2, code=code)

    def _service(self, papers: SqlPapers, work: Any, at: datetime, **policy: Any) -> PaperService:
        return PaperService(work=work, papers=papers, audit=self.audit, policy=DocumentPolicy(**policy), now=at)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


async def test_a_code_that_is_right_says_what_was_issued(desk: Desk) -> None:
    issued = await desk.issue(draft())

    found = await desk.check(issued.code)

    assert found == Checked(issued=issued, replaced_by="")
    assert found.issued.totals == {"due": 1_834_848}
    assert ("chat:2", "check.document", f"document:{issued.document}") in desk.audit.rows


async def test_every_single_altered_sign_makes_it_a_code_of_nothing(desk: Desk) -> None:
    code = (await desk.issue(draft())).code

    for place in range(CODE_LENGTH):
        other = LETTERS[(LETTERS.index(code[place]) + 1) % len(LETTERS)]
        with pytest.raises(NoSuchDocument):
            await desk.check(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize(
    "text", ["", "7K3M", "7K3M-9QXT-2B5D-W8R", "7K3M9QXT2B5DW8RVV", "U" * 16, "'; DROP TABLE documents"]
)
async def test_what_has_not_the_form_of_a_code_is_of_nothing(desk: Desk, text: str) -> None:
    with pytest.raises(NoSuchDocument):
        await desk.check(text)


async def test_other_data_supersede_what_was_issued_before(desk: Desk) -> None:
    first = await desk.issue(draft())
    second = await desk.issue(draft(due=1_900_000))

    assert (await desk.check(first.code)).replaced_by == second.number
    assert (await desk.check(second.code)).replaced_by == ""
    assert second.code != first.code


async def test_other_months_supersede_nothing(desk: Desk) -> None:
    first = await desk.issue(draft())
    await desk.issue(draft(scope="2026-11", due=5))

    assert (await desk.check(first.code)).replaced_by == ""


async def test_the_same_data_shown_to_another_reader_supersede_nothing(desk: Desk) -> None:
    masked = await desk.issue(draft())
    english = await desk.issue(draft(languages=["en"]))
    full = await desk.issue(draft(payer="Әлімбекова Гүлнұр", masked=False, residents=3))

    assert len({masked.code, english.code, full.code}) == 3
    for issued in (masked, english, full):
        assert (await desk.check(issued.code)).replaced_by == ""


IN_FULL = {"payer": "ТОО «Шығыс»", "masked": False}


@pytest.mark.parametrize(
    ("kind", "hidden", "shown"),
    [
        (
            "act",
            {"bin": "", "contract": "", "points": [["", "CU1"]]},
            {"bin": "000000000009", "contract": "7-E", "points": [["Гараж", "CU1"]], **IN_FULL},
        ),
        (
            "usage",
            {"place": {"serials": ["CU1"], "name": ""}},
            {"place": {"serials": ["CU1"], "name": "Гараж"}, **IN_FULL},
        ),
        (
            "bills",
            {"bills": [{"number": "B-2026-000001", "code": "A", "issued_at": "2026-11-22", "facts": FACTS}]},
            {"bills": [{"number": "B-2026-000002", "code": "B", "issued_at": "2026-11-23", "facts": FACTS | IN_FULL}]},
        ),
    ],
)
async def test_what_one_reader_alone_is_shown_supersedes_nothing(
    desk: Desk, kind: Kind, hidden: dict[str, Any], shown: dict[str, Any]
) -> None:
    masked = await desk.issue(replace(draft(**hidden), kind=kind))
    full = await desk.issue(replace(draft(**shown), kind=kind))
    assert masked.code != full.code
    for issued in (masked, full):
        assert (await desk.check(issued.code)).replaced_by == ""

    newer = await desk.issue(replace(draft(due=5, **shown), kind=kind))

    assert (await desk.check(masked.code)).replaced_by == newer.number


async def test_a_bill_in_a_file_that_has_changed_supersedes_the_file(desk: Desk) -> None:
    def bound(due: int) -> Draft:
        one = {"number": "B-2026-000001", "code": "A", "issued_at": "2026-11-22", "facts": FACTS | {"due": due}}
        return replace(draft(bills=[one]), kind="bills", totals={})

    first, second = await desk.issue(bound(1)), await desk.issue(bound(2))

    assert (await desk.check(first.code)).replaced_by == second.number


async def test_readers_in_turn_are_handed_the_documents_that_they_have(desk: Desk) -> None:
    views = [draft(), draft(languages=["en"]), draft(payer="Әлімбекова Гүлнұр", masked=False)]
    first = [(await desk.issue(view)).code for view in views]

    assert [(await desk.issue(view)).code for view in views] == first


async def test_data_that_come_back_make_a_new_document(desk: Desk) -> None:
    first = await desk.issue(draft())
    second = await desk.issue(draft(due=5))
    third = await desk.issue(draft())

    assert third.code != first.code
    assert (await desk.check(second.code)).replaced_by == third.number
    assert (await desk.check(first.code)).replaced_by == ""  # what it says holds again


async def test_a_code_of_another_retailer_is_foreign(desk: Desk) -> None:
    """The database is the same and the key is another one, as with a copy that somebody has taken."""
    issued = await desk.issue(draft())
    same = desk.database.url.render_as_string(hide_password=False)
    stranger = Database(same, Vault([Fernet.generate_key()], b"index key of another retailer 32"))
    try:
        with pytest.raises(NoSuchDocument):
            await Desk(stranger).check(issued.code)
    finally:
        await stranger.dispose()


async def test_a_document_is_vouched_for_as_long_as_the_retailer_says(desk: Desk) -> None:
    issued = await desk.issue(draft())

    assert (await desk.check(issued.code, NOW + timedelta(days=30), check_days=30)).replaced_by == ""
    with pytest.raises(DocumentTooOld) as refused:
        await desk.check(issued.code, NOW + timedelta(days=30, seconds=1), check_days=30)

    assert refused.value.issued_at == NOW


async def test_an_expired_code_is_told_from_a_wrong_one(desk: Desk) -> None:
    await desk.issue(draft())

    with pytest.raises(NoSuchDocument):
        await desk.check(new_code(), NOW + timedelta(days=10_000))


@given(CODES)
def test_a_code_is_read_as_people_write_it(code: str) -> None:
    shown = grouped(code)
    cyrillic = shown.translate(str.maketrans("ABCEHKMPTXY", "АВСЕНКМРТХУ"))

    for written in (shown, shown.lower(), shown.replace("-", " "), shown.replace("-", ""), shown.replace("-", "—"),
                    shown.replace("0", "O"), shown.replace("0", "о"), shown.replace("1", "l"), shown.replace("1", "І"),
                    f"  {shown}\n", "\n".join(shown.split("-")), cyrillic, cyrillic.lower()):  # fmt: skip
        assert read_code(written) == code


@given(CODES.filter(lambda code: any(map(str.isdigit, code)) and any(map(str.isalpha, code))))
def test_a_typed_code_is_taken_for_one(code: str) -> None:
    assert is_typed_code(grouped(code))


@pytest.mark.parametrize(
    "text", ["12345", "1234567890123456", "4400 4301 2345 6789", "ABCDEFGHJKMNPQRS", "Құжаттар", ""]
)
def test_numbers_and_words_are_not_taken_for_a_code(text: str) -> None:
    assert not is_typed_code(text)


def test_codes_are_drawn_from_eighty_bits() -> None:
    codes = [new_code() for _ in range(2_000)]

    assert len(set(codes)) == 2_000
    assert set("".join(codes)) == set(LETTERS)
    assert all(is_typed_code(code) and read_code(code) == code for code in codes)


async def test_documents_of_before_are_compared_by_their_pages(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before:
        prints = Draft.prints
        before.setattr(Draft, "prints", lambda draft: replace(prints(draft), says=""))
        first = await desk.issue(draft())
    second = await desk.issue(draft(due=5))

    assert (await desk.check(first.code)).replaced_by == second.number
    assert replace(first, says="").says == first.says
