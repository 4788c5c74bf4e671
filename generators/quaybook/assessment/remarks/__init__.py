"""Assessment stage: remarks, facts that stop no build and are work to do: blanks, contradictions, what is stale."""
