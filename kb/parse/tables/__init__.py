"""Tables without cells, put back into rows and columns, and the rows of any table as nodes."""
