"""Signatures of acts. pyHanko takes seconds and memory to load: this module is imported only where acts are signed."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm

from core.clock import ALMATY


class SigningKeyBroken(RuntimeError):
    """The start stops with this one line; it never holds the passphrase."""


class Signer:
    """One key; `sign` may be called from any thread."""

    def __init__(self, file: Path, passphrase: str, now: datetime) -> None:
        """:raises SigningKeyBroken: no file, a wrong passphrase, no key in it, or its certificate is not valid now"""
        try:
            content = file.read_bytes()
        except OSError as error:
            raise SigningKeyBroken(f"documents.signing_key_file: {file} cannot be read: {error.strerror}") from error
        secret = passphrase.encode() or None
        try:
            key, certificate, _ = pkcs12.load_key_and_certificates(content, secret)
        except ValueError:
            raise SigningKeyBroken(
                f"documents.signing_key_file: {file} cannot be opened: SIGNING_KEY_PASSPHRASE is not that of the file, "
                "or it is no PKCS#12 file"
            ) from None
        if key is None or certificate is None:
            raise SigningKeyBroken(f"documents.signing_key_file: {file} has no key with its certificate")
        if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
            since, until = (
                day.astimezone(ALMATY).strftime("%d.%m.%Y")
                for day in (certificate.not_valid_before_utc, certificate.not_valid_after_utc)
            )
            raise SigningKeyBroken(
                f"documents.signing_key_file: the certificate in {file} is valid from {since} to {until} only"
            )
        self._signer = signers.SimpleSigner.load_pkcs12_data(content, other_certs=[], passphrase=secret)

    def sign(self, pdf: bytes) -> bytes:
        """Return the document with a signature that any change after it breaks."""
        about = signers.PdfSignatureMetadata(
            field_name="Signature", md_algorithm="sha256", certify=True, docmdp_permissions=MDPPerm.NO_CHANGES
        )
        signed = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), about, signer=self._signer)
        return bytes(signed.getbuffer())
