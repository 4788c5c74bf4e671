"""Documents stage: facts and templates → Markdown, with numbers, references and coverage."""
