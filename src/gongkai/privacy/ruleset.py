"""规则版本 — which rules looked: whatever was scanned under others is scanned again."""

RULESET = "2026-1"
"""Raise it with every change of what the detectors find; published stock is then swept again."""
