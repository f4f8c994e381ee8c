"""The pages, drawn anew for every browser session."""

from ui.frame import draw

draw()
