"""Intake stage: one sheet of results on top of the facts as they are → the facts as they shall be.

Only what the sheet says is changed: an empty cell clears nothing, and the same sheet read twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quaybook.intake.answers.days import written_day
from quaybook.intake.answers.signs import composed
from quaybook.intake.records.answers import Answers
from quaybook.intake.records.attendance import counted
from quaybook.intake.records.sheet import Filled, Row
from quaybook.intake.text.edit import Entries
from quaybook.model.data.record_mark import RecordKind
from quaybook.model.groups.plans import PlanState
from quaybook.model.notation import TODO_MARK
from quaybook.model.written import ID_AT_MOST

Entry = dict[str, Any]
_GROUPS = {RecordKind.DRILL: ("drills", "drill_results"), RecordKind.COURSE: ("courses", "course_results")}
_FINDING = ("finding", "cause", "action", "owner", "due_on")
# What an entry of the plan has in common with an improvement.
_PLANNED = ("action", "owner", "due_on")
# Nothing that is practised takes more than a day.
_MINUTES_AT_MOST = 24 * 60


class Recording:
    """Puts one sheet over the facts of a terminal; `ask` says whom to ask for what bridges an improvement."""

    def __init__(self, filled: Filled, answers: Answers, ask: str) -> None:
        self.filled, self.answers, self.ask = filled, answers, ask
        self.kind, self.row = filled.mark.kind, filled.single
        self.findings: list[tuple[Row, Entry]] = []
        self.held_on = ""

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
        self.held_on = held_on
        old = list(facts.get(results) or ())
        at, result = self._result(old)
        self.findings = [(row, told) for row in self.filled.tables.get("findings", []) if (told := self._finding(row))]
        made = self._drill(result) if self.kind is RecordKind.DRILL else self._course(result)
        if at == len(old):
            self._corrected(old, made)
        changed = dict(facts)
        changed[results] = _with(old, at, made)
        changed[planned] = self._summary(list(facts[planned]), subject, made)
        if self.kind is RecordKind.DRILL:
            plan = self._plan(list(facts.get("plan") or ()))
            changed |= {"plan": plan} if plan != facts.get("plan", []) else {}
        return changed

    def _corrected(self, old: list[Entry], made: Entry) -> None:
        """Tells of a result of another day that says the same: its day may be what was corrected."""
        for entry in old:
            if entry.get(self.kind.value) == made[self.kind.value] and _told(entry) == _told(made):
                told = {"came": entry.get("held_on", ""), "id": entry.get("id", "")}
                self.answers.note("record_corrected_day", self.row, "held_on", **told)

    def _result(self, old: list[Entry]) -> tuple[int, Entry]:
        """The result of that day, and its place among the others; a new one comes last."""
        key, subject, held_on = self.kind.value, self.filled.mark.subject, self.held_on
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
            "minutes": _digits(read.count(self.row, "minutes", 1, _MINUTES_AT_MOST)),
            "participants": _digits(read.count(self.row, "participants", 1)),
            "variation": read.offered(self.row, "variation"),
            "seed": _digits(read.count(self.row, "seed")),
            "evaluator": read.person(self.row, "evaluator"),
        }
        made = result | {key: value for key, value in told.items() if value is not None}
        read.needed(self.row, [key for key in ("minutes", "participants", "evaluator") if key not in result])
        objectives = self._objectives(list(result.get("objectives") or ()))
        findings = self._findings(list(result.get("findings") or ()))
        made |= {"objectives": objectives} if objectives else {}
        return made | ({"findings": findings} if findings else {})

    def _course(self, result: Entry) -> Entry:
        read = self.answers
        marked = counted(read, self.filled.tables.get("attendance", []))
        told: Entry = {}
        for key in ("attended", "of", "passed"):
            stated, found = read.count(self.row, key), marked.get(key)
            if key != "of" and None not in (stated, found) and stated != found:
                read.refuse("record_counts_differ", self.row, key, came=stated, counted=found)
            value = found if stated is None else stated
            told |= {} if value is None else {key: str(value)}
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
            outcome, text = self.answers.outcome(row, "outcome"), self._objective(row)
            if outcome is None or text is None:
                continue
            same = next((each for each in found if each.get("objective") == text), None)
            if same is None:
                found.append({"objective": text, "outcome": outcome})
            else:
                same["outcome"] = outcome
        return Entries(found, tuple(range(len(old))))

    def _objective(self, row: Row) -> str | None:
        """Its text; that of the kit stands in the hidden column as well, so it is known when it was changed."""
        own, kits = self.answers.text(row, "objective"), " ".join(composed(row.key).split()[1:])
        if kits and own and own != kits:
            self.answers.refuse("record_objective_changed", row, "objective", came=own, expected=kits)
            return None
        if not kits and own is None and row.text("outcome"):
            self.answers.needed(row, ("objective",))
        return kits or own

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
        if (due_on := told["due_on"]) and due_on < self.held_on:
            read.refuse("record_due_before", row, "due_on", came=due_on, held=self.held_on)
        return {key: value for key, value in told.items() if value is not None}

    def _summary(self, old: list[Entry], subject: Entry, result: Entry) -> list[Entry]:
        """The entry of the drill or the course says when it was last, if this was the last time."""
        number, entry = old.index(subject), dict(subject)
        known, held_on = written_day(entry.get("held_on")), written_day(result["held_on"])
        assert held_on is not None, result
        next_on = self.answers.day(self.row, "next_on")
        if next_on and next_on <= result["held_on"]:
            self.answers.refuse("record_next_missing", self.row, "next_on", came=next_on)
            return old
        if known is not None and known > held_on:
            came, held = held_on.isoformat(), known.isoformat()
            self.answers.note("record_older", self.row, "held_on", came=came, held=held)
            return old
        keys = ("held_on",) if self.kind is RecordKind.DRILL else ("held_on", "attended", "of")
        entry |= {key: result[key] for key in keys if key in result}
        if self.kind is RecordKind.DRILL and (said := self.answers.text(self.row, "result")):
            entry["result"] = said
        entry |= {"next_on": next_on} if next_on else {}
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
            elif [same.get(key) for key in _PLANNED] != [told.get(key) for key in _PLANNED]:
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


def _told(result: Entry) -> Entry:
    """A result without what a correction of its day, or the work that followed, would change."""
    findings = [str(each.get("finding")) for each in result.get("findings") or ()]
    return {key: value for key, value in result.items() if key not in ("id", "held_on")} | {"findings": findings}


def _digits(count: int | None) -> str | None:
    return None if count is None else str(count)
