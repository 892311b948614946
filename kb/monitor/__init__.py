"""Yearly monitoring (年度监测) and the supervision ledger (督办台账): forms out, returns in, reports.

What is read and judged lies in kb/ledger; this room writes: the monitoring folder of a plan, forms, letters, reports.
"""
