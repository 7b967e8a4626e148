"""What tests stand on: `postgres` starts servers, `chromium` finds a browser, `lacking` says what can't be had."""
