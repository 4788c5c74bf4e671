"""Formats stage, drills: the play → the guide by which somebody who never led a drill leads it, minute by minute.

What the kit's own document says before and after its events stands where it stands there, but for what the pack says
itself for this drill: the day, the minutes, the words at the beginning, and what hangs on the wall.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from quaybook.formats.drills.cover import Cover
from quaybook.formats.drills.play import Announced, Event, is_for, may_be_skipped
from quaybook.formats.drills.told import Told, cells, two_columns
from quaybook.model.data.scenario import ExpectedAction, Inject
from quaybook.wording.dialect.blocks import heading, parted
from quaybook.wording.dialect.escape import in_label, literal
from quaybook.wording.dialect.links import Link, each_link
from quaybook.wording.dialect.tables import table

# The heading of a kit's document below which its events stand, and those of what a pack has in a form of its own.
_EVENTS = "injects"
_IN_THE_PACK = frozenset({_EVENTS, "status", "days", "schedule", "say", "rules", "decisions", "evaluation"})


class Guide:
    """Writes the guide of one play; `files` are those of the pack, by the keys of the words for them."""

    def __init__(self, told: Told, files: Iterable[tuple[str, str]]) -> None:
        self.told, self.play, self.words, self.files = told, told.play, told.words, tuple(files)

    def markdown(self) -> str:
        """The whole of it in the dialect."""
        before, after = self._own()
        cover = Cover(self.told, self.files)
        # A kit that says how it begins says how it is led, too.
        rules = () if self.play.scenario.opening else self._rules()
        noted = (self._said("own"), *before) if before else ()
        pieces = (*cover.pieces(), *self._timetable(), *rules, *noted, *self._script(), *after)
        return "\n\n".join(pieces) + "\n"

    def _said(self, key: str, **values: object) -> str:
        return self.words(f"drill.guide.{key}", **values)

    def _heading(self, key: str) -> str:
        return heading(2, self._said(key), f"pack-{key}")

    def _rules(self) -> Iterator[str]:
        for key in ("rules", "stop"):
            yield self._heading(key)
            yield _numbered(self.words.many(f"drill.guide.{key}_rows"))

    def _own(self) -> tuple[list[str], list[str]]:
        """What the kit's document says before its events, and what it says after them."""
        heads = self.play.kit.headings
        parts = parted(self.play.kit.body, {each.anchor for each in heads})
        sides: tuple[list[str], list[str]] = ([parts[""]] if parts[""].strip() else [], [])
        left: set[str] = set()
        within, side = 0, 0
        for each in heads:
            side = 1 if each.anchor == _EVENTS else side
            within = 0 if each.level <= within else within
            if within or each.anchor in _IN_THE_PACK:
                within = within or each.level
                left.add(each.anchor)
            else:
                sides[side].append(parts[each.anchor])
        before, after = ([self._without_ways_to(left, part) for part in side] for side in sides)
        return before, after

    def _without_ways_to(self, left: set[str], part: str) -> str:
        """Whatever refers to what is left out names the document in which it stands."""
        kit = self.play.kit

        def said(link: Link) -> str:
            if link.document != kit.spec.id or link.anchor not in left:
                return str(link)
            label = self._said("own_elsewhere", number=in_label(kit.number), place=link.label)
            return str(replace(link, label=label))

        return each_link(part, said)

    def _timetable(self) -> Iterator[str]:
        yield self._heading("timetable")
        yield self._said("gaps")
        none, told, play = self.words("drill.none"), self.told, self.play
        ends = {event.number: minute for event, minute in self._ends()}
        steps = (
            self._announced(step) if isinstance(step, Announced) else self._happens(step, ends[step.number])
            for step in play.steps
        )
        rows = (
            (told.at(0), none, none, self._said("begin"), none, none),
            *steps,
            (told.at(play.look_back), none, none, self._said("look_back"), none, none),
            (told.at(play.minutes), none, none, self._said("end"), none, none),
        )
        yield table(self.words.many("drill.guide.timetable_head"), (7, 4, 7, 8, 4, 4), rows)

    def _announced(self, step: Announced) -> tuple[str, ...]:
        none = self.words("drill.none")
        said = self._said("call", title=literal(step.call.title))
        return self.told.at(step.minute), none, self.told.hearing(step.call), said, none, none

    def _happens(self, event: Event, ends: int) -> tuple[str, ...]:
        told = self.told
        return (
            told.at(event.minute),
            told.number(event),
            told.getting(event.inject),
            literal(event.inject.title),
            self.words("drill.minute", minute=ends),
            self._said("skip") if event.number in may_be_skipped(self.play) else self.words("drill.none"),
        )

    def _ends(self) -> Iterator[tuple[Event, int]]:
        """Each event with the minute in which teams are told to come to an end, a minute before what comes next."""
        starts = [*(step.minute for step in self.play.steps), self.play.look_back]
        for event in self.play.events:
            later = min(minute for minute in starts if minute > event.minute)
            yield event, max(event.minute + 1, later - 1)

    def _script(self) -> Iterator[str]:
        told, scenario = self.told, self.play.scenario
        yield self._heading("script")
        yield heading(3, self._said("opening_title", at=told.at(0)), "pack-opening")
        yield self._said("opening")
        opening = cells(scenario.opening) or self.words.many("drill.guide.opening_default")
        always = self.words.many("drill.guide.opening_always") if scenario.is_read_out else ()
        yield _numbered([*opening, *always, *self._day()])
        yield from self._change()
        ends = {event.number: minute for event, minute in self._ends()}
        for number, step in enumerate(self.play.steps, 1):
            yield from self._call(step, number) if isinstance(step, Announced) else self._event(step, ends[step.number])
        if scenario.is_read_out:
            yield self._said("no_more_papers")
        yield heading(3, self._said("look_back_title", at=told.at(self.play.look_back)), "pack-look-back")
        yield self._said("look_back_intro")
        yield _numbered(cells(scenario.hot_wash) or self.words.many("drill.guide.look_back_default"))
        yield heading(3, self._said("end_title", at=told.at(self.play.minutes)), "pack-end")
        yield _numbered(self._end())

    def _day(self) -> Iterator[str]:
        if self.play.variation:
            yield self._said("opening_day", day=literal(self.play.variation.day))
        if self.told.counts_days:
            yield self._said("opening_date")

    def _change(self) -> Iterator[str]:
        """What differs on the day that is played, once more where it is needed."""
        if self.play.variation:
            absent, change = literal(self.play.variation.absent), literal(self.play.variation.change)
            yield self._said("opening_change", absent=absent, change=change)

    def _end(self) -> Sequence[str]:
        rows = self.words.many("drill.guide.end_rows")
        has_sheet = "results" in {key for key, _ in self.files}
        return rows if has_sheet else (*rows[:-1], self._said("end_without_sheet"))

    def _call(self, step: Announced, number: int) -> Iterator[str]:
        yield heading(
            3,
            self._said("call_title", at=self.told.at(step.minute), title=literal(step.call.title)),
            f"pack-call-{number}",
        )
        own = step.call.act
        rows: list[tuple[str, str]] = [(self._said("call_act"), literal(own))] if own else []
        rows += [
            (self._said("call_to"), self.told.hearing(step.call)),
            (self._said("call_say"), self._quoted(step.call.say)),
        ]
        rows += [(self._said("call_look_for"), literal(each.look_for)) for each in step.call.looked_for]
        yield two_columns(self.words.many("drill.guide.inject_head"), rows)

    def _event(self, event: Event, ends: int) -> Iterator[str]:
        inject, told = event.inject, self.told
        title = self._said(
            "inject_title", at=told.at(event.minute), number=told.number(event), title=literal(inject.title)
        )
        yield heading(3, title, f"pack-inject-{event.number}")
        yield two_columns(self.words.many("drill.guide.inject_head"), self._acts(event, ends))
        yield table(
            self.words.many("drill.guide.expected_head"),
            (1, 8, 6, 8),
            [("□", *self._expected(action)) for action in inject.expected],
        )

    def _acts(self, event: Event, ends: int) -> Iterator[tuple[str, str]]:
        inject, told = event.inject, self.told
        if inject.bridge:
            yield self._said("bridge"), self._quoted(inject.bridge)
        yield self._said("say" if self.play.scenario.is_read_out else "known"), literal(inject.inject)
        yield from self._hands(inject)
        yield self._said("ask"), literal(inject.question)
        for each in inject.asks:
            asked = self._said("ask_of", team=told.named(each.team), ask=literal(each.ask))
            yield self._said("ask_team"), asked
        yield self._said("ends"), told.at(ends)
        for reply in inject.replies:
            yield self._said("reply"), literal(reply)
        if inject.nagoya:
            yield self._said("after_talk"), self._said("nagoya", text=literal(inject.nagoya))
        if event.number in may_be_skipped(self.play):
            yield self._said("skipped"), self._quoted(inject.skipped or self._said("skip_default", title=inject.title))
        if inject.answered_by:
            yield self._said("answered_by"), literal(inject.answered_by)
        if [action for action in inject.expected if not action.documents]:
            yield self._said("sources"), told.sources(inject.documents)
        yield self._said("requirements"), told.requirements(inject.requirements)

    def _hands(self, inject: Inject) -> Iterator[tuple[str, str]]:
        """Which teams get which paper: those that get the same in one row."""
        told, others = self.told, {each.team for each in inject.papers}
        getting = [team for team in told.teams if is_for(inject, team)]
        same = told.listed(literal(team.name) for team in getting if team.id not in others)
        papers = [(same, inject), *((told.named(each.team), each) for each in inject.papers)]
        for teams, paper in papers:
            if teams:
                channel = self.words(f"label.Channel.{paper.channel.value}")
                key = "hand_labelled" if paper.label else "hand_to"
                yield (
                    self._said("hand"),
                    self._said(key, teams=teams, channel=channel, label=literal(paper.label or "")),
                )

    def _quoted(self, text: str) -> str:
        return self._said("quoted", text=literal(text))

    def _expected(self, action: ExpectedAction) -> tuple[str, str, str]:
        seen = literal(action.look_for) if action.look_for else self._said("no_look_for")
        sources = self.told.sources(action.documents) if action.documents else self._said("as_above")
        return literal(action.action), seen, sources


def _numbered(items: Iterable[str]) -> str:
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))
