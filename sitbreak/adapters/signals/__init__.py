"""What the desktop tells of the person: input, lock and sleep."""
