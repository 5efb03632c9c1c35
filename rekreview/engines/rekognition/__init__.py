"""Amazon Rekognition for pictures: calls with bytes, at the account's rate, each noted before it is made."""
