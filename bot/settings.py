"""The one place that reads the environment and `.env`."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.mail.address import AddressNotUnderstood, on_the_wire, read_address
from core.mail.server import MailServer
from core.retailer import DEMO_FILE

_SECRETS = ("bot_token", "webhook_secret", "accounting_token", "smtp_password", "signing_key_passphrase")
_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
_HEADER_SAFE = re.compile(r"[!-~]{8,}")
DATABASES = r"^(sqlite\+aiosqlite:///|postgresql\+asyncpg://).+"


class SettingsBroken(RuntimeError):
    """The start stops with this one line: it names the setting, never a secret's value."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="forbid", frozen=True, env_ignore_empty=True
    )

    bot_token: SecretStr = SecretStr("")
    bot_token_file: Path | None = None
    telegram_api_url: str = "https://api.telegram.org"
    database_url: str = Field("sqlite+aiosqlite:///data/zharyq.db", pattern=DATABASES)
    secret_key_file: Path = Path("data/secret.key")
    retailer_file: Path = DEMO_FILE
    operator_chat_id: int | None = None
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    webhook_secret_file: Path | None = None
    accounting_url: str = Field("", pattern=r"^(https?://[^\s?#]+)?$")
    accounting_token: SecretStr = SecretStr("")
    accounting_token_file: Path | None = None
    exchange_dir: Path | None = None
    smtp_url: SecretStr = SecretStr("")
    smtp_password: SecretStr = SecretStr("")
    smtp_password_file: Path | None = None
    mail_from: str = ""
    signing_key_passphrase: SecretStr = SecretStr("")
    signing_key_passphrase_file: Path | None = None
    listen: str = Field("127.0.0.1:8080", pattern=r"^[^\s:]+:[0-9]{1,5}$")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["json", "console"] = "console"

    @model_validator(mode="after")
    def _one_source_of_a_secret(self) -> Self:
        for name in _SECRETS:
            if getattr(self, name).get_secret_value() and getattr(self, f"{name}_file"):
                raise ValueError(f"set either {name.upper()} or {name.upper()}_FILE, not both")
        return self

    @field_validator("accounting_url")
    @classmethod
    def _guarded(cls, url: str) -> str:
        """Readings of consumers and a token go there: encrypted, or not beyond this machine."""
        if not url:
            return url
        try:
            address = urlsplit(url)
            host, _ = address.hostname, address.port
        except ValueError:
            raise ValueError("no address of a server") from None
        if not host or "" in host.removesuffix(".").split("."):
            raise ValueError("no address of a server")
        if address.username is not None:
            raise ValueError("leave name and password out of it: there is ACCOUNTING_TOKEN")
        if address.scheme == "http" and host not in _THIS_MACHINE:
            raise ValueError("use https://; http:// is for 127.0.0.1 and localhost only")
        if address.path.rstrip("/").endswith("/v1"):
            raise ValueError("leave /v1 out: it is added")
        return url

    @field_validator("smtp_url")
    @classmethod
    def _a_mail_server(cls, url: SecretStr) -> SecretStr:
        if url.get_secret_value():
            MailServer.from_url(url.get_secret_value())
        return url

    @field_validator("mail_from")
    @classmethod
    def _an_address(cls, address: str) -> str:
        try:
            return on_the_wire(read_address(address)) if address else address
        except AddressNotUnderstood:
            raise ValueError("no e-mail address; write it alone: noreply@example.kz") from None

    @property
    def token(self) -> str:
        """:raises SettingsBroken: no token anywhere"""
        token = self._secret("bot_token")
        if not token:
            raise SettingsBroken("BOT_TOKEN is not set: ask @BotFather for one, or try the demo with `make demo`")
        return token

    @property
    def secret_of_webhook(self) -> str:
        """:raises SettingsBroken: shorter than 32 characters, so it could be guessed"""
        secret = self._secret("webhook_secret")
        if len(secret) < 32:
            raise SettingsBroken("WEBHOOK_SECRET needs at least 32 characters of A–Z a–z 0–9 _ -")
        return secret

    @property
    def token_of_accounting(self) -> str:
        """:raises SettingsBroken: none, or nothing that can stand in a header"""
        token = self._secret("accounting_token")
        if not _HEADER_SAFE.fullmatch(token):
            raise SettingsBroken(
                "ACCOUNTING_TOKEN (or ACCOUNTING_TOKEN_FILE) is needed with ACCOUNTING_URL: "
                "at least 8 characters, Latin letters, digits and signs without spaces"
            )
        return token

    @property
    def mail_server(self) -> MailServer | None:
        """Return where letters are handed in; None: none are sent.

        :raises SettingsBroken: half of what is needed, or two passwords
        """
        url, password = self.smtp_url.get_secret_value(), self._secret("smtp_password")
        if not url:
            return None
        if not self.mail_from:
            raise SettingsBroken("MAIL_FROM is needed with SMTP_URL: the address that letters come from")
        server = MailServer.from_url(url)
        if password and server.password:
            raise SettingsBroken("SMTP_URL has a password, and so has SMTP_PASSWORD (or its _FILE): leave one out")
        server = replace(server, password=password or server.password)
        if bool(server.user) != bool(server.password):
            raise SettingsBroken("SMTP_URL: a user needs a password (or SMTP_PASSWORD, its _FILE), a password a user")
        return server

    @property
    def passphrase_of_signing_key(self) -> str:
        """:raises SettingsBroken: a file that cannot be read"""
        return self._secret("signing_key_passphrase")

    @property
    def folder_of_registry(self) -> Path | None:
        """Where readings go as files; None: they go online, or wait."""
        return None if self.accounting_url else self.exchange_dir

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no log may hold, wherever it is set; empty ones are not set.

        :raises SettingsBroken: a file that cannot be read
        """
        url = self.smtp_url.get_secret_value()
        in_url = (urlsplit(url).password or "", MailServer.from_url(url).password) if url else ()
        return (*(self._secret(name) for name in _SECRETS), *in_url)

    def _secret(self, name: str) -> str:
        file: Path | None = getattr(self, f"{name}_file")
        if file is None:
            value: SecretStr = getattr(self, name)
            return value.get_secret_value()
        try:
            return file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsBroken(f"{name.upper()}_FILE: {file} cannot be read: {error.strerror}") from error


def load() -> Settings:
    """:raises SettingsBroken: an unknown key in `.env` or a broken value, in one line"""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(map(str, first["loc"])).upper()
        raise SettingsBroken(f"{key}: {first['msg']}".lstrip(": ")) from error
