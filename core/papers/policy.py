"""What the retailer decides about documents: `[documents]` and `[[payment_links]]` of retailer.toml."""

from pydantic import BaseModel, ConfigDict, Field


class Label(BaseModel):
    """A name on a button and on paper."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kk: str = Field(min_length=1, max_length=40)
    ru: str = Field(min_length=1, max_length=40)
    en: str = Field(min_length=1, max_length=40)

    def of(self, language: str) -> str:
        return {"ru": self.ru, "en": self.en}.get(language, self.kk)


class DocumentPolicy(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    accent: str = Field("#0f766e", pattern=r"^#[0-9a-fA-F]{6}$", description="colour of headings and totals")
    logo: str = Field("", max_length=1_000, description="a PNG or JPEG, absolute or beside retailer.toml; empty: none")
    check_days: int = Field(1_825, ge=1, le=36_500, description="how long the code on a document can be checked")
    facts_days: int = Field(30, ge=1, le=366, description="how long a document that was made can be had by e-mail")
    alternative_enabled: bool = Field(default=True, description="whether consumers may form invoices of their own")
    alternative_label: Label | None = Field(None, description="what such an invoice is called; none: as usual")
    alternative_most_tenge: int = Field(10_000_000, ge=1, le=10_000_000_000, description="most that one may be for")
    signing_key_file: str = Field(
        "",
        max_length=1_000,
        description="a PKCS#12 file whose key signs acts, absolute or beside retailer.toml; empty: none is signed",
    )
    disconnection_days: int = Field(
        30, ge=1, le=366, description="days of notice before supply is stopped for a debt, as the reverse side says it"
    )
