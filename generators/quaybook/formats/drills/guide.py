"""Formats stage, drills: the play → the guide by which somebody who never led a drill leads it, minute by minute.

What the kit's own document says before and after its events stands where it stands there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from quaybook.formats.drills.play import Announced, Event
from quaybook.formats.drills.told import Told, cells, two_columns
from quaybook.model.data.scenario import ExpectedAction
from quaybook.wording.dialect.blocks import heading, parted
from quaybook.wording.dialect.escape import literal
from quaybook.wording.dialect.tables import table

# The heading of a kit's document below which its events stand.
_EVENTS = "injects"


class Guide:
    """Writes the guide of one play; `files` are those of the pack, by the keys of the words for them."""

    def __init__(self, told: Told, files: Iterable[tuple[str, str]]) -> None:
        self.told, self.play, self.words, self.files = told, told.play, told.words, tuple(files)

    def markdown(self) -> str:
        """The whole of it in the dialect."""
        before, after = self._own()
        # A kit that says how it begins says how it is led, too.
        rules = () if self.play.scenario.opening else self._rules()
        pieces = (*self._cover(), *self._timetable(), *rules, *before, *self._script(), *after)
        return "\n\n".join(pieces) + "\n"

    def _said(self, key: str, **values: object) -> str:
        return self.words(f"drill.guide.{key}", **values)

    def _rows(self, key: str) -> list[list[str]]:
        rows = self.words.find(f"drill.guide.{key}")
        assert isinstance(rows, list)
        return rows

    def _heading(self, key: str) -> str:
        return heading(2, self._said(key), f"pack-{key}")

    def _cover(self) -> Iterator[str]:
        yield self._said("use")
        yield self._heading("about")
        yield two_columns(self.words.many("drill.guide.about_head"), self._about())
        yield self._heading("print")
        yield self._said("print_intro")
        head = self.words.many("drill.guide.print_head")
        prints = self.words.find("drill.guide.prints")
        assert isinstance(prints, dict)
        yield table(head, (5, 3, 3, 8), [(literal(path), *prints[key]) for key, path in self.files])
        yield self._heading("prepare")
        yield table(self.words.many("drill.guide.prepare_head"), (1, 12, 4), self._rows("prepare_rows"))

    def _about(self) -> Iterator[tuple[str, str]]:
        play, told, variation = self.play, self.told, self.play.variation
        yield self._said("rows.kit"), f"{literal(play.kit.number)} {literal(play.kit.title)}"
        yield self._said("rows.day"), told.held_on()
        yield self._said("rows.begins"), f"{play.begins:%H:%M}" if play.begins else self._said("begins_open")
        yield self._said("rows.minutes"), self._said("minutes", minutes=play.minutes, count=len(play.events))
        yield self._said("rows.look_back"), told.at(play.look_back)
        if variation is None:
            yield self._said("rows.variation"), self._said("no_variation")
        else:
            said = self._said("variation", day=literal(variation.day), id=literal(variation.id))
            yield self._said("rows.variation"), said
            yield self._said("rows.absent"), literal(variation.absent)
            yield self._said("rows.change"), literal(variation.change)
        yield self._said("rows.seed"), self._again()

    def _again(self) -> str:
        play = self.play
        named = f" --variation {play.variation.id}" if play.variation else ""
        return literal(
            self._said(
                "seed",
                seed=play.seed,
                id=self.told.edition.judged.id,
                kit=play.kit.spec.id,
                date=play.held_on.isoformat() + (f"T{play.begins:%H:%M}" if play.begins else ""),
                minutes=play.minutes,
                variation=named,
            )
        )

    def _rules(self) -> Iterator[str]:
        for key in ("rules", "stop"):
            yield self._heading(key)
            yield _numbered(self.words.many(f"drill.guide.{key}_rows"))

    def _own(self) -> tuple[list[str], list[str]]:
        """What the kit's document says before its events, and what it says after them."""
        document = self.play.kit
        tops = [each.anchor for each in document.headings if each.level == min(h.level for h in document.headings)]
        parts = parted(document.body, {*tops})
        at = tops.index(_EVENTS) if _EVENTS in tops else len(tops)
        return [parts[""], *(parts[name] for name in tops[:at])], [parts[name] for name in tops[at + 1 :]]

    def _timetable(self) -> Iterator[str]:
        yield self._heading("timetable")
        yield self._said("gaps")
        none, told = self.words("drill.none"), self.told
        events = (
            (told.at(each.minute), none, self.words("drill.everybody"), self._said("call", say=literal(each.call.say)))
            if isinstance(each, Announced)
            else (told.at(each.minute), told.number(each), told.getting(each.inject), literal(each.inject.title))
            for each in self.play.steps
        )
        rows = (
            (told.at(0), none, none, self._said("begin")),
            *events,
            (told.at(self.play.look_back), none, none, self._said("look_back")),
            (told.at(self.play.minutes), none, none, self._said("end")),
        )
        yield table(self.words.many("drill.guide.timetable_head"), (3, 2, 5, 7), rows)

    def _script(self) -> Iterator[str]:
        told, scenario = self.told, self.play.scenario
        yield self._heading("script")
        yield heading(3, self._said("opening_title", at=told.at(0)), "pack-opening")
        yield self._said("opening")
        yield _numbered(cells(scenario.opening) or self.words.many("drill.guide.opening_default"))
        for number, step in enumerate(self.play.steps, 1):
            yield from self._call(step, number) if isinstance(step, Announced) else self._event(step)
        yield heading(3, self._said("look_back_title", at=told.at(self.play.look_back)), "pack-look-back")
        yield self._said("look_back_intro")
        yield _numbered(cells(scenario.hot_wash) or self.words.many("drill.guide.look_back_default"))
        yield heading(3, self._said("end_title", at=told.at(self.play.minutes)), "pack-end")
        yield _numbered(self._end())

    def _end(self) -> Sequence[str]:
        rows = self.words.many("drill.guide.end_rows")
        has_sheet = "results" in {key for key, _ in self.files}
        return rows if has_sheet else (*rows[:-1], self._said("end_without_sheet"))

    def _call(self, step: Announced, number: int) -> Iterator[str]:
        yield heading(3, self._said("call_title", at=self.told.at(step.minute)), f"pack-call-{number}")
        rows = [(self._said("call_say"), self._said("quoted", text=literal(step.call.say)))]
        if step.call.looked_for:
            rows.append((self._said("call_look_for"), literal(step.call.looked_for)))
        yield two_columns(self.words.many("drill.guide.inject_head"), rows)

    def _event(self, event: Event) -> Iterator[str]:
        inject, told = event.inject, self.told
        title = self._said(
            "inject_title", at=told.at(event.minute), number=told.number(event), title=literal(inject.title)
        )
        yield heading(3, title, f"pack-inject-{event.number}")
        yield two_columns(self.words.many("drill.guide.inject_head"), self._acts(event))
        yield table(
            self.words.many("drill.guide.expected_head"),
            (1, 8, 7, 6),
            [("□", *self._expected(action)) for action in inject.expected],
        )
        if inject.nagoya:
            yield self._said("nagoya", text=literal(inject.nagoya))

    def _acts(self, event: Event) -> Iterator[tuple[str, str]]:
        inject, told = event.inject, self.told
        channel = self.words(f"drill.channels.{inject.channel.value}")
        yield self._said("hand"), self._said("hand_to", teams=told.getting(inject), channel=channel)
        yield self._said("say" if self.play.scenario.is_read_out else "known"), literal(inject.inject)
        yield self._said("ask"), literal(inject.question)
        if inject.answered_by:
            yield self._said("answered_by"), literal(inject.answered_by)
        yield self._said("sources"), told.sources(inject.documents)
        yield self._said("requirements"), told.requirements(inject.requirements)

    def _expected(self, action: ExpectedAction) -> tuple[str, str, str]:
        seen = literal(action.look_for) if action.look_for else self._said("no_look_for")
        sources = self.told.sources(action.documents) if action.documents else self._said("as_above")
        return literal(action.action), seen, sources


def _numbered(items: Iterable[str]) -> str:
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))
