"""Wording stage: facts and findings → words of one language that no format can take for markup."""
