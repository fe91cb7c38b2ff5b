"""Reads what reports consist of with parsers that are not ours; prints nothing and ends with 0 when all is well.

report_reader.py junit FILE        well-formed, and its counts are those of its cases
report_reader.py workflows FILE…   every YAML block of these Markdown files loads; prints each command `asynchat …` in them
"""
import sys
import xml.etree.ElementTree as xml


def check_suite(suite):
    cases = suite.findall("testcase")
    counted = {"tests": len(cases)}
    for kind, attribute in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        counted[attribute] = sum(case.find(kind) is not None for case in cases)
    for attribute, number in counted.items():
        assert int(suite.get(attribute)) == number, (attribute, suite.attrib)
    assert float(suite.get("time")) >= 0
    for case in cases:
        assert case.get("name") and case.get("classname") and float(case.get("time")) >= 0
        failure = case.find("failure")
        assert failure is None or ("\nagain: asynchat replay " in failure.get("message") and failure.text)
    return counted


def junit(path):
    suites = xml.parse(path).getroot()
    assert suites.tag == "testsuites"
    sums = [check_suite(suite) for suite in suites.findall("testsuite")]
    assert sums
    for attribute in sums[0]:
        assert int(suites.get(attribute)) == sum(one[attribute] for one in sums), attribute


def blocks(text, language):
    for part in text.split(f"```{language}\n")[1:]:
        yield part.split("```")[0]


def workflows(*paths):
    import yaml

    count = 0
    for path in paths:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for block in blocks(text, "yaml"):
            document = yaml.safe_load(block)
            assert isinstance(document, dict) and document, block
            count += 1
    assert count >= 2, count


if __name__ == "__main__":
    {"junit": junit, "workflows": workflows}[sys.argv[1]](*sys.argv[2:])
