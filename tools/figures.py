#!/usr/bin/env python3
"""Prints figures of the C++ sources: how large folders, files and classes are, and which includes go where they must not.

    tools/figures.py            the figures, a table
    tools/figures.py --worst N  the N largest of each kind too (default 5)
    tools/figures.py --types    every type, a line each

Comments and texts are left out before anything is counted. A member function is a name: overloads count once, constructors,
destructors and operators not at all. A type is a class, struct, union or enum with a body.
"""

import argparse
import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]

# From the ground up. A folder may include itself, those before it, and their inner folders; the longest prefix decides. What the
# reports of machines mean to a host is pure, and lies below the scenarios, whose reference host stands on it.
LAYERS = [
    "settings",
    "protocol",
    "server/metrics",
    "server/records",
    "server/ledger",
    "server/registry",
    "server/trace",
    "server/watch",
    "server/intake",
    "program",
    "link",
    "scenario",
    "client",
    "server",
    "tools/link",
]
# The two programs never include each other, nor do the tools include them.
APART = [("client", "server"), ("server", "client"), ("tools/link", "client"), ("tools/link", "server")]

TEXTS = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'', re.S)
TYPE = re.compile(r"\b(class|struct|union|enum(?:\s+(?:class|struct))?)\s+(?:\[\[[^\]]*\]\]\s*)?([A-Za-z_]\w*)"
                  r"(?:\s+final)?\s*(:(?!:)[^;{}()]*)?\{")
INCLUDE = re.compile(r'^#include "([^"]+)"', re.M)


def is_layer(folder, layer):
    return folder == layer or folder.startswith(layer + "/")


def sources(root=ROOT, folders=LAYERS):
    return sorted({p for f in folders for p in (root / f).rglob("*") if p.suffix in (".hpp", ".cpp")})


def code_of(text):
    """The text without comments, and with empty texts, line by line as it was."""
    return TEXTS.sub(lambda m: '""' if m[0][0] == '"' else "\n" * m[0].count("\n"), text)


def body_end(code, begin):
    depth = 0
    for at in range(begin, len(code)):
        if code[at] == "{":
            depth += 1
        elif code[at] == "}":
            depth -= 1
            if depth == 0:
                return at
    return len(code)


def outer(body):
    """A class body's own declarations: inner bodies become `;`, template arguments and arguments of functions go."""
    out, depth = [], 0
    for c in body:
        if c == "{":
            depth += 1
            if depth == 1:
                out.append("{")
        elif c == "}":
            depth -= 1
            if depth == 0:
                out.append("};")
        elif depth == 0:
            out.append(c)
    text = "".join(out)
    while True:
        shorter = re.sub(r"(?<!operator)(?<![<\-])<[^<>;(){}]*(?:\([^()<>]*\)[^<>;(){}]*)*>", " ", text)
        if shorter == text:
            return text
        text = shorter


def member_functions(name, body):
    names = set()
    for declaration in outer(body).split(";"):
        declaration = re.sub(r"\b(public|private|protected)\s*:", " ", declaration)
        if re.match(r"\s*(using|friend|static_assert|typedef|template\s*;)", declaration) or "operator" in declaration:
            continue
        found = re.match(r"[^=({]*?(~?[A-Za-z_]\w*)\s*\(", declaration)
        if found and found[1] not in (name, "~" + name, "decltype", "alignas", "noexcept", "explicit"):
            before = declaration[: found.start(1)].strip()
            if before:
                names.add(found[1])
    return names


class Type:
    def __init__(self, path, kind, name, bases, body):
        self.path, self.kind, self.name, self.body = path, kind, name, body
        self.bases = re.findall(r"\b(?:public|private|protected|virtual)?\s*([\w:]+)(?=\s*(?:[,<{]|$))", bases or "")
        self.functions = member_functions(name, body) if not kind.startswith("enum") else set()
        self.is_interface = re.search(r"\)[^;{}=]*=\s*0\s*;", outer(body)) is not None


def types_of(path, code):
    for m in TYPE.finditer(code):
        begin = m.end() - 1
        yield Type(path, m[1], m[2], (m[3] or "")[1:], code[begin + 1 : body_end(code, begin)])


