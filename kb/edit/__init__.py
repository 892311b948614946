"""Corrections by hand: operations on plan.md, duties.csv, units.toml and topics.toml, each with its inverse, and their
journal.

An operation is a pure function from a text to a text (`headings`, `paragraphs`, `tables`, `duties`, `units`, `topics`).
`change` says what differs, and undoes it. `verdict` says whether a plan.md still holds its source. `desk` saves.
`review` is what a person looks at while correcting: lines of plan.md, nodes, source lines, doubts.
"""
