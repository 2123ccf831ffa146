#!/usr/bin/env bash
# math-core 0.9.0 (TeX to MathML Core) writes \overline{X} with the character for a line BELOW.
#
# Expected: an over-script with a line above, such as U+00AF or U+0305, as \bar{X} has U+00AF.
# Seen:     <mover accent="true"> whose script is U+0332, COMBINING LOW LINE: the same character as
#           the \underline of the same version. What is drawn depends on the browser and the font,
#           and a screen reader is told of a low line.
# Instead:  \bar{X} for one letter.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check math-core==0.9.0
"$folder/venv/bin/python" - <<'PYTHON'
from unicodedata import name

from math_core import LatexToMathML

convert = LatexToMathML().convert_with_local_state
marks = {}
for command in ("overline", "underline", "bar"):
    math = convert(rf"\{command}{{X}}", displaystyle=False)
    [marks[command]] = {letter for letter in math if ord(letter) > 127}
    print(f"\\{command}{{X}}: {name(marks[command])}, in {math.encode('ascii', 'namereplace').decode()}")
assert name(marks["overline"]) == name(marks["underline"]) == "COMBINING LOW LINE", "it has changed"
assert name(marks["bar"]) == "MACRON", "it has changed"
PYTHON
