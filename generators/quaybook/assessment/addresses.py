"""Assessment stage: whether an address that somebody wrote narrows anything down, however it is written.

People write addresses with full-width digits, several in one text, as a range, with a mask, or in words. What says
that everybody may come is never narrow. What is no address is not understood, and so is not known to be narrow.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from ipaddress import IPv6Network, ip_address, ip_network

from quaybook.catalogue.truth import Truth, every
from quaybook.facts.positions import read_yaml
from quaybook.resources import policy_source

# A company has no more in one piece; whatever is wider belongs to many, a whole provider's customers for instance.
_WIDEST = {4: 16, 6: 32}
# An address of version 4 in the clothes of version 6.
_MAPPED = IPv6Network("::ffff:0:0/96")
_SIGNS = r"[0-9a-f.:*]"
_RANGE = re.compile(rf"({_SIGNS}+)\s*(?:[-~\u2010-\u2015\u2212\u301c]|\u304b\u3089|to)\s*({_SIGNS}+)")
_MASKED = re.compile(r"([0-9a-f.:]+)\s*(?:/|mask|netmask|\u30de\u30b9\u30af)\s*([0-9.]+)")
_SINGLE = re.compile(r"\*(?:\.\*)*|[0-9]+(?:\.(?:[0-9]+|\*)){1,3}|[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*|::")
# Signs that people put between the ends of a range, beside those of `_RANGE`.
_TO = re.compile(r"\.{2,}|[\u2190-\u21ff]|\s+:\s+")
_JOINS = re.compile(
    r"[\u3001,;\u30fb\n]|\u53ca\u3073|\u4e26\u3073\u306b|\u53c8\u306f|\u307e\u305f\u306f|\u3068|\band\b|\bor\b"
)
_NOTE = re.compile(r"[(\[\u3010\u3014][^()\[\]]*[)\]\u3011\u3015]")
_LEADING_ZEROS = re.compile(r"(?<![0-9a-f:])0+(?=[0-9])")


def names_one_party(text: str) -> Truth:
    """Whether each of the addresses is narrow enough to belong to one party; None where nothing is understood."""
    plain = _LEADING_ZEROS.sub("", unicodedata.normalize("NFKC", text).strip().lower())
    if _everybody().search(" ".join(plain.split())):
        return False
    parts = [list(_narrow(part)) for part in _parts(_TO.sub("~", plain))]
    found = [narrow for part in parts for narrow in part]
    if not found or False in found:
        return False if found else None
    # A part without an address may be any, and what is said beside one may take back what it says.
    return every(found) if all(parts) and not _said("widening").search(plain) else None


def _parts(plain: str) -> list[str]:
    """What stands between commas and words that join; a note in brackets is no part."""
    return [
        part
        for part in _JOINS.split(_NOTE.sub(" ", plain))
        if any(map(str.isalnum, part)) or "*" in part or ":" in part
    ]


def _everybody() -> re.Pattern[str]:
    """Words by which people say that everybody may come."""
    return _said("words")


@lru_cache(maxsize=2)
def _said(key: str) -> re.Pattern[str]:
    """The words of a list; those of Latin letters only as words of their own."""
    read = read_yaml(policy_source() / "checks" / "everybody.yml", "everybody.yml")
    assert not read.problems, read.problems
    words = read.data[key]
    assert isinstance(words, list)
    return re.compile("|".join(_whole(word) for word in words))


def _whole(word: str) -> str:
    plain = re.escape(unicodedata.normalize("NFKC", word).lower())
    return rf"(?<![0-9a-z.:]){plain}(?![0-9a-z.:])" if plain.isascii() else plain


def _narrow(plain: str) -> Iterator[Truth]:
    """Ranges, networks and single addresses in the text, each taken out before the next kind is looked for."""
    rest = plain
    for found in _RANGE.finditer(plain):
        if (width := _of_range(found[1], found[2])) is not None:
            yield _fits(*width)
            rest = rest.replace(found[0], " ")
    at = 0
    while masked := _MASKED.search(rest, at):
        narrow = _of_network(f"{masked[1]}/{masked[2]}")
        # Two addresses with a stroke between them are no network; the second may begin one.
        at = masked.end(1)
        if narrow is not None:
            yield narrow
            rest = f"{rest[: masked.start()]} {rest[masked.end() :]}"
            at = masked.start()
    for found in _SINGLE.finditer(rest):
        yield _of_network(found[0])


def _of_network(part: str) -> Truth:
    # `*`, `*.*.*.*`, `0.0.0.0`, `0/0`, `::/0`: nothing but signs for everything.
    if not part.strip("*.:/0"):
        return False
    if "*" in part:
        fixed = part.split("*", maxsplit=1)[0].rstrip(".")
        return _fits(32, 2 ** (32 - 8 * (fixed.count(".") + 1)))
    try:
        network = ip_network(part, strict=False)
    except ValueError:
        return None
    if isinstance(network, IPv6Network) and network.supernet_of(_MAPPED):
        return False
    return _fits(network.max_prefixlen, network.num_addresses)


def _of_range(first: str, last: str) -> tuple[int, int] | None:
    try:
        start, end = ip_address(first), ip_address(last)
    except ValueError:
        return None
    return start.max_prefixlen, abs(int(end) - int(start)) + 1


def _fits(length: int, count: int) -> bool:
    return count <= 1 << (length - _WIDEST[4 if length == 32 else 6])
