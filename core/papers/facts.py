"""What documents say of an account and of its services, in values that JSON can hold."""

from typing import Any

from core.accounts.model import AccountCard
from core.balance.model import Amounts, Service
from core.papers.model import Made


def languages_of(language: str) -> list[str]:
    """Return the languages of a page: the two of the country on one, or English for whoever reads that."""
    return ["en"] if language == "en" else ["kk", "ru"]


def about_account(card: AccountCard, language: str) -> dict[str, Any]:
    """Return the head of every document; at level 1 payer and address are masked already."""
    return {
        "languages": languages_of(language),
        "account_no": card.account.account_no,
        "payer": card.payer,
        "address_kk": card.address_kk,
        "address_ru": card.address_ru,
        "masked": card.masked,
        "residents": card.residents,
    }


def about_service(service: Service) -> dict[str, str]:
    return {
        **{language: service.name(language) for language in ("kk", "ru", "en")},
        "supplier_kk": service.supplier("kk"),
        "supplier_ru": service.supplier("ru"),
    }


def about_amounts(amounts: Amounts) -> list[int]:
    """Return opening, accrued, corrections, penalty, paid and closing, in tiyn."""
    names = ("opening", "accrued", "corrections", "penalty", "paid", "closing")
    return [getattr(amounts, name) for name in names]


def about_issued(made: Made) -> dict[str, Any]:
    """Return a document that is put into a file with others."""
    issued = made.issued
    return {
        "number": issued.number,
        "issued_at": issued.issued_at.isoformat(),
        "code": issued.code,
        "facts": made.facts,
    }
