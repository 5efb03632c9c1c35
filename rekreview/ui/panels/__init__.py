"""Panels: the side panel of queues and filters, and the bars that tell and ask without standing in the way."""
