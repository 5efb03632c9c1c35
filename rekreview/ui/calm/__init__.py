"""What keeps a reviewer's day calm: veils by one key, a blank window, a private meter, a cover while away."""
