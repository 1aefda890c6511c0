"""申请的编号与钥匙 — the number, the query code and the key by which an application is found again."""

import secrets

from gongkai.agencies.models import Agency
from gongkai.core.numbering import next_serial

# Without signs that are taken for another when read aloud or from paper: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
CODE_SIGNS = "34679ACDEFGHJKMNPQRTWXY"
CODE_LENGTH = 8
KEY_BYTES = 16  # 32 characters in an address


def new_number(agency: Agency, year: int) -> str:
    """Return the next number of an organ in a year, such as 2026-012-00003, inside the caller's transaction."""
    serial = next_serial(f"foi:{year}:{agency.pk}")
    return f"{year}-{agency.pk:03d}-{serial:05d}"


def new_query_code() -> str:
    """Return a fresh query code, as it stands on the receipt."""
    return "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))


def new_key() -> str:
    """Return a fresh key: whoever has the address that it stands in has the case.

    Digits and small letters only: what finds it again makes no difference between capitals, and passes over hyphens.
    """
    return secrets.token_hex(KEY_BYTES)
