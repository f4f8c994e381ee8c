"""What a person sees: the pages, the routes they call, and the gate in front of both."""

PRODUCT = "Interview Workbench"
