"""Pages as pure functions: a plan's view and the links in, pages out. One kind of page a module; `registry` is their table."""
