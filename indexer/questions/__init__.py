"""What came of a question: who answered, who asks the same, whether it is settled, what it brought.

``values.py`` is what passes through the door, ``roles.py`` says what each message is to the
question, ``echoes.py`` and ``settling.py`` read it from words (``words.toml``), ``links.py`` finds
links, ``card.py`` puts it together (pure) and ``reading.py`` takes it from the cache.
"""
