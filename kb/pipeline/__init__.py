"""The rooms in order: a document into the corpus (importer), the corpus into a base (build)."""
