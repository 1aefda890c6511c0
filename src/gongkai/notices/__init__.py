"""通知 — notices to people by e-mail, SMS and on the site: versioned words, quiet hours, receipts."""
