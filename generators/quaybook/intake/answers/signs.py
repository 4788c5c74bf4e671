"""Intake stage: signs of a Japanese keyboard in numbers and addresses → those that telephones and programs know.

Only the parts that are a number or an address are changed; names and sentences keep every sign. Kana whose mark
stands as a character of its own, as some file systems and programs leave them, are put together everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_KANA_WITH_MARK = re.compile(r"[\u3041-\u3096\u309d\u309e\u30a1-\u30fe][\u3099\u309a]")
# Hyphens, dashes, the minus, the lengthening sign and rules of a frame: what comes when somebody looks for a hyphen.
_HYPHENS = r"\-\u02d7\u2010-\u2015\u2043\u2212\u2500\u2501\ufe58\ufe63\uff0d\u30fc\uff70"
_HYPHEN = re.compile(f"[{_HYPHENS}]")
_WIDE = {ord(wide): unicodedata.normalize("NFKC", wide) for wide in map(chr, range(0xFF01, 0xFF5F))}
_WIDE_BUT_PARENTHESES = {wide: narrow for wide, narrow in _WIDE.items() if narrow not in "()"}
# A placeholder stands for a digit.
_DIGIT = r"[0-9\uff10-\uff19\u00d7]"
_WITHIN = rf"[{_HYPHENS}()\uff08\uff09 \u3000\u00a0.\uff0e]"
_PHONE = re.compile(
    rf"[+\uff0b]?(?:[(\uff08](?={_DIGIT}+[)\uff09]{_WITHIN}{{0,2}}{_DIGIT}))?{_DIGIT}(?:{_WITHIN}{{0,3}}{_DIGIT})*"
)
_WIDE_ASCII = r"\uff01-\uff07\uff0a-\uff5e"
_ADDRESS = re.compile(rf"[0-9A-Za-z\uff10-\uff19\uff21-\uff3a\uff41-\uff5a][!-~{_WIDE_ASCII}{_HYPHENS}]*")
_IS_ADDRESS = re.compile(r"@|://|[0-9A-Za-z]\.[A-Za-z]")
_HEX, _COLON = r"[0-9A-Fa-f\uff10-\uff19\uff21-\uff26\uff41-\uff46]", r"[:\uff1a]"
_PARTS = rf"{_HEX}|{_COLON}{{2}}|[{_HYPHENS}:\uff1a.\uff0e\u3002\uff61/\uff0f](?={_HEX})|[/\uff0f](?={_HEX})"
_NETWORK = re.compile(rf"(?:{_HEX}|{_COLON}{{2}})(?:{_PARTS})*")
_IS_NETWORK = re.compile(r"[0-9].*[.:/]|[.:/].*[0-9]|::")
_THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
# Sen, man and oku, with which large numbers are said: 38 man, 1.2 man, 3 man 5 sen, 3 man 5000.
_LARGE = {"\u5343": 10**3, "\u4e07": 10**4, "\u5104": 10**8}
_SAID = re.compile(rf"(?:[0-9]+(?:\.[0-9]+)?[{''.join(_LARGE)}])+(?:[0-9]+)?")
_SAID_PART = re.compile(rf"([0-9.]+)([{''.join(_LARGE)}]?)")


def composed(text: str) -> str:
    """`text` with kana and their marks as one sign each."""
    return _KANA_WITH_MARK.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)


def plain(text: str) -> str:
    """A short notation without any sign that only looks different: narrow letters, digits and hyphens."""
    return _HYPHEN.sub("-", unicodedata.normalize("NFKC", text)).strip()


def phone(text: str) -> str:
    """Numbers of telephones as one dials them; a hyphen of any kind counts between digits only."""
    return _PHONE.sub(lambda found: _dialled(found[0]), text.strip())


def _dialled(number: str) -> str:
    narrow = plain(number)
    opened, closed = narrow.count("("), narrow.count(")")
    # One of a pair stands outside of the number and keeps its width, so the other has to.
    return narrow if opened == closed else _HYPHEN.sub("-", number.translate(_WIDE_BUT_PARENTHESES))


def address(text: str) -> str:
    """Addresses of mail and of pages, wherever they stand in `text`."""
    return _ADDRESS.sub(lambda found: _narrow(found[0], _IS_ADDRESS), text.strip())


def network(text: str) -> str:
    """Addresses of networks and machines, wherever they stand in `text`."""
    return _NETWORK.sub(lambda found: _narrow(found[0], _IS_NETWORK), text.strip())


def _narrow(found: str, wanted: re.Pattern[str]) -> str:
    narrow = plain(found).replace("\u3002", ".")
    return narrow if wanted.search(narrow) else found


def identifier(text: str) -> str:
    """A name by which entries are found; what cannot become one stays for whoever refuses it."""
    narrow = plain(text)
    return narrow if narrow.isascii() else text.strip()


def number(text: str) -> str:
    """Digits without the commas between thousands; any other comma may have been meant for a point, and stays."""
    narrow = unicodedata.normalize("NFKC", text).strip()
    if _THOUSANDS.fullmatch(narrow.rstrip("".join(_LARGE))):
        narrow = narrow.replace(",", "")
    return _counted(narrow) if _SAID.fullmatch(narrow) else narrow


def _counted(said: str) -> str:
    """A number said with units as its digits; one whose units do not fall stays for whoever refuses it."""
    parts = [(Decimal(digits), _LARGE.get(unit, 1)) for digits, unit in _SAID_PART.findall(said)]
    units = [unit for _, unit in parts]
    if units != sorted(set(units), reverse=True):
        return said
    whole = sum(digits * unit for digits, unit in parts)
    return f"{whole.normalize():f}" if isinstance(whole, Decimal) else said
