"""Intake stage: one sheet of results on top of the facts as they are → the facts as they shall be.

Only what the sheet says is changed: an empty cell clears nothing, and the same sheet read twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quaybook.intake.answers.days import written_day
from quaybook.intake.records.answers import Answers
from quaybook.intake.records.sheet import Filled, Row
from quaybook.intake.text.edit import Entries
from quaybook.model.data.record_mark import RecordKind
from quaybook.model.groups.plans import PlanState
from quaybook.model.notation import TODO_MARK
from quaybook.model.written import ID_AT_MOST

Entry = dict[str, Any]
_GROUPS = {RecordKind.DRILL: ("drills", "drill_results"), RecordKind.COURSE: ("courses", "course_results")}
_FINDING = ("finding", "cause", "action", "owner", "due_on")


class Recording:
    """Puts one sheet over the facts of a terminal; `ask` says whom to ask for what bridges an improvement."""

    def __init__(self, filled: Filled, answers: Answers, ask: str) -> None:
        self.filled, self.answers, self.ask = filled, answers, ask
        self.kind, self.row = filled.mark.kind, filled.single
        self.findings: list[tuple[Row, Entry]] = []

    def onto(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The facts with what the sheet says; as they were where it cannot be taken."""
        planned, results = _GROUPS[self.kind]
        subject = next((each for each in facts.get(planned) or () if each.get("id") == self.filled.mark.subject), None)
        if subject is None:
            known = ", ".join(str(each.get("id")) for each in facts.get(planned) or ())
            self.answers.refuse(
                "record_unknown_subject", self.row, "held_on", came=self.filled.mark.subject, known=known
            )
            return dict(facts)
        held_on = self.answers.past_day(self.row, "held_on")
        if not self.row.text("held_on"):
            self.answers.needed(self.row, ("held_on",))
        if held_on is None:
            return dict(facts)
        old = list(facts.get(results) or ())
        at, result = self._result(old, held_on)
        self.findings = [(row, told) for row in self.filled.tables.get("findings", []) if (told := self._finding(row))]
        made = self._drill(result) if self.kind is RecordKind.DRILL else self._course(result)
        changed = dict(facts)
        changed[results] = _with(old, at, made)
        changed[planned] = self._summary(list(facts[planned]), subject, made)
        if self.kind is RecordKind.DRILL:
            plan = self._plan(list(facts.get("plan") or ()))
            changed |= {"plan": plan} if plan != facts.get("plan", []) else {}
        return changed

    def _result(self, old: list[Entry], held_on: str) -> tuple[int, Entry]:
        """The result of that day, and its place among the others; a new one comes last."""
        key, subject = self.kind.value, self.filled.mark.subject
        for number, entry in enumerate(old):
            if (entry.get(key), entry.get("held_on")) == (subject, held_on):
                return number, dict(entry)
        name = f"{subject[: ID_AT_MOST - len(held_on) - 1]}-{held_on}"
        taken = {entry.get("id") for entry in old}
        names = (name, *(f"{name[: ID_AT_MOST - 3]}-{n}" for n in range(2, len(old) + 3)))
        return len(old), {"id": next(each for each in names if each not in taken), key: subject, "held_on": held_on}

    def _drill(self, result: Entry) -> Entry:
        read = self.answers
        told = {
            "minutes": _digits(read.count(self.row, "minutes")),
            "participants": _digits(read.count(self.row, "participants")),
            "variation": read.text(self.row, "variation"),
            "seed": read.text(self.row, "seed"),
            "evaluator": read.person(self.row, "evaluator"),
        }
        made = result | {key: value for key, value in told.items() if value is not None}
        read.needed(self.row, [key for key in ("minutes", "participants", "evaluator") if key not in result])
        objectives = self._objectives(list(result.get("objectives") or ()))
        findings = self._findings(list(result.get("findings") or ()))
        made |= {"objectives": objectives} if objectives else {}
        return made | ({"findings": findings} if findings else {})

    def _course(self, result: Entry) -> Entry:
        read, rows = self.answers, self.filled.tables.get("attendance", [])
        counted = {
            "attended": sum(1 for row in rows if row.text("attended")),
            "of": sum(1 for row in rows if row.text("name")),
            "passed": sum(1 for row in rows if row.text("passed")),
        }
        told: Entry = {}
        for key, found in counted.items():
            stated = read.count(self.row, key)
            if stated is not None and found and key != "of" and stated != found:
                read.refuse("record_counts_differ", self.row, key, came=stated, counted=found)
            value = stated if stated is not None else (found or None)
            told |= {key: str(value)} if value is not None else {}
        made = result | told
        for key in ("attended", "of"):
            if key not in made and not self.row.text(key):
                read.needed(self.row, (key,))
        self._in_order(made)
        return made

    def _in_order(self, made: Entry) -> None:
        for less, more in (("attended", "of"), ("passed", "attended")):
            low, high = made.get(less, ""), made.get(more, "")
            if low.isdecimal() and high.isdecimal() and int(low) > int(high):
                self.answers.refuse("record_more_than", self.row, less, came=low, most=high)

    def _objectives(self, old: list[Entry]) -> list[Entry]:
        found = [dict(each) for each in old]
        for row in self.filled.tables.get("objectives", []):
            outcome, text = self.answers.outcome(row, "outcome"), self.answers.text(row, "objective")
            if outcome is None:
                continue
            if text is None:
                self.answers.needed(row, ("objective",))
                continue
            same = next((each for each in found if each.get("objective") == text), None)
            if same is None:
                found.append({"objective": text, "outcome": outcome})
            else:
                same["outcome"] = outcome
        return Entries(found, tuple(range(len(old))))

    def _findings(self, old: list[Entry]) -> list[Entry]:
        found = [dict(each) for each in old]
        for _, told in self.findings:
            same = next((each for each in found if each.get("finding") == told["finding"]), None)
            if same is None:
                taken = {each.get("id") for each in found}
                name = next(each for n in range(1, len(found) + 2) if (each := f"f{n}") not in taken)
                found.append({"id": name, **told, "state": PlanState.NOT_STARTED.value})
            else:
                same |= told
        return Entries(found, tuple(range(len(old))))

    def _finding(self, row: Row) -> Entry:
        read = self.answers
        if not read.needed(row, _FINDING):
            return {}
        told = {
            "finding": read.text(row, "finding"),
            "cause": read.text(row, "cause"),
            "requirement": read.requirement(row, "requirement"),
            "action": read.text(row, "action"),
            "owner": read.person(row, "owner"),
            "due_on": read.day(row, "due_on"),
        }
        return {key: value for key, value in told.items() if value is not None}

    def _summary(self, old: list[Entry], subject: Entry, result: Entry) -> list[Entry]:
        """The entry of the drill or the course says when it was last, if this was the last time."""
        number, entry = old.index(subject), dict(subject)
        known, held_on = written_day(entry.get("held_on")), written_day(result["held_on"])
        assert held_on is not None, result
        if known is not None and known > held_on:
            came, held = held_on.isoformat(), known.isoformat()
            self.answers.note("record_older", self.row, "held_on", came=came, held=held)
            return old
        keys = ("held_on",) if self.kind is RecordKind.DRILL else ("held_on", "attended", "of")
        entry |= {key: result[key] for key in keys if key in result}
        if self.kind is RecordKind.DRILL and (said := self.answers.text(self.row, "result")):
            entry["result"] = said
        if next_on := self.answers.day(self.row, "next_on"):
            entry["next_on"] = next_on
        planned = written_day(entry.get("next_on"))
        if planned is not None and planned <= held_on:
            self.answers.refuse("record_next_missing", self.row, "next_on", came=planned.isoformat())
        return _with(old, number, entry)

    def _plan(self, old: list[Entry]) -> list[Entry]:
        """The improvement plan with what a requirement asks for; what stands in it already stays."""
        added = list(old)
        for row, told in self.findings:
            requirement = told.get("requirement")
            if requirement is None:
                continue
            same = next((each for each in added if each.get("requirement") == requirement), None)
            if same is None:
                added.append(self._item(row, told))
            elif same.get("action") != told["action"]:
                self.answers.note("record_plan_stands", row, "requirement", came=requirement)
        return Entries(added, tuple(range(len(old))))

    def _item(self, row: Row, told: Entry) -> Entry:
        interim = self.answers.text(row, "interim") or f"{TODO_MARK}: {self.ask}"
        kept: Entry = {key: told[key] for key in ("requirement", "action", "owner", "due_on") if key in told}
        return {**kept, "state": PlanState.NOT_STARTED.value, "interim": interim}


def _with(old: list[Entry], number: int, entry: Entry) -> Entries:
    """The entries with this one in its place, or at the end."""
    changed = [*old[:number], entry, *old[number + 1 :]]
    return Entries(changed, tuple(range(len(old))))


def _digits(count: int | None) -> str | None:
    return None if count is None else str(count)
