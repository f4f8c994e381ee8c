"""Files made for people and other programs: each exporter is a pure function from a snapshot to bytes."""
