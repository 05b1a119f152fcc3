"""The same reports give the same claims in every process, whatever the order in which Python keeps its sets."""

import os
import subprocess
import sys

ENGLISH = """Attacks in several towns

Tigris Daily, 14 May 2031

A roadside bomb killed 25 soldiers near Ramadi on Tuesday, the Interior Ministry said.

Gunmen of the Islamic State attacked a checkpoint and a police station in Tripoli, Georgetown and San Juan, wounding
three policemen, a police source told Delta News. The army denied that. Officials warned that attacks on bases and
convoys near Baqubah and Kirkuk are likely in the coming five days.

The Joint Operations Command ordered the police, the army and the Peshmerga to close roads in Ramadi and Mosul.
"""
ARABIC = """هجمات في عدة مدن

شبكة ضفاف، 14 ايار 2031

قتل ثلاثة جنود واصيب خمسة مدنيين بانفجار عبوة ناسفة في قضاء الحويجة يوم الاثنين، بحسب مصدر أمني.

وهاجم مسلحون نقطة تفتيش للشرطة والجيش قرب طرابلس والرمادي مساء الثلاثاء. ونفت وزارة الدفاع وقوع أي قصف على قاعدة بلد.
"""


def test_the_order_of_sets_changes_nothing(tmp_path):
    (tmp_path / "a.txt").write_text(ENGLISH)
    (tmp_path / "b.txt").write_text(ARABIC)
    program = "from vedette.cli import main; main(['read', 'a.txt', 'b.txt', '--json'])"
    seen = set()
    for seed in ("1", "2", "3", "4"):
        got = subprocess.run(
            [sys.executable, "-c", program],
            cwd=tmp_path,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            timeout=120,
            check=True,
        )
        assert got.stdout.count(b"\n") == 2
        seen.add(got.stdout)
    assert len(seen) == 1
