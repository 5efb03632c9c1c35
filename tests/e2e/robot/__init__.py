"""A robot that uses the window as a person would: it reads the accessibility tree and moves a real mouse and keyboard.

Run by the system's own Python, since the bridge to the accessibility tree (PyGObject) cannot be had by pip.
"""
