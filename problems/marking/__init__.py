"""Marking: a student's cells run in one process, the tests in another, which it cannot reach.

`child.py` runs the cells, in a sandbox where there is one; `student.py` starts it and asks it for
values and calls; `values.py` says what may pass between them; `paper.py` reads the tests of a set,
`places.py` the cells of a submission; `judge.py` marks one, `grading.py` above this folder all.
"""
