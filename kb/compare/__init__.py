"""Plans side by side: which indicators and tasks are the same in two of them, and why that may be said."""
