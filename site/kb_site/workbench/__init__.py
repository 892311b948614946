"""The workbench: pages on which a clerk brings in, corrects, confirms, assigns and publishes. Handlers of kb.service.

Every form works without scripts; every change goes through `kb.edit.desk` or a job, and is in the history.
"""
