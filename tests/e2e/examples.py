"""Command lines as help and documents show them, changed so that they stay on this machine, on free ports, and end soon."""

import pathlib
import re
import shlex

import programs

BINARIES = {"husky-host": programs.HOST_BIN, "husky-fleet": programs.FLEET_BIN, "husky-link": programs.LINK_BIN}
LINE = re.compile(r"^(?:  |\$ )?((?:[A-Z_]+=\S+ +|echo [^|]*\| )*(?:\S*/)?(?:husky-host|husky-fleet|husky-link) [a-z].*)$")
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
ADDRESS = re.compile(r"^(?:\d+\.\d+\.\d+\.\d+|localhost|GATEWAY)(?::\d+)?$")
LISTENS = ("--listen", "--dial", "--bind", "--http-bind")
PORTS = ("--port", "--udp-port", "--http-port", "--lpd-port")


class Example:
    """One command line: `words` from the program's name on, `environment` and `said` (standard input) before it."""

    def __init__(self, line):
        words = shlex.split(line, comments=True)
        self.said = None
        if words[0] == "echo":
            self.said, words = " ".join(words[1:words.index("|")]), words[words.index("|") + 1:]
        self.environment = {}
        while "=" in words[0]:
            name, value = words.pop(0).split("=", 1)
            self.environment[name] = value
        end = next((i for i, word in enumerate(words) if word in ("|", ">", "&")), len(words))
        self.words = [pathlib.PurePath(words[0]).name, *words[1:end]]
        self.kind = " ".join(self.words[:2])

    def words_with(self, under_test, listens):
        """With `under_test` for the addresses of others, and free ports of the loopback interface for its own."""
        words, flag = [BINARIES[self.words[0]]], ""
        for word in self.words[1:]:
            if flag in PORTS:
                word = "0"
            elif flag in LISTENS:
                word = listens if ":" in word else "127.0.0.1"
            elif ADDRESS.match(word):
                word = under_test
            words.append(word)
            flag = word
        return words


def lines_of(text):
    """The command lines in a text."""
    return [found[1].rstrip() for found in map(LINE.match, text.splitlines()) if found]


def of_help(program):
    """Those below "Examples:" in the help of a program and of its commands, each once."""
    whole = programs.run(BINARIES[program], "--help").stdout
    commands = re.findall(r"^  ([a-z]+) ", whole.split("Subcommands:")[1].split("Examples:")[0], re.M)
    texts = [whole, *(programs.run(BINARIES[program], command, "--help").stdout for command in commands)]
    return list(dict.fromkeys(line for text in texts for line in lines_of(text.partition("Examples:")[2])))


def of_document(path):
    """Those in the fenced blocks of a document."""
    return [line for kind, block in FENCED.findall(path.read_text(encoding="utf-8")) if not kind for line in lines_of(block)]
