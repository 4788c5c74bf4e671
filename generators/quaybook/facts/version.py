"""Facts stage: the version of the schema by which facts are written, so that earlier ones are known."""

# Goes up with each change of the schema after which facts have to be written otherwise; `upgrade` has the step.
FACTS_VERSION = 2
VERSION_KEY = "facts_version"
