"""Python's own csv module against the files of stock that the gateway takes and gives: other people's quotes, separators and line ends.

Usage: client.py URL TOKEN BRANCH_ID PRODUCT_ID,PRODUCT_ID,…
"""

import csv
import io
import json
import random
import subprocess
import sys
import tempfile

url, token, branch = sys.argv[1], sys.argv[2], sys.argv[3]
products = sys.argv[4].split(",")
numbers = random.Random(11)
checks = 0


def check(what, is_so):
    global checks
    checks += 1
    if not is_so:
        sys.exit(f"FAILED: {what}")


def curl(*arguments):
    call = ["curl", "-sS", "-H", f"Authorization: Bearer {token}", *arguments]
    return subprocess.run(call, check=True, capture_output=True, timeout=60).stdout


def upload(data, as_form):
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(data)
        file.flush()
        body = ["-F", f"file=@{file.name}"] if as_form else ["-H", "Content-Type: text/csv", "--data-binary", f"@{file.name}"]
        return json.loads(curl(*body, f"{url}/api/v1/admin/inventory/bulk?reason=csv"))


def export():
    text = curl(f"{url}/api/v1/admin/inventory/export?branch_id={branch}").decode("utf-8")
    return {row["product_id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


odd = ['a "quoted" name', "two\r\nlines", "a;b,c\td", "", "שוקו 3%", "'", '"', "=1+1", " spaces "]
for number in range(60):
    columns = ["branch_id", "product_id", "on_hand", "product_name", "reorder_point"]
    numbers.shuffle(columns)
    rows = [
        {
            "branch_id": branch,
            "product_id": product,
            "on_hand": numbers.randrange(1000),
            "product_name": numbers.choice(odd),
            "reorder_point": numbers.randrange(10),
        }
        for product in products
    ]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(
        text,
        columns,
        delimiter=numbers.choice(",;\t"),
        quoting=numbers.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
        lineterminator=numbers.choice(["\r\n", "\n"]),
    )
    writer.writeheader()
    writer.writerows(rows)
    encoding = numbers.choice(["utf-8", "utf-8-sig"])
    answer = upload(text.getvalue().encode(encoding), numbers.random() < 0.5)
    check(f"file {number} is taken: {json.dumps(answer)[:500]}", answer.get("data", {}).get("succeeded") == len(rows))
    shelves = export()
    for row in rows:
        shelf = shelves[row["product_id"]]
        figures = (str(row["on_hand"]), str(row["reorder_point"]))
        check(f"file {number} is applied", (shelf["on_hand"], shelf["reorder_point"]) == figures)

# What was exported can be sent again as it is, and changes nothing.
before = curl(f"{url}/api/v1/admin/inventory/export?branch_id={branch}")
answer = upload(before, True)["data"]
check("an export can be sent", answer["total"] == len(export()) and answer["failed"] == 0)
check("and changes nothing", curl(f"{url}/api/v1/admin/inventory/export?branch_id={branch}") == before)

print(f"{checks} checks passed")
