"""The rules of the review desk: which assets a key acts on, when it may, and what follows."""
