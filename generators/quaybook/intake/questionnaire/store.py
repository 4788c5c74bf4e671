"""Intake stage: what the questionnaire leads to → files: the workbook, or the facts that were agreed to."""

from __future__ import annotations

from pathlib import Path

from quaybook.files.facts_backup import write_facts
from quaybook.intake.new.terminal import new_terminal
from quaybook.intake.questionnaire.proposal import Proposal
from quaybook.intake.text.files import read_files
from quaybook.problems import Problem


def store_workbook(path: Path, content: bytes) -> Problem | None:
    """Writes a new file; one that is there already may hold somebody's answers, and stays."""
    try:
        file = path.open("xb")
    except FileExistsError:
        return Problem.at("questionnaire_exists", path.name)
    except OSError as error:
        return Problem.at("questionnaire_unwritable", path.name, detail=error.strerror or "")
    try:
        with file:
            file.write(content)
    except OSError as error:
        # Half a workbook would only be taken for one that somebody has filled in.
        path.unlink(missing_ok=True)
        return Problem.at("questionnaire_unwritable", path.name, detail=error.strerror or "")
    return None


def store_facts(terminals: Path, terminal_id: str, proposal: Proposal, stamp: str) -> Path | Problem | None:
    """Writes what was proposed, unless the files have changed since; the place of the backup, if there is one."""
    if proposal.answers is not None:
        made = new_terminal(terminals, terminal_id, proposal.answers, stamp)
        return made if isinstance(made, Problem) else made.backup
    now = {name: file.text for name, file in read_files(terminals, terminal_id).items()}
    for name in proposal.after:
        if now.get(name) != proposal.before.get(name):
            return Problem.at("changed_meanwhile", f"{terminals.name}/{terminal_id}/{name}")
    return write_facts(terminals / terminal_id, proposal.after, stamp)
