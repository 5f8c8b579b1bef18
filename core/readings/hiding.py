"""What a chat is shown of an account that it has not linked: what it has typed itself, and no more."""

from dataclasses import replace

from core.readings.model import Draft, Meter, Register, Submission, Value


def hidden_draft(draft: Draft) -> Draft:
    return replace(
        draft,
        meter=_meter(draft.meter),
        values=tuple(map(_value, draft.values)),
        missing=tuple(map(_register, draft.missing)),
        volume=None,
        mean=None,
        estimate=None,
        verification_overdue=False,
        flags=(),
    )


def hidden_submission(submission: Submission) -> Submission:
    return replace(submission, values=tuple(map(_value, submission.values)), volume=None, estimate=None, flags=())


def _meter(meter: Meter) -> Meter:
    return replace(
        meter,
        point_name="",
        model="",
        installed_on=None,
        removed_on=None,
        verification_due=None,
        replacement_due=None,
        registers=tuple(map(_register, meter.registers)),
    )


def _register(register: Register) -> Register:
    return replace(register, last=None, intervals=())


def _value(value: Value) -> Value:
    return replace(value, previous=None, previous_date=None, volume=None, rollover=False)
