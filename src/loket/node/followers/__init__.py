"""What follows the log after commit: printing, exchange, look-ups."""
