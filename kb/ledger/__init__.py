"""What units return for a plan and what people decide about it: plain CSV in corpus/<plan-id>/monitor, read and judged.

The files come from kb/monitor (forms, collecting, deciding); kb build takes the accepted values and the statuses into the
base. Nothing here writes.
"""
