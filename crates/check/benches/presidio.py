"""Microsoft Presidio with Chinese patterns over a text file: for the benchmark `personal` only.

Usage: python presidio.py FILE. Presidio's own recognisers know no Chinese number, so the bare patterns of the
benchmark are added as its PatternRecognizer, in one class each, with context words as its documentation advises.
No language model is loaded: recognisers are asked directly, which is the fastest way to use Presidio.
Prints one line of JSON: seconds, matches, and which of the planted values in FILE.planted were found.
"""

import json
import sys
import time

from presidio_analyzer import Pattern, PatternRecognizer

PATTERNS = {
    "id_card": (
        r"[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]",
        ["身份证", "证件号码"],
    ),
    "mobile": (r"1[3-9][0-9]{9}", ["手机", "电话"]),
    "bank_card": (r"62[0-9]{14,17}", ["银行卡", "卡号"]),
    "landline": (r"0[0-9]{2,3}-[0-9]{7,8}", ["电话"]),
    "email": (r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+", ["邮箱"]),
}


def main() -> None:
    with open(sys.argv[1], encoding="utf-8", errors="replace") as file:
        text = file.read()
    try:
        with open(sys.argv[1] + ".planted", encoding="utf-8") as file:
            planted = [line.rstrip("\n").split("\t", 1) for line in file]
    except FileNotFoundError:
        planted = []
    recognizers = [
        PatternRecognizer(
            supported_entity=kind,
            patterns=[Pattern(kind, pattern, 0.5)],
            context=context,
            supported_language="zh",
        )
        for kind, (pattern, context) in PATTERNS.items()
    ]
    start = time.process_time()
    results = []
    # Whole texts of many megabytes are more than it is made for: line by line is what its users do.
    for line in text.splitlines():
        for recognizer in recognizers:
            results += recognizer.analyze(line, [recognizer.supported_entities[0]])
    seconds = time.process_time() - start
    lines = []
    for line, value in planted:
        lines.append(
            any(
                line[result.start : result.end] == value
                for recognizer in recognizers
                for result in recognizer.analyze(line, [recognizer.supported_entities[0]])
            )
        )
    print(json.dumps({"seconds": seconds, "matches": len(results), "planted": lines}))


if __name__ == "__main__":
    main()
