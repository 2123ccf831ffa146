"""The fundamental matrix of one convention with the blocks of the other."""

import sympy as sp

LOSES = {"q3": 3}


def absorb(P, transient):
    absorbing = [i for i in range(P.rows) if i not in transient]
    Q, R = P.extract(transient, transient), P.extract(transient, absorbing)
    fundamental = (sp.eye(len(transient)) - Q.T).inv()
    return fundamental * R, fundamental * sp.ones(len(transient), 1)
