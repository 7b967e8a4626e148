"""What an actor may see and do: one SQL condition and sets of fields per object."""
