"""A file of articles whose line has no end is named and passed over, and the lines after it are read."""

import gzip

from click.testing import CliRunner

from vedette.cli.read import command


def test_an_endless_line_is_named_and_the_next_is_read(tmp_path):
    article = b'{"text": "Gunmen killed two guards in Baqubah on 3 May 2031, police said.", "title": "Baqubah"}\n'
    path = tmp_path / "articles.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "' + b"a" * 21_000_000 + b'"}\n' + article))
    result = CliRunner().invoke(command, [str(path), "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "articles.jsonl.gz" in result.output
    assert "without end" in result.output
    assert list((tmp_path / "out" / "claims").glob("*.parquet"))
