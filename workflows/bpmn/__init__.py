"""Definitions from BPMN 2.0 and as BPMN 2.0."""
