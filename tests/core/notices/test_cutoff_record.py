"""Whose agreement spares the paper: that of the chat in which the notice has arrived, while it is in force."""

from dataclasses import replace
from datetime import timedelta

from core.notices.cutoff import Agreed, Delivery, _record
from tests.databases import NOW

ROW = ("UKG", "000100100", 1_000_000, "2027-01-15")
OWNER, TENANT = 100, 200
SENT = Delivery(
    account_id=1, chat_id=OWNER, state="sent", outcome="", message_id=5, closed_at=NOW, said="kk:1:0", text="words"
)
AGREED = Agreed(account_id=1, chat_id=OWNER, given_at=NOW - timedelta(days=1), withdrawn_at=None)


def test_a_notice_that_has_arrived_where_it_was_agreed_needs_no_paper() -> None:
    assert _record(ROW, [SENT], [AGREED]).paper == ""


def test_one_that_has_arrived_only_in_another_chat_needs_paper() -> None:
    blocked = replace(SENT, state="dead", outcome="blocked", closed_at=NOW)
    record = _record(ROW, [blocked, replace(SENT, chat_id=TENANT)], [AGREED])

    assert record.reached
    assert record.paper == "no_agreement"


def test_an_agreement_that_was_taken_back_before_spares_no_paper() -> None:
    assert _record(ROW, [SENT], [replace(AGREED, withdrawn_at=NOW)]).paper == "no_agreement"


def test_an_agreement_of_a_forgotten_chat_spares_no_paper() -> None:
    assert _record(ROW, [SENT], [replace(AGREED, chat_id=None)]).paper == "no_agreement"
