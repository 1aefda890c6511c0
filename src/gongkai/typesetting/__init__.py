"""公文版式 — letters and reports laid out after GB/T 9704-2012, as DOCX and PDF, tables as XLSX and CSV; knows no database."""
