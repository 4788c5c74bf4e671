"""Documents stage: what stands as data beside a text: lists that become sheets, checklists."""
