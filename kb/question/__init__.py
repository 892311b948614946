"""Reading a question: one reader for `kb who`, `kb search`, the API and the browser."""
