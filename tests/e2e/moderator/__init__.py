"""A robot that moderates as a person does: it reads the painted window, presses a key, and keeps a diary of both."""
