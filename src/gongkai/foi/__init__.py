"""依申请公开 — disclosure on application: cases, clock, consultation, decision, letters, service, fees, review."""
