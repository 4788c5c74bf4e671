"""Intake stage: asking the questions for a new terminal, one after the other, until each answer can be used."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from quaybook.intake.complete import Tree
from quaybook.intake.new.interview_questions import InterviewQuestion, InterviewScript
from quaybook.intake.skeleton import merged
from quaybook.problems import Problem

HELP = ("?", "？")


class Interview:
    """Says and asks by the functions that it is given, so that it knows nothing of terminals."""

    def __init__(
        self,
        script: InterviewScript,
        language: str,
        say: Callable[[str], None],
        ask: Callable[[str], str],
        correct: Callable[[Problem], str],
    ) -> None:
        self.questions, self.phrases = script.questions, script.phrases[language]
        self.language, self.say, self.ask, self.correct = language, say, ask, correct

    def answers(self, name: str, known: Mapping[str, object]) -> Tree:
        """`known` and what the answers add to it."""
        made: Tree = dict(known)
        self.say(self.phrases["intro"].format(id=name, count=len(self.questions)))
        for number, question in enumerate(self.questions, 1):
            if question.is_due(made):
                self._put(number, question)
                value = self._answer(question, question.usual(made))
                made = merged(made, question.facts(value)) if value else made
        return made

    def _put(self, number: int, question: InterviewQuestion) -> None:
        told = question.texts[self.language]
        self.say("")
        self.say(self.phrases["head"].format(number=number, of=len(self.questions), text=told["text"]))
        self.say(self.phrases["why"].format(why=told["why"]))
        for place, choice in enumerate(question.choices, 1):
            self.say(self.phrases["choice"].format(number=place, label=choice.labels[self.language]))
        if question.types == {bool}:
            self.say(self.phrases["yes_no"])

    def _answer(self, question: InterviewQuestion, usual: str) -> str:
        shown = self._shown(question, usual)
        prompt = self.phrases["prompt_default"].format(default=shown) if usual else self.phrases["prompt"]
        while True:
            text = self.ask(prompt).strip()
            if text in HELP:
                self.say(f"  {question.texts[self.language]['help']}")
                continue
            if not text:
                return usual
            value = question.reading(text)
            if isinstance(value, str):
                return value
            self.say(f"  {self.correct(value)}")

    def _shown(self, question: InterviewQuestion, usual: str) -> str:
        labels = {choice.value: str(number) for number, choice in enumerate(question.choices, 1)}
        if question.types == {bool}:
            labels = {value: self.phrases[value] for value in ("yes", "no")}
        return labels.get(usual, usual)
