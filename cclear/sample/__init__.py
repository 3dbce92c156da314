"""The sample mailbox: invented people on invented councils' mail, dated from today.

What they wrote is kept as text (``conversations/``, ``people.txt``; README says how to read it);
:func:`cclear.sample.render.messages` makes of it the mail that their mail programs would have sent.
"""
