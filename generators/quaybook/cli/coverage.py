"""Door 1, `quaybook coverage`: which passage answers which requirement."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import typer

from quaybook.cli.options import Format, Ids, OutputFormat, Root, Today, UiLang, asked_day, prepared_terminals
from quaybook.cli.speech import print_json
from quaybook.documents.coverage import Row, elements_found
from quaybook.environment import ui_language
from quaybook.pipeline import Prepared
from quaybook.resources import policy_source


def _as_json(rows: Iterable[Row]) -> list[dict[str, object]]:
    return [
        {
            "id": row.requirement.id,
            "language": row.language,
            "state": row.state.value,
            "missing": [{"kind": kind, "element": element} for kind, element in row.missing],
            "passages": [
                {
                    "document": p.document,
                    "kind": p.kind,
                    "language": p.language,
                    "anchor": p.anchor,
                    "source": p.source,
                    "root": "kit" if p.source.startswith(f"{policy_source().name}/") else "overrides",
                    "line": p.line,
                    "text": p.text,
                    "elements": list(elements_found(row.requirement, p)),
                }
                for p in row.passages
            ],
        }
        for row in rows
    ]


def coverage(
    ids: Ids = None,
    root: Root = Path(),
    format: Format = OutputFormat.TEXT,
    today: Today = None,
    ui_lang: UiLang = None,
) -> None:
    """Show for each requirement of the report the passages marked as its answer."""
    made = prepared_terminals(root, ids, asked_day(today), ui_language(ui_lang))
    rows = {name: _rows(prepared) for name, (prepared, _) in made.items()}
    if format == OutputFormat.JSON:
        print_json({name: _as_json(found) for name, found in rows.items()})
    else:
        for name, found in rows.items():
            for row in found:
                places = ", ".join(f"{p.document}#{p.anchor}" for p in row.passages)
                print(f"{name}\t{row.language}\t{row.requirement.id}\t{row.state.value}\t{places}")
    raise typer.Exit(0 if all(fine for _, fine in made.values()) else 1)


def _rows(prepared: Prepared | None) -> list[Row]:
    return [row for found in prepared.sets.values() for row in found.rows] if prepared else []
