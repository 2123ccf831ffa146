"""Templates of questions, from which a teacher's secret draws problem sets of its own.

A folder is a set, a file a question. `template.py` says what a template is, `drawing.py` how a
variant is drawn, `sheets.py` how it becomes a notebook for `otter assign`.
"""
