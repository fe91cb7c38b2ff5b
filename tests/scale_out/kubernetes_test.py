"""kubernetes_test.py PAGE: the manifest on the page is an Indexed Job that says how many shards there are.

It is not run: there is no cluster.
"""

import re
import sys

import yaml

text = re.search(r"^```yaml\n(.*?)^```$", open(sys.argv[1], encoding="utf-8").read(), re.DOTALL | re.MULTILINE)
job = yaml.safe_load(text.group(1))
assert (job["apiVersion"], job["kind"]) == ("batch/v1", "Job")
assert job["spec"]["completionMode"] == "Indexed"
pod = job["spec"]["template"]["spec"]
container = pod["containers"][0]
assert {"name": "ASYNCHAT_SHARDS", "value": str(job["spec"]["completions"])} in container["env"]
assert container["command"][:2] == ["asynchat", "sim"] and "auto" in container["command"]
assert container["volumeMounts"][0]["mountPath"] == container["command"][-1]
assert container["volumeMounts"][0]["name"] == pod["volumes"][0]["name"]
