"""The limits of linking; each number can be set in `[linking]` of retailer.toml.

The last payment is a shared, guessable fact: with 40 % round payers ten guesses open a quarter of the accounts. So
guessing is limited per chat, per account number and over all, a common amount needs the meter's serial number as
well, and nothing about the account is shown in full before a second proof. A lock stops new links only, so nobody
can be locked out of what is linked already.
"""

from pydantic import BaseModel, ConfigDict, Field


class AccountNumber(BaseModel):
    """How account numbers look: `pattern` is matched after spaces, dashes and «№» are taken out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pattern: str = r"^[0-9]{4,20}$"
    example: str = "000123456"


class LinkPolicy(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    chat_wrong_per_day: int = Field(3, ge=1, description="wrong tries of one chat in 24 hours before it is locked")
    chat_lock_hours: int = Field(24, ge=1, description="first lock of a chat")
    chat_second_lock_days: int = Field(7, ge=1, description="second lock within 30 days; the third is for the office")
    account_wrong_per_day: int = Field(3, ge=1, description="wrong tries at one account number in 24 hours, all chats")
    account_wrong_per_week: int = Field(6, ge=1, description="the same in 7 days")
    account_wrong_per_month: int = Field(10, ge=1, description="the same in 30 days")
    pace_seconds: int = Field(3, ge=0, description="pause between two tries of a chat")
    pace_after_second_wrong_seconds: int = Field(30, ge=0, description="pause after its second wrong try")
    alarm_wrong_per_hour: int = Field(100, ge=1, description="wrong tries of all chats in an hour: operators are told")
    alarm_wrong_percent: int = Field(60, ge=1, le=100, description="share of wrong tries that alarms")
    alarm_of_tries: int = Field(50, ge=1, description="the share counts from so many tries in the hour")
    brake_wrong_per_hour: int = Field(300, ge=1, description="from here on everybody proves the own contact first")
    common_amount_step_tenge: int = Field(100, ge=0, description="a multiple of it is a common amount; 0: none is")
    common_amount_one_in: int = Field(10_000, ge=1, description="so is one that several, and one in so many, have paid")
    payment_max_age_days: int = Field(180, ge=1, description="an older payment proves nothing")
    serial_digits: int = Field(4, ge=3, le=8, description="last characters of the meter's serial number to be typed")
    chats_per_account: int = Field(5, ge=1)
    accounts_per_chat: int = Field(10, ge=1)
    not_me_freeze_days: int = Field(30, ge=1, description="no new links to an account after «not me»")
    code_days: int = Field(60, ge=1, description="life of a one-time code")
    answer_seconds: float = Field(0.4, ge=0, description="no failed proof is answered sooner, whatever its cause")

    @property
    def account_wrong_at_most(self) -> int:
        """Return how many wrong tries at a number need to be known to judge it."""
        return max(self.account_wrong_per_day, self.account_wrong_per_week, self.account_wrong_per_month)
