"""Records that are the same thing: rules, stored match keys, the check at saving, and the finder over what is there."""
