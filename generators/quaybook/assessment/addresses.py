"""Assessment stage: whether an address that somebody wrote narrows anything down, however it is written.

People write addresses with full-width digits, several in one text, as a range or with a mask. What is no
address at all, such as the name of a line, is taken as it is.
"""

from __future__ import annotations

import re
import unicodedata
from ipaddress import ip_address, ip_network

# The registries hand out nothing wider in one piece, so whatever is wider belongs to many.
_WIDEST = {4: 8, 6: 16}
_SEPARATORS = re.compile(r"[,;\u3001\u3002\s()\[\]=]+")
_RANGE = re.compile(r"(.+)[-~\u2013\u301c](.+)")
_SPACED_RANGE = re.compile(r"\s*([-~\u2013\u301c/])\s*")
_LEADING_ZEROS = re.compile(r"(?<![0-9a-f:])0+(?=[0-9])")
_EVERYTHING = ("any", "all")


def names_one_party(text: str) -> bool:
    """Whether each of the addresses is narrow enough to belong to one party."""
    plain = _SPACED_RANGE.sub(r"\1", unicodedata.normalize("NFKC", text).strip().lower())
    return all(_is_narrow(_LEADING_ZEROS.sub("", part)) for part in _SEPARATORS.split(plain) if part)


def _is_narrow(part: str) -> bool:
    # `*`, `*.*.*.*`, `0.0.0.0`, `0/0`, `::/0`: nothing but signs for everything.
    if part in _EVERYTHING or not part.strip("*.:/0"):
        return False
    found = _RANGE.fullmatch(part)
    width = _of_range(found[1], found[2]) if found else _of_network(part)
    return width is None or width[1] <= 2 ** (width[0] - _WIDEST[4 if width[0] == 32 else 6])


def _of_network(part: str) -> tuple[int, int] | None:
    """The length of the addresses and how many there are; None for what is no network."""
    try:
        network = ip_network(part, strict=False)
    except ValueError:
        return None
    return network.max_prefixlen, network.num_addresses


def _of_range(first: str, last: str) -> tuple[int, int] | None:
    try:
        start, end = ip_address(first), ip_address(last)
    except ValueError:
        return None
    return start.max_prefixlen, abs(int(end) - int(start)) + 1
