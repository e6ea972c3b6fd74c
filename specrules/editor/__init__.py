"""What an editor asks while somebody writes, answered from the text as it is on the screen.

In: the text of an open file, saved or not, and a place in it.  Out: values that
say what is wrong, what a thing means, what could stand here, and where a name
is explained or used.  ``server`` puts these into the protocol that editors
speak; nothing else here knows of it.
"""
