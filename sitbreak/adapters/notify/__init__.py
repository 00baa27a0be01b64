"""Ways to put a prompt before the person, best first, each honest about whether it was seen on a screen."""
