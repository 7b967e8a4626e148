"""What leaves the tenant: e-mails, webhooks and whatever channels plugins add; each a row that is sent after the commit."""
