from covalue_measures.registry import bank_entries, list_banks, load_bank, write_release

COLUMNS = ["bank", "version", "status", "domain", "role", "items", "languages", "digest"]


def test_a_line_holds_what_the_newest_release_says(folder, root, edit):
    write_release(folder, root)
    edit("bank.yaml", 'version: "0.1.0"', 'version: "0.2.0"')
    (entry,) = bank_entries(root)
    assert (entry.bank, entry.version, entry.status) == ("demo", "0.1.0", "draft")
    assert (entry.domain, entry.role) == ("communication", "service_user")
    assert (entry.items, entry.languages) == (2, "en sv")
    assert entry.digest == load_bank("demo", root=root).digest


def test_retired_items_are_not_counted(folder, root, edit):
    edit("bank.yaml", "    keying: negative\n", "    keying: negative\n    status: retired\n")
    edit("bank.yaml", "item_ids: [de01, de02]", "item_ids: [de01]")
    edit("scoring.yaml", "minimum_answered: 2", "minimum_answered: 1")
    assert bank_entries(root)[0].items == 1


def test_the_table_is_sorted_by_name_with_one_row_a_bank(folder, root):
    copy = root / "another"
    copy.mkdir()
    text = (folder / "bank.yaml").read_text(encoding="utf-8")
    (copy / "bank.yaml").write_text(text.replace("id: demo", "id: another"), encoding="utf-8")
    table = list_banks(root=root)
    assert list(table.columns) == COLUMNS
    assert table["bank"].tolist() == ["another", "demo"]
    assert table["languages"].tolist() == ["en", "en sv"]


def test_an_empty_folder_gives_an_empty_table_with_the_same_columns(tmp_path):
    table = list_banks(root=tmp_path)
    assert list(table.columns) == COLUMNS
    assert len(table) == 0


def test_the_banks_that_come_with_the_package():
    table = list_banks().set_index("bank")
    row = table.loc["communication_service_user"]
    assert (row["version"], row["items"], row["languages"]) == ("0.2.0", 15, "en sv")
