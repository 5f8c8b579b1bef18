"""A file of account numbers as an audience."""

import json

import pytest

from core.notices.account_lists import MOST_BYTES, check_file
from core.notices.audience import MOST_ACCOUNTS, Audience
from core.notices.refusals import CampaignRefused
from tests.core.notices.test_drafting import chats_of, check, draft, full  # noqa: F401 - the fixture
from tests.fakes.town import Town


async def read(town: Town, data: bytes) -> frozenset[str]:
    return await town.ask(lambda of: of.account_lists.read(data=data))


async def refusal(town: Town, data: bytes) -> CampaignRefused:
    with pytest.raises(CampaignRefused) as found:
        await read(town, data)
    return found.value


@pytest.mark.parametrize(
    "data",
    [
        b"000100100\n000400102",
        b"100100\r\n\r\n 400102 \r\n100100\r\n",  # a spreadsheet has dropped the zeros
        "\ufeffДербес шот;Мекенжай\n000100100;1-үй\n«»000400102;2-үй".replace("«»", "").encode(),
        "лицевой счёт,сумма\n000100100,5\n000400102,7".encode("cp1251"),
        b'"000100100"\t1\n"000400102"\t2',
    ],
)
async def test_numbers_are_read_however_a_program_has_written_them(full: Town, data: bytes) -> None:  # noqa: F811
    assert await read(full, data) == {"100100", "400102"}


async def test_who_is_on_the_list_is_written_to_with_or_without_zeros(full: Town) -> None:  # noqa: F811
    numbers = await read(full, b"100100\n400102")

    assert await chats_of(full, Audience(accounts=numbers)) == [1, 2]


@pytest.mark.parametrize("many", [1, 50, 51, MOST_ACCOUNTS])
def test_a_list_is_kept_whole_and_small(many: int) -> None:
    audience = Audience(accounts=frozenset(f"{at * 37:09}" for at in range(1, many + 1)), debt_over=5)
    kept = audience.to_json()

    assert Audience.from_json(kept) == audience
    assert len(json.dumps(kept)) < 100 + many * 12
    assert many <= 50 or len(json.dumps(kept)) < 100 + many * 6


async def test_what_is_wrong_is_named_by_its_line_ten_at_most(full: Town) -> None:  # noqa: F811
    lines = ["number", "000100100", "12x", "", "000999999", *["?"] * 12]

    refused = await refusal(full, "\n".join(lines).encode())

    assert (refused.why, refused.number, len(refused.faults)) == ("account_lines", 14, 10)
    named = [(fault.line, fault.text, fault.unknown) for fault in refused.faults]
    assert named[:3] == [(3, "12x", False), (5, "000999999", True), (6, "?", False)]


async def test_a_list_that_is_not_taken_leaves_the_audience_as_it_was(full: Town) -> None:  # noqa: F811
    number = await draft(full, Audience(accounts=frozenset({"000100100"})))

    await refusal(full, b"000100101\n1")

    campaign = await full.ask(lambda of: of.drafting.get(campaign_id=number))
    assert campaign.content["audience"] == {"accounts": ["000100100"]}
    assert (await check(full, number)).chats == 1


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "account_file_empty"),
        (b"number\n\n", "account_file_empty"),
        (b"1234\n" * (MOST_ACCOUNTS + 1), "accounts"),
        (b"1" * (MOST_BYTES + 1), "account_file_large"),
        (b"PK\x03\x04\x00\x00", "account_file"),
    ],
)
async def test_a_file_that_is_no_list_is_refused(full: Town, data: bytes, why: str) -> None:  # noqa: F811
    assert (await refusal(full, data)).why == why


@pytest.mark.parametrize(
    ("name", "size", "why"), [("list.xlsx", 10, "account_file"), ("LIST.CSV", MOST_BYTES + 1, "account_file_large")]
)
def test_kind_and_size_are_judged_before_it_is_fetched(name: str, size: int, why: str) -> None:
    with pytest.raises(CampaignRefused) as found:
        check_file(name, size)
    assert found.value.why == why
    check_file("List.TXT", MOST_BYTES)


async def test_many_numbers_are_taken_at_once(full: Town) -> None:  # noqa: F811
    refused = await refusal(full, "\n".join(f"{at:09}" for at in range(100_001, 100_001 + MOST_ACCOUNTS)).encode())

    assert refused.number > 19_000  # nearly none of them is in the town
