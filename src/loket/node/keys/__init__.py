"""Private keys, case keys, sealing, enrolment of a node."""
