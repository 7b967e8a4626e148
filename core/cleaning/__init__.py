"""Values that are right but written untidily, put in order: phone numbers, addresses, names; by jobs, with a preview."""
