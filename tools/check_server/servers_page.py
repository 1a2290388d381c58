#!/usr/bin/python3
# Copyright 2026 The fuse-dirents Authors
# SPDX-License-Identifier: Apache-2.0
"""Prints tools/SERVERS.md, from what check_all.sh leaves in a folder.

    servers_page.py DIR
"""

import json
import os
import re
import sys
import textwrap

INTRO = """\
# Real servers

What `dirents check-server` saw of FUSE servers, each over the same five directories: an empty one,
one of 1, of 300 and of 20,000 entries, and one of odd names. Reported as observed: a rule that
fails is not always a bug of the server. Some servers give a client what Linux takes, and no more.

`tools/check_server/check_all.sh` checks the servers and `tools/check_server/servers_page.py` writes
this page. Servers on libfuse 2, and those that run fusermount, run under a shim
(`tools/capture/servers/`), which `on_socket` stands for.
"""

WIDTH = 100


def read(directory, name, ending):
    path = os.path.join(directory, name + "." + ending)
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as file:
        return file.read().strip()


def cell(text):
    return text.replace("|", "\\|")


def steady(text):
    """Without the numbers that differ from run to run."""
    return re.sub(r"(nodeid|ino=|ino) ?\d{4,}", r"\1 N", text)


def paragraph(text, indent=""):
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=" " * len(indent),
        break_long_words=False,
        break_on_hyphens=False,
    )


def rules_table(reports):
    """Rules that some server fails, by server."""
    failing = []
    for report in reports.values():
        for rule in report["rules"]:
            if rule["result"] == "fail" and rule["id"] not in failing:
                failing.append(rule["id"])
    order = [r["id"] for r in next(iter(reports.values()))["rules"]]
    failing.sort(key=order.index)
    lines = [
        "| server | protocol | requests | fails |",
        "|---|---|---|---|",
    ]
    for name, report in reports.items():
        fails = [
            "`%s`" % r["id"] for r in report["rules"] if r["result"] == "fail"
        ]
        lines.append(
            "| `%s` | %s | %d | %s |"
            % (
                name,
                report["protocol"].removeprefix("FUSE "),
                report["requests"],
                ", ".join(fails) or "none",
            )
        )
    return "\n".join(lines), failing


def clients_table(reports):
    """What each client would lose, by server."""
    profiles = [c["profile"] for c in next(iter(reports.values()))["clients"]]
    lines = [
        "| server | " + " | ".join("`%s`" % p for p in profiles) + " |",
        "|---" * (len(profiles) + 1) + "|",
    ]
    for name, report in reports.items():
        cells = []
        for client in report["clients"]:
            if client["replies"] == 0:
                cells.append("-")
            elif client["errors"] or client["names_lost"]:
                cells.append(
                    "%d / %d" % (client["errors"], client["names_lost"])
                )
            else:
                cells.append("")
        lines.append("| `%s` | %s |" % (name, " | ".join(cells)))
    return "\n".join(lines)


def server_section(name, report, version, command, problem):
    lines = ["### %s" % name, "", version, "", "    " + command, ""]
    if problem:
        return "\n".join(lines + [paragraph("Cannot be checked: " + problem)])
    some = False
    for rule in report["rules"]:
        if rule["result"] != "fail":
            continue
        some = True
        first = rule["findings"][0]
        lines.append(
            paragraph(
                "`%s`, %d times; the first: %s: %s"
                % (
                    rule["id"],
                    rule["failures"],
                    first["request"],
                    steady(first["found"]),
                ),
                "- ",
            )
        )
    for client in report["clients"]:
        if client["replies"] and (client["errors"] or client["names_lost"]):
            some = True
            lines.append(
                paragraph("%s: %s" % (client["profile"], client["text"]), "- ")
            )
    if not some:
        lines.append("Passes every rule, and every client gets all names.")
    return "\n".join(lines)


def main():
    if len(sys.argv) != 2 or not os.path.isdir(sys.argv[1]):
        sys.exit(
            "servers_page.py: expected the folder that check_all.sh wrote"
        )
    directory = sys.argv[1]
    names = sorted(
        f[: -len(".command")]
        for f in os.listdir(directory)
        if f.endswith(".command")
    )
    if not names:
        sys.exit("servers_page.py: %s: no SERVER.command" % directory)
    reports, sections = {}, []
    for name in names:
        problem = read(directory, name, "problem")
        if not problem:
            reports[name] = json.loads(read(directory, name, "json"))
        sections.append(
            server_section(
                name,
                reports.get(name),
                read(directory, name, "version"),
                read(directory, name, "command"),
                problem,
            )
        )
    rules, failing = rules_table(reports)
    print(INTRO)
    print("## Rules\n")
    print(rules + "\n")
    some_report = next(iter(reports.values()))
    for rule in some_report["rules"]:
        if rule["id"] in failing:
            print(
                paragraph(
                    "`%s`: %s (%s)"
                    % (rule["id"], rule["sentence"], rule["source"]),
                    "- ",
                )
            )
    print("\n## Clients\n")
    print(
        paragraph(
            "Errors / names lost in the replies of all requests, as each "
            "profile reads them. An empty cell: all names. \"-\": the server "
            "answers nothing that the client asks for."
        )
    )
    print("\n" + clients_table(reports) + "\n")
    print("## Each server\n")
    print("\n\n".join(sections))


main()
