"""Celery: rings over processes and machines for jobs that are due. The row is the job, the message only a doorbell."""
