"""Documents stage: the chart of the dashboard, as SVG with patterns instead of colours.

It is read in black and white, on paper and by screen readers: every state has its own pattern, every
part its number, and the title and description say the same in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from quaybook.assessment.finding import State
from quaybook.model.document import Figure
from quaybook.wording.words import Words

_WHITE = '<rect width="8" height="8" fill="#fff"/>'
_PATTERNS = {
    State.MET: '<rect width="8" height="8" fill="#3d4f5c"/>',
    State.PARTLY: f'{_WHITE}<path d="M-2 2 L2 -2 M0 8 L8 0 M6 10 L10 6" stroke="#222"/>',
    State.NOT_MET: f'{_WHITE}<path d="M0 0 L8 8 M0 8 L8 0" stroke="#222" stroke-width="1.4"/>',
    State.UNKNOWN: f'{_WHITE}<circle cx="4" cy="4" r="1.6" fill="#222"/>',
    State.NOT_APPLICABLE: '<rect width="8" height="8" fill="#e4e4e4"/>',
    State.DOCUMENT: _WHITE,
}
_LABEL, _BAR, _ROW, _LEGEND = 236, 500, 26, 34
_WIDTH = _LABEL + _BAR + 36
Counts = Mapping[State, int]


def status_chart(name: str, rows: Iterable[tuple[str, Counts]], words: Words) -> Figure:
    """One bar per row, as long as the number of requirements in it."""
    listed = list(rows)
    most = max((sum(counts.values()) for _, counts in listed), default=1) or 1
    height = _LEGEND + _ROW * len(listed) + 10
    alt = words("chart.alt", rows=words("chart.row_separator").join(_said(label, c, words) for label, c in listed))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qb-chart" role="img" viewBox="0 0 {_WIDTH} {height}" '
        f'aria-labelledby="{name}-title {name}-desc" font-size="13">',
        f'<title id="{name}-title">{escape(words("chart.title"))}</title><desc id="{name}-desc">{escape(alt)}</desc>',
        f"<defs>{''.join(_pattern(name, state, body) for state, body in _PATTERNS.items())}</defs>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        *_legend(name, words),
        *(part for index, row in enumerate(listed) for part in _bar(name, index, *row, most)),
        "</svg>",
    ]
    return Figure(name, "", alt, "".join(parts))


def _said(label: str, counts: Counts, words: Words) -> str:
    shown = [
        words("chart.count", state=words(f"label.State.{state.value}"), count=count)
        for state, count in counts.items()
        if count
    ]
    return words("chart.row", label=label, counts=words("list_separator").join(shown))


def _pattern(name: str, state: State, body: str) -> str:
    size = 'width="8" height="8" patternUnits="userSpaceOnUse"'
    return f'<pattern id="{name}-{state.value}" {size}>{body}</pattern>'


def _legend(name: str, words: Words) -> Iterable[str]:
    x = 4
    for state in _PATTERNS:
        label = words(f"label.State.{state.value}")
        yield f'<rect x="{x}" y="4" width="18" height="14" fill="url(#{name}-{state.value})" stroke="#222"/>'
        yield f'<text x="{x + 23}" y="16" fill="#111">{escape(label)}</text>'
        x += 38 + _text_width(label)


def _bar(name: str, index: int, label: str, counts: Counts, most: int) -> Iterable[str]:
    y = _LEGEND + _ROW * index
    yield f'<text x="4" y="{y + 17}" fill="#111">{escape(label)}</text>'
    x = float(_LABEL)
    for state, count in counts.items():
        if count:
            width = _BAR * count / most
            area = f'x="{x:.1f}" y="{y + 3}" width="{width:.1f}" height="{_ROW - 7}"'
            yield f'<rect {area} fill="url(#{name}-{state.value})" stroke="#222"/>'
            yield from _number(x + width / 2, y, count)
            x += width
    yield f'<text x="{x + 6:.1f}" y="{y + 17}" fill="#111">{sum(counts.values())}</text>'


def _number(middle: float, y: int, count: int) -> Iterable[str]:
    """The number on a white ground, so that no pattern makes it unreadable."""
    half = 4 + 4 * len(str(count))
    yield f'<rect x="{middle - half:.1f}" y="{y + 6}" width="{2 * half}" height="{_ROW - 13}" rx="3" fill="#fff"/>'
    yield f'<text x="{middle:.1f}" y="{y + 17}" text-anchor="middle" font-size="11" fill="#111">{count}</text>'


def _text_width(text: str) -> int:
    return sum(13 if ord(char) > 0x2E7F else 7 for char in text)
