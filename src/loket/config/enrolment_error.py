"""What is wrong with an enrolment; apart, so that commands that enrol nobody start without a node."""


class EnrolmentError(Exception):
    """A node cannot be enrolled as asked; the message says why."""
