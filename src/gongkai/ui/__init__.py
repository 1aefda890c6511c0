"""界面 — base templates, components, styles, preferences of the reader."""
