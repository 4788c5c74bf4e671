"""A kit of our own for tests of drills: every text in it is told from every other, and some would act if they could."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from quaybook.model.data.drill import Channel
from quaybook.model.data.scenario import ScenarioData
from quaybook.model.document import Document
from quaybook.pipeline import Prepared

KIT = "drill-ransomware"
ACTING = '#read("/etc/passwd") $x^2$ *a* _b_ `c` <b>d</b> [e](http://example.jp) {{ f }} \\ @g "h" //i'
# Of an event, what its players get.
SHOWN = ("label", "sender", "subject", "handout", "lines")
# With which lengths the events come; two belong to the longest drill alone.
_LENGTHS = ((), (60, 90), (90,), (60, 90), (90,), (60, 90), (60, 90), ())


def _event(number: int, lengths: tuple[int, ...]) -> dict[str, Any]:
    channel = list(Channel)[number % len(Channel)]
    return {
        "id": f"event-{number}",
        "offset": f"T+{number}:00",
        "minute": 10 + 9 * number,
        "title": f"題その{number}",
        "inject": f"知らせその{number}",
        "teams": [] if number == 0 else ["desk" if number % 2 else "field"],
        "channel": channel.value,
        "sender": f"差出その{number}",
        "subject": f"見出しその{number}",
        "handout": f"渡す文その{number} {ACTING}",
        "lines": [f"添え書きその{number}"],
        "question": f"問いかけその{number}",
        "needs": ["event-3"] if number == 5 else [],
        "lengths": list(lengths),
        "expected": [
            {"action": f"望む動きその{number}", "look_for": f"目に付くことその{number}", "documents": ["F17"]},
            f"望む二つ目その{number} {ACTING}",
        ],
        "documents": ["card-duty#actions", "F29"],
        "requirements": ["4-2-a-1"],
        "nagoya": f"港の経過その{number}",
        "replies": [f"相手の返事その{number}"],
        "bridge": f"渡す前の橋その{number}",
        "skipped": f"抜かす言葉その{number}",
        "label": f"紙の名その{number}",
        "asks": [{"team": "desk", "ask": f"一つの班の問いその{number}"}] if number % 2 else [],
        "papers": [_other(number)] if number == 0 else [],
    }


def _other(number: int) -> dict[str, Any]:
    """The paper of one team in the place of that of the others."""
    return {
        "team": "desk",
        "channel": "mail",
        "label": f"よその札その{number}",
        "sender": f"よその主その{number}",
        "handout": f"別の文その{number}",
    }


def scenario(**changes: object) -> ScenarioData:
    """Eight events in four channels for two teams, with three days on which they may be played."""
    days = ("weekday", "night", "typhoon")
    written = {
        "lengths": [90, 60, 30],
        "objectives": [
            {"goal": "到達する所その1", "shown": "皆に映す所その1", "injects": ["event-1", "event-6"]},
            "到達する所その2",
        ],
        "story_begins": "6:30",
        "for_evaluators": ["#mapping"],
        "opening": ["始めの言葉その1"],
        "hot_wash": ["後の問いその1"],
        "teams": [
            {"id": "desk", "name": "窓口", "played_by": "窓口の者"},
            {"id": "field", "name": "現場", "played_by": "現場の者"},
        ],
        "variations": [
            {"id": day, "day": f"日の様子{day}", "absent": f"いない人{day}", "change": f"変わる所{day}"} for day in days
        ],
        "evaluation": [
            {"point": "見る所その1", "good": "良い所その1", "mend": "直す所その1", "injects": ["event-1", "event-6"]}
        ],
        "containers": [
            {"number": "ZZZU 200134 0", "type": "22G1", "cargo": "積み荷その1", "seal": "S1001", "trap": "仕掛けその1"}
        ],
        "injects": [_event(number, lengths) for number, lengths in enumerate(_LENGTHS)],
    }
    return ScenarioData.model_validate(written | changes)


def hidden(kit: ScenarioData) -> Iterator[str]:
    """Every text of the kit that nobody who plays may read."""
    yield from (each.goal for each in kit.objectives)
    yield from (*kit.opening, *kit.hot_wash)
    yield from (text for each in kit.variations for text in (each.day, each.absent, each.change))
    yield from (text for each in kit.evaluation for text in (each.point, each.good, each.mend))
    yield from (text for each in kit.containers for text in (each.cargo, each.trap))
    for inject in kit.injects:
        yield from (
            inject.title,
            inject.inject,
            str(inject.nagoya),
            str(inject.bridge),
            str(inject.skipped),
            *inject.replies,
        )
        yield from (text for action in inject.expected for text in (action.action, action.look_for) if text)


def with_kit(prepared: Prepared, kit: ScenarioData) -> Prepared:
    """The terminal with this kit in the place of one of its own."""

    def changed(document: Document) -> Document:
        return replace(document, data={"scenario": kit}) if document.spec.id == KIT else document

    held = prepared.sets["ja"]
    return replace(prepared, sets={"ja": replace(held, documents=tuple(map(changed, held.documents)))})
