"""Reports stage: what keeps a set from being handed out as the one that counts, each with its place and whom to ask.

A release is refused for everything at once: whoever is to make it good needs the whole list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quaybook.assessment.assess import Judged
from quaybook.assessment.remarks.document_control import keeps_from_release
from quaybook.assessment.remarks.gather import remarks
from quaybook.assessment.remarks.kinds import ASKED, Remark, RemarkKind
from quaybook.documents.control import blanks_in
from quaybook.documents.document_set import DocumentSet
from quaybook.problems import Problem
from quaybook.reports.remarks import RemarkView, RemarkViews
from quaybook.resources import policy_source
from quaybook.wording.filters import Filters
from quaybook.wording.words import Words, load_words

_PLAN = "plan"


class Release:
    """One judged terminal with its documents, seen by whoever wants to hand them out; told in one language."""

    def __init__(self, judged: Judged, words: Mapping[str, Words], sets: Mapping[str, DocumentSet], language: str):
        self.judged, self.words, self.sets = judged, words, sets
        told, _ = load_words(policy_source(), language)
        self.nobody = told("check.nobody")
        self.views = RemarkViews(Filters(judged.terminal, told), policy_source(), language)
        self.remarks = remarks(judged.terminal, judged.facts, judged.assessed.status.today)

    def open_places(self) -> Iterator[Problem]:
        """Each fact that nobody knows, each requirement that the plan leaves open, any other blank in a document."""
        facts = [(kind, view) for kind in ASKED for _, view in self._told(kind)]
        for kind, view in facts:
            code = "assumed_in_release" if kind == RemarkKind.PROVISIONAL else "open_in_release"
            yield self._at(code, view, ask=view.ask or self.nobody, words=view.words)
        yield from self._blanks(besides=bool(facts))

    def control(self) -> Iterator[Problem]:
        """What in version, dates and history does not fit."""
        for remark, view in self._told(RemarkKind.CONTRADICTION):
            if keeps_from_release(remark):
                yield self._at("control_in_release", view, says=view.sentence)

    def _told(self, kind: RemarkKind) -> Iterator[tuple[Remark, RemarkView]]:
        chosen = [remark for remark in self.remarks if remark.kind == kind]
        return zip(chosen, self.views.views(chosen), strict=True)

    def _at(self, code: str, view: RemarkView, **values: object) -> Problem:
        return Problem.at(code, view.position.file, view.position.line, view.key, **values)

    def _blanks(self, besides: bool) -> Iterator[Problem]:
        """Blanks that documents print for no fact: of the plan always, of others where all facts are known."""
        for language, made in self.sets.items():
            words = self.words[language]
            planned = {self._planned(words, each): each for each in self.judged.catalogue.by_id()}
            for document in made.documents:
                for blank in blanks_in(document, words):
                    if blank in planned:
                        yield self._unplanned(planned[blank])
                    elif not besides:
                        yield Problem.at("blank_in_release", document.source, came=blank)

    @staticmethod
    def _planned(words: Words, requirement: str) -> str:
        return words("todo", ask=words("no_plan", id=requirement))

    def _unplanned(self, requirement: str) -> Problem:
        """What is missing stands in no file yet; the plan's own is where it belongs."""
        position, wanted = self.judged.facts.position((_PLAN,)), self.judged.catalogue.by_id()[requirement]
        title = wanted.title[self.views.fact_words.language]
        ask = self.views.asked_of((_PLAN,)) or self.nobody
        values = {"id": requirement, "title": title, "ask": ask}
        return Problem.at("plan_in_release", position.file, position.line, _PLAN, **values)
