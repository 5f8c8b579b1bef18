"""Submissions as rows, and rows as submissions; what names an account or a chat's picture is sealed."""

import logging
import uuid
from typing import Any

from sqlalchemy import Row

from core.readings.hiding import hidden_submission
from core.readings.model import Flag, State, Submission, Value
from core.readings.ports import NewSubmission, OwnReading
from core.storage.sealing import Damaged, Vault

log = logging.getLogger(__name__)

VALUE = ("register_id", "zone", "value", "previous", "previous_date", "volume", "rollover")


def row_of(new: NewSubmission, vault: Vault) -> dict[str, Any]:
    facts = {
        "branch_code": new.account.branch_code,
        "account_no": new.account.account_no,
        "point_id": new.meter.point_id,
        "serial_no": new.meter.serial_no,
        "photo": new.photo,
    }
    return {
        "submission_id": str(uuid.uuid4()),
        "draft_id": new.draft_id,
        "chat_id": new.chat_id,
        "account_id": new.account.account_id,
        "owner_mark": new.account.owner_mark,
        "meter_id": new.meter.meter_id,
        "period": new.period,
        "reading_date": new.reading_date,
        "submitted_at": new.submitted_at,
        "facts": vault.seal(facts),
        "volume": new.volume,
        "estimate": new.estimate,
        "flags": " ".join(new.flags),
        "linked": new.linked,
        "state": State.QUEUED,
        "reason_code": "",
    }


def kept(number: int, submission_id: str, new: NewSubmission) -> Submission:
    """Return what has just been kept under a number."""
    return Submission(
        id=number,
        submission_id=submission_id,
        account_no=new.account.account_no,
        meter_id=new.meter.meter_id,
        serial_no=new.meter.serial_no,
        period=new.period,
        reading_date=new.reading_date,
        submitted_at=new.submitted_at,
        values=new.values,
        volume=new.volume,
        estimate=new.estimate,
        state=State.QUEUED,
        reason_code="",
        answered_at=None,
        flags=new.flags,
        linked=new.linked,
    )


def facts_of(row: Row[Any], vault: Vault) -> dict[str, str]:
    """Return what is sealed of a submission; blanks where it is damaged, so that the rest of it can still be shown."""
    try:
        facts: dict[str, str] = vault.open(row.facts)
    except Damaged:
        log.error("a reading cannot be unsealed", extra={"submission": row.submission_id})
        return dict.fromkeys(("branch_code", "account_no", "point_id", "serial_no", "photo"), "")
    return facts


def submission_of(rows: list[Row[Any]], vault: Vault) -> Submission:
    """Return a submission from its rows, one a value; `shown` says whether the chat that asks may see all of it."""
    first = rows[0]
    facts = facts_of(first, vault)
    found = Submission(
        id=first.id,
        submission_id=first.submission_id,
        account_no=facts["account_no"],
        meter_id=first.meter_id,
        serial_no=facts["serial_no"],
        period=first.period,
        reading_date=first.reading_date,
        submitted_at=first.submitted_at,
        values=tuple(_value(row) for row in rows if row.its_register_id is not None),
        volume=first.volume,
        estimate=first.estimate,
        state=State(first.state),
        reason_code=first.reason_code,
        answered_at=first.answered_at,
        flags=tuple(map(Flag, first.flags.split())),
        linked=first.linked,
    )
    return found if getattr(first, "shown", True) else hidden_submission(found)


def own_of(rows: list[Row[Any]]) -> OwnReading:
    first = rows[0]
    return OwnReading(
        id=first.id,
        meter_id=first.meter_id,
        period=first.period,
        reading_date=first.reading_date,
        values=tuple((row.register_id, row.value) for row in rows),
    )


def _value(row: Row[Any]) -> Value:
    return Value(**{name: getattr(row, f"its_{name}") for name in VALUE})
