"""What a person sees: the pages, the routes they call, and the gate in front of both."""

PRODUCT = "Interview Workbench"
MOST_SPEAKERS = 30  #: In one recording; more are a slip of the finger.
