"""How alerts are told: the bell, the terminal's title, a sentence, a desktop notice; each once."""
