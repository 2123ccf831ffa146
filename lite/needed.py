"""Which lines of a notebook a cell needs from the cells before it.

A chapter takes minutes in a browser, and most of a cell's wait would be for lines that it does not
need. So a cell in the page is run after those statements alone that bind what it uses, or what
these use, or that change it. `tests/unit/test_lines_before_a_cell.py` runs them all, and compares
what the cells print.
"""

import ast
import symtable
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

STYLE = "mc.figures.use_style()"  # needed by what draws, though no name says so
TELLS = {"print", "display", "glue"}  # they change nothing


@dataclass
class Names:
    """What statements use without binding it themselves, what they bind, and what they change."""

    uses: set[str] = field(default_factory=set)
    binds: set[str] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)

    def then(self, other: "Names") -> "Names":
        """These statements, and then others."""
        uses = self.uses | (other.uses - self.binds)
        return Names(uses, self.binds | other.binds, self.changes | other.changes)


def of_block(statements: Iterable[ast.stmt]) -> Names:
    """The names of statements one after another."""
    total = Names()
    for statement in statements:
        total = total.then(of(statement))
    return total


def of(statement: ast.stmt) -> Names:
    """The names of a statement. What a loop or a branch may bind counts as bound."""
    match statement:
        case ast.For(target, iter, body, orelse):
            head = Names(read(iter), stored([target]))
            return head.then(of_block([*body, *orelse]))
        case ast.While(test, body, orelse) | ast.If(test, body, orelse):
            branches = Names(read(test)).then(of_block(body))
            other = of_block(orelse)
            branches.uses |= other.uses
            return Names(
                branches.uses, branches.binds | other.binds, branches.changes | other.changes
            )
        case ast.With(items, body):
            targets = [item.optional_vars for item in items if item.optional_vars]
            used = set().union(*(read(item.context_expr) for item in items))
            return Names(used, stored(targets)).then(of_block(body))
        case ast.Assign(targets=targets):
            return Names(read(statement), stored(targets), bases(targets))
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            both = stored([target])
            used = both if isinstance(statement, ast.AugAssign) else set()
            return Names(read(statement) | used, both, bases([target]))
        case ast.Expr(value=ast.Call(func=ast.Attribute() as method)):
            return Names(read(statement), set(), bases([method]))
    table = symtable.symtable(ast.unparse(statement), "cell", "exec")
    return Names(read(statement), {s.get_name() for s in table.get_symbols() if binds(s)})


def binds(symbol: symtable.Symbol) -> bool:
    """Whether a statement gives a name its value."""
    return symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()


def read(node: ast.AST) -> set[str]:
    """The names of the notebook that are read, in functions and classes as well."""
    return globally(symtable.symtable(ast.unparse(node), "cell", "exec"), outermost=True)


def globally(table: symtable.SymbolTable, *, outermost: bool = False) -> set[str]:
    """The names that a piece of code takes from the notebook."""
    found = {
        symbol.get_name()
        for symbol in table.get_symbols()
        if symbol.is_referenced() and (outermost or symbol.is_global())
    }
    return found.union(*map(globally, table.get_children()))


def stored(targets: Sequence[ast.expr]) -> set[str]:
    """The names that an assignment binds."""
    nodes = [node for target in targets for node in ast.walk(target)]
    return {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def bases(targets: Sequence[ast.expr]) -> set[str]:
    """The names whose objects an assignment, or a call of a method, may change."""
    found = set()
    for target in targets:
        node: ast.AST = target
        while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
            node = node.func if isinstance(node, ast.Call) else node.value
        if isinstance(node, ast.Name) and node is not target:
            found.add(node.id)
    return found - TELLS


def before(cells: Sequence[str], code: str) -> str:
    """The statements of earlier cells that `code` needs, in their order."""
    earlier = [statement for cell in cells for statement in ast.parse(cell).body]
    names = [of(statement) for statement in earlier]
    modules = {name for s in earlier if imports(s) for name in of(s).binds}
    taken: dict[int, set[str]] = {}
    wanted = of_block(ast.parse(code).body).uses
    while wanted:
        late = set(wanted)  # a function finds its names when it is called: the last binding counts
        for number in reversed(range(len(earlier))):
            said = names[number]
            hit = (said.binds & late) | ((said.changes - modules) & (wanted | late))
            if hit and number not in taken:
                taken[number] = said.binds & late
                late = (late - said.binds) | said.uses
            elif hit:
                taken[number] |= said.binds & late
                late -= said.binds
        bound = set().union(*(names[number].binds for number in taken))
        missing = {u for number in taken for u in names[number].uses} - bound
        wanted = missing & set().union(*(said.binds for said in names))
    kept = [number for number in range(len(earlier)) if number in taken]
    lines = [text(earlier[number], taken[number]) for number in kept]
    if any("matplotlib" in line for line in lines) and "mc" in modules:
        lines.append(STYLE)
        if "import modelcollapse as mc" not in lines:
            lines.insert(0, "import modelcollapse as mc")
    return "\n".join(lines)


def imports(statement: ast.stmt) -> bool:
    """Whether it is an import."""
    return isinstance(statement, (ast.Import, ast.ImportFrom))


def text(statement: ast.stmt, wanted: set[str]) -> str:
    """The statement; of an import what is wanted."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        statement.names = [
            n for n in statement.names if (n.asname or n.name.partition(".")[0]) in wanted
        ]
    return ast.unparse(statement)
