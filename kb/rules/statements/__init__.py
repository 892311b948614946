"""Statements of responsibility: where a plan prints them (labels), what they say (clauses, lists), how far they hold (scope)."""
