"""Intake stage: asking the questions for a new terminal, one after the other, until each answer can be used.

One may go back, as far as one likes: what follows from an answer is worked out anew from those before it, so
that nothing stays of an answer that was taken back. All answers are shown before anything is made of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from enum import Enum, auto

from quaybook.intake.agreement import YES_OR_NO
from quaybook.intake.complete import Tree
from quaybook.intake.new.interview_questions import InterviewQuestion, InterviewScript
from quaybook.intake.skeleton import Assumed, merged
from quaybook.model.notation import TODO_MARK, after_mark
from quaybook.problems import Problem

HELP, BACK = ("?", "？"), ("<", "＜")


class _Decision(Enum):
    WRITE = auto()
    BACK = auto()
    LEAVE = auto()


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
        # The answers in their order, by the number of the question; what was typed is offered when it comes again.
        self._given: list[tuple[int, str]] = []
        self._typed: dict[int, str] = {}

    def answers(self, name: str, known: Mapping[str, object]) -> Tree:
        """`known` and what the answers add to it."""
        self.say(self.phrases["intro"].format(id=name, count=len(self.questions)))
        return self._asked(known)

    def confirmed(self, name: str, known: Mapping[str, object]) -> Tree | None:
        """The same, once it was shown as a whole and agreed to; None if nothing shall be made of it."""
        made = self.answers(name, known)
        while True:
            self._summary()
            match self._decision():
                case _Decision.WRITE:
                    return made
                case _Decision.LEAVE:
                    return None
            self._back()
            made = self._asked(known)

    def _asked(self, known: Mapping[str, object]) -> Tree:
        """Asks what is due after the last answer, until nothing is left."""
        while True:
            made = self._made(known)
            after = self._given[-1][0] + 1 if self._given else 0
            due = (number for number in range(after, len(self.questions)) if self.questions[number].is_due(made))
            number = next(due, None)
            if number is None:
                return made
            question = self.questions[number]
            self._put(number + 1, question)
            value = self._answer(number, question, self._typed.get(number) or question.usual(made))
            if value is None:
                self._back()
            else:
                self._given.append((number, value))

    def _made(self, known: Mapping[str, object]) -> Tree:
        made: Tree = dict(known)
        for number, value in self._given:
            made = merged(made, self.questions[number].facts(value)) if value else made
        return made

    def _back(self) -> None:
        if self._given:
            self._given.pop()
        else:
            self.say(self.phrases["first"])

    def _put(self, number: int, question: InterviewQuestion) -> None:
        told = question.texts[self.language]
        self.say("")
        self.say(self.phrases["head"].format(number=number, of=len(self.questions), text=told["text"]))
        self.say(self.phrases["why"].format(why=told["why"]))
        for place, choice in enumerate(question.choices, 1):
            self.say(self.phrases["choice"].format(number=place, label=choice.labels[self.language]))
        if question.types == {bool}:
            self.say(self.phrases["yes_no"])

    def _answer(self, number: int, question: InterviewQuestion, usual: str) -> str | None:
        """The value that is meant; None for the way back."""
        shown = self._shown(question, usual)
        prompt = self.phrases["prompt_default"].format(default=shown) if usual else self.phrases["prompt"]
        while True:
            text = self.ask(prompt).strip()
            if text in BACK:
                return None
            if text in HELP:
                self.say(f"  {question.texts[self.language]['help']}")
                continue
            if not text:
                return usual
            value = question.reading(text)
            if isinstance(value, str):
                self._typed[number] = value
                return value
            self.say(f"  {self.correct(value)}")

    def _shown(self, question: InterviewQuestion, usual: str) -> str:
        labels = {choice.value: str(number) for number, choice in enumerate(question.choices, 1)}
        if question.types == {bool}:
            labels = {value: self.phrases[value] for value in ("yes", "no")}
        return labels.get(usual, usual)

    def _summary(self) -> None:
        self.say("")
        self.say(self.phrases["summary"])
        for number, value in self._given:
            question = self.questions[number]
            labels = {choice.value: choice.labels[self.language] for choice in question.choices}
            answer = labels.get(value) or self._shown(question, value)
            ask = after_mark(answer, TODO_MARK) if answer else ""
            if ask is not None:
                answer = self.phrases["open"] + (self.phrases["open_note"].format(note=ask) if ask else "")
            if isinstance(value, Assumed):
                answer = self.phrases["assumed"].format(answer=answer)
            text = question.texts[self.language]["text"]
            self.say(self.phrases["line"].format(number=number + 1, text=text, answer=answer))

    def _decision(self) -> _Decision:
        while True:
            text = unicodedata.normalize("NFKC", self.ask(self.phrases["confirm"])).strip().lower()
            if text in BACK:
                return _Decision.BACK
            if not text or text in YES_OR_NO:
                return _Decision.WRITE if YES_OR_NO.get(text, True) else _Decision.LEAVE
            self.say(self.phrases["unclear"])
