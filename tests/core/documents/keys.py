"""Keys that sign in tests, made anew for each."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

PASSPHRASE = "құпия сөз 1"


def make_key(
    file: Path, *, since: datetime = datetime(2026, 1, 1, tzinfo=UTC), days: int = 3650, bare: bool = False
) -> x509.Certificate:
    """Write a PKCS#12 file with a self-signed key, `bare`: with its certificate alone; return the certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ТОО «Жарық Энергосбыт»")])
    usage = x509.KeyUsage(True, True, *[False] * 7)  # noqa: FBT003 - signature and content commitment, nothing else
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=days))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    encryption = BestAvailableEncryption(PASSPHRASE.encode())
    file.write_bytes(
        pkcs12.serialize_key_and_certificates(b"acts", None if bare else key, certificate, None, encryption)
    )
    return certificate
