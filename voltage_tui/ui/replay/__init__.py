"""What is there only in a replay: the scrubber; and the mark of a recording under way."""