class Figures:
    def __init__(self, root=ROOT):
        self.root = root
        self.lines, self.folders, self.types = {}, collections.Counter(), []
        self.upward, arrows = [], collections.defaultdict(set)
        for path in sources(root):
            text = path.read_text()
            name = path.relative_to(root)
            folder = str(name.parent)
            self.lines[str(name)] = text.count("\n")
            self.folders[folder] += 1
            self.types += types_of(str(name), code_of(text))
            for included in INCLUDE.findall(text):
                to = str(pathlib.PurePosixPath(included).parent)
                if to != folder and (root / to).is_dir():
                    arrows[folder].add(to)
                    if not may_include(str(name), included):
                        self.upward.append((str(name), included))
        self.circles = circles(arrows)
        self.lonely = self.lonely_interfaces()

    def lonely_interfaces(self):
        """Interfaces that one class of the product implements, and no class of the tests."""
        users = collections.Counter()
        everything = list(self.types)
        for path in sorted((self.root / "tests").rglob("*")):
            if path.suffix in (".hpp", ".cpp"):
                everything += types_of(str(path.relative_to(self.root)), code_of(path.read_text()))
        for t in everything:
            for base in t.bases:
                users[base.split("::")[-1]] += 1
        return [t for t in self.types if t.is_interface and users[t.name] < 2]


def may_include(path, included):
    rank = {layer: n for n, layer in enumerate(LAYERS)}

    def layer_of(name):
        return max((layer for layer in LAYERS if is_layer(name, layer)), key=len, default=None)

    mine, other = layer_of(path), layer_of(included)
    if mine is None or other is None:
        return True
    if any(is_layer(mine, a) and is_layer(other, b) for a, b in APART):
        return False
    return rank[other] <= rank[mine]


def circles(arrows):
    """Sets of folders that reach each other (strongly connected, by Tarjan)."""
    index, low, stack, found = {}, {}, [], []

    def visit(at):
        index[at] = low[at] = len(index)
        stack.append(at)
        for to in sorted(arrows.get(at, ())):
            if to not in index:
                visit(to)
                low[at] = min(low[at], low[to])
            elif to in stack:
                low[at] = min(low[at], index[to])
        if low[at] == index[at]:
            one = []
            while True:
                one.append(stack.pop())
                if one[-1] == at:
                    break
            if len(one) > 1:
                found.append(sorted(one))

    for folder in sorted(arrows):
        if folder not in index:
            visit(folder)
    return found


def share(values, part):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worst", type=int, nargs="?", const=5, default=0, metavar="N", help="the N largest of each kind")
    parser.add_argument("--types", action="store_true", help="every type, a line each")
    options = parser.parse_args()
    f = Figures()
    if options.types:
        for t in f.types:
            print(f"{t.path}: {t.kind} {t.name}, {len(t.functions)} member functions")
        return 0

    classes = [t for t in f.types if not t.kind.startswith("enum")]
    print(f"lines of C++             {sum(f.lines.values())}")
    print(f"files                    {len(f.lines)}")
    print(f"lines per file           median {share(f.lines.values(), 0.5)}, 90 % under {share(f.lines.values(), 0.9)}, at most {max(f.lines.values())}")
    print(f"folders                  {len(f.folders)}")
    print(f"files per folder         median {share(f.folders.values(), 0.5)}, at most {max(f.folders.values())}")
    print(f"types                    {len(f.types)}")
    print(f"functions per class      90 % under {share([len(t.functions) for t in classes], 0.9)}, at most {max(len(t.functions) for t in classes)}")
    print(f"upward includes          {len(f.upward)}")
    print(f"folder circles           {len(f.circles)}")
    print(f"interfaces with one implementer and no fake  {len(f.lonely)}")

    def show(title, lines):
        if lines:
            print(f"\n{title}")
            for line in lines:
                print(f"  {line}")

    worst = options.worst
    show("largest folders", [f"{n:4} {folder}" for folder, n in f.folders.most_common(worst)])
    show("largest files", [f"{n:4} {name}" for name, n in collections.Counter(f.lines).most_common(worst)])
    show("classes with most functions",
         [f"{len(t.functions):4} {t.name} ({t.path})" for t in sorted(classes, key=lambda t: -len(t.functions))[:worst]])
    show("upward includes", [f"{a} includes {b}" for a, b in f.upward])
    show("folder circles", [" <-> ".join(c) for c in f.circles])
    show("interfaces with one implementer and no fake", [f"{t.name} ({t.path})" for t in f.lonely])
    return 0


if __name__ == "__main__":
    sys.exit(main())
