"""A signed act is verified by its signature, and a change of a single byte is noticed."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import PdfSignatureStatus, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from core.documents.signature import Signer, SigningKeyBroken
from tests.core.documents.keys import PASSPHRASE, make_key
from tests.core.documents.printouts import needs_poppler, text_of
from tests.core.documents.samples import drawn

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def judged(pdf: bytes, root: x509.Certificate) -> PdfSignatureStatus:
    trusted = asn1.Certificate.load(root.public_bytes(Encoding.DER))
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    return validate_pdf_signature(signature, ValidationContext(trust_roots=[trusted]))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "acts.p12"


@needs_poppler
def test_a_signed_act_is_genuine_and_reads_the_same(file: Path) -> None:
    root = make_key(file, since=datetime.now(UTC) - timedelta(days=1))
    pdf = drawn("act", "kk")

    signed = Signer(file, PASSPHRASE, datetime.now(UTC)).sign(pdf)

    status = judged(signed, root)
    assert status.bottom_line, status.pretty_print_details()
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert signed.startswith(pdf)
    assert text_of(signed) == text_of(pdf)


def test_a_single_byte_that_is_altered_is_noticed(file: Path) -> None:
    root = make_key(file, since=datetime.now(UTC) - timedelta(days=1))
    signed = bytearray(Signer(file, PASSPHRASE, datetime.now(UTC)).sign(drawn("act", "kk")))
    at = signed.index(b"/Title") + len(b"/Title (") + 3

    signed[at] ^= 1

    status = judged(bytes(signed), root)
    assert not status.intact
    assert not status.bottom_line


def test_what_is_added_after_the_signature_is_noticed(file: Path) -> None:
    root = make_key(file, since=datetime.now(UTC) - timedelta(days=1))
    signed = Signer(file, PASSPHRASE, datetime.now(UTC)).sign(drawn("act", "kk"))
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    writer.root["/Lang"] = writer.root["/Type"]
    writer.update_root()
    altered = BytesIO()
    writer.write(altered)

    assert not judged(altered.getvalue(), root).bottom_line


def test_another_key_is_not_trusted(file: Path, tmp_path: Path) -> None:
    make_key(file, since=datetime.now(UTC) - timedelta(days=1))
    other = make_key(tmp_path / "other.p12", since=datetime.now(UTC) - timedelta(days=1))
    signed = Signer(file, PASSPHRASE, datetime.now(UTC)).sign(drawn("act", "en"))

    assert not judged(signed, other).trusted


@pytest.mark.parametrize("passphrase", ["", "Zz9-Zz9", PASSPHRASE + " "])
def test_a_wrong_passphrase_is_told_and_not_repeated(file: Path, passphrase: str) -> None:
    make_key(file)

    with pytest.raises(SigningKeyBroken, match="SIGNING_KEY_PASSPHRASE is not that of the file") as refused:
        Signer(file, passphrase, NOW)

    assert str(file) in str(refused.value)
    assert not passphrase or passphrase.strip() not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_what_is_no_key_is_told(file: Path, tmp_path: Path) -> None:
    file.write_bytes(b"%PDF-1.4")
    with pytest.raises(SigningKeyBroken, match="no PKCS#12 file"):
        Signer(file, PASSPHRASE, NOW)
    make_key(file, bare=True)
    with pytest.raises(SigningKeyBroken, match="has no key with its certificate"):
        Signer(file, PASSPHRASE, NOW)
    with pytest.raises(SigningKeyBroken, match="cannot be read"):
        Signer(tmp_path / "missing.p12", PASSPHRASE, NOW)


@pytest.mark.parametrize("since", [NOW + timedelta(days=1), NOW - timedelta(days=400)])
def test_a_certificate_that_is_not_valid_now_is_told_with_its_days(file: Path, since: datetime) -> None:
    make_key(file, since=since, days=365)

    with pytest.raises(SigningKeyBroken, match=r"valid from \d\d\.\d\d\.\d{4} to \d\d\.\d\d\.\d{4} only"):
        Signer(file, PASSPHRASE, NOW)


def test_nothing_that_signs_is_loaded_where_nothing_is_signed() -> None:
    loads = "import sys, bot.app, core.documents.act; print([name for name in sys.modules if 'hanko' in name])"

    said = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True).stdout

    assert said == "[]\n"
