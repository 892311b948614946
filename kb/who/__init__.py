"""Answering a question: scope (the nodes meant), evidence, and the answer of the JSON contract."""
