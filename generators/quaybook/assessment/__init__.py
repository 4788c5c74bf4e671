"""Assessment stage: facts against requirements → what is really done, on what evidence, and what is missing."""
