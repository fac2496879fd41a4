"""What holds between the parts: import direction, owners of libraries, names, and the README tree.

Read from the source by its syntax tree; blocks under `if TYPE_CHECKING` are left out.
"""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("documents", "index", "assistant", "evals", "ui")
"""From the lowest up: a layer imports itself and those before it."""

VAGUE = {"util", "utils", "common", "helper", "helpers", "base", "misc", "types"}
ASSEMBLY = "assistant/assembly.py"
CONCRETE = {
    "Conversation",
    "ExtractiveAnswerer",
    "IndexFolder",
    "Library",
    "MilvusHome",
    "MilvusServer",
    "RememberingEmbedder",
    "Retriever",
    "SentenceTransformerEmbedder",
    "StaticEmbedder",
    "load_embedder",
}
"""What only the assembly and the module that defines it may call."""

OWNERS = {
    "faiss": ("index/vectors.py",),
    "fastapi": ("ui/",),
    "gradio": ("ui/",),
    "grpc": ("index/milvus_server.py",),
    "jieba": ("assistant/lexicon.py", "index/terms.py", "index/training/"),
    "langchain": ("assistant/language_model.py", "index/langchain_retriever.py"),
    "langchain_core": ("assistant/language_model.py", "index/langchain_retriever.py"),
    "langsmith": ("assistant/language_model.py",),
    "langchain_text_splitters": ("evals/retrieval_design.py",),
    "matplotlib": ("evals/charts.py",),
    "mcp": ("ui/mcp_server.py",),
    "argon2": ("ui/users.py",),
    "docx": (
        "documents/docx_numbering.py",
        "documents/docx_reader.py",
        "ui/conversation_export.py",
    ),
    "lxml": (
        "documents/docx_numbering.py",
        "documents/docx_reader.py",
        "documents/html_blocks.py",
        "documents/html_body.py",
        "documents/html_reader.py",
    ),
    "limits": ("ui/rate_limit.py",),
    "marisa_trie": ("documents/segmentation.py",),
    "openpyxl": ("evals/case_sheet.py", "evals/spreadsheet.py"),
    "rjieba": ("documents/segmentation.py", "index/terms.py", "index/training/"),
    "scipy": ("index/training/",),
    "sentence_transformers": ("index/embedder.py", "index/training/"),
    "pymilvus": ("index/milvus_fields.py", "index/milvus_server.py"),
    "pypdfium2": ("documents/pdf_page.py",),
    "pypinyin": ("assistant/spelling.py",),
    "sklearn": ("evals/calibration.py", "index/training/"),
    "torch": ("index/embedder.py", "index/training/"),
    "uvicorn": ("ui/",),
}
"""Heavy library → the modules, or folders of modules, that may import it."""

UNSAFE_LIBRARIES = {"cloudpickle", "dill", "joblib", "marshal", "pickle", "shelve"}
READMES = ("README.md", "README.zh-CN.md")
TREE_LINE = re.compile(r"^( *)(\S+)  +\S")


@cache
def sources() -> dict[str, ast.Module]:
    """The syntax tree of every module, by its path below the root."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for layer in (*LAYERS, "tests")
        for path in sorted((ROOT / layer).rglob("*.py"))
    }


def product() -> dict[str, ast.Module]:
    """The modules that are not tests."""
    return {path: tree for path, tree in sources().items() if not path.startswith("tests/")}


def dotted(path: str) -> str:
    """The name under which a module is imported."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def running(tree: ast.Module) -> Iterator[ast.AST]:
    """All nodes that are there at run time."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting.extend(node.orelse)
        else:
            waiting.extend(ast.iter_child_nodes(node))


def imports(tree: ast.Module) -> set[str]:
    """Every module that a module imports, also inside functions."""
    own = {dotted(path) for path in sources()}
    found: set[str] = set()
    for node in running(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module is not None, "relative import"
            assert node.level == 0, "relative import"
            below = {f"{node.module}.{alias.name}" for alias in node.names}
            found.update(below & own or {node.module})
    return found


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    """Every call."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """The name that is called: `load` of `torch.load(…)`."""
    return ast.unparse(call.func).rpartition(".")[2]


def layer(path: str) -> int:
    return LAYERS.index(path.partition("/")[0])


@pytest.mark.parametrize("path", product())
def test_imports_go_down_only(path: str) -> None:
    allowed = LAYERS[: layer(path) + 1]
    own = {name.partition(".")[0] for name in imports(product()[path])} & {*LAYERS, "tests"}
    assert own <= set(allowed)


def test_there_is_no_import_cycle() -> None:
    modules = {dotted(path): imports(tree) for path, tree in product().items()}
    graph = {name: found & modules.keys() for name, found in modules.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as exc:
        pytest.fail(" → ".join(exc.args[1]))


def test_every_module_has_a_name_of_its_own_that_says_something() -> None:
    names = [Path(path).stem for path in sources()]
    times = Counter(name for name in names if name not in ("__init__", "__main__"))
    assert [name for name, count in times.items() if count > 1] == []
    assert [name for name in times if VAGUE & set(name.strip("_").split("_"))] == []


def test_settings_are_read_at_the_edge_and_handed_down() -> None:
    for path, tree in product().items():
        text = ast.unparse(tree)
        if layer(path) < LAYERS.index("assistant"):
            assert "assistant.settings" not in imports(tree), path
            assert not re.search(r"\bos\.(environ|getenv)\b", text), path
        if layer(path) < LAYERS.index("ui"):
            assert "from_environment(" not in text.replace("def from_environment(", ""), path


@pytest.mark.parametrize("path", sorted(product().keys() - {ASSEMBLY}))
def test_only_the_assembly_picks_concrete_parts(path: str) -> None:
    tree = product()[path]
    defined = {node.name for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef)}
    assert {called(call) for call in calls(tree)} & CONCRETE <= defined


@pytest.mark.parametrize("path", product())
def test_a_heavy_library_is_imported_only_by_its_owners(path: str) -> None:
    libraries = {name.partition(".")[0] for name in imports(product()[path])}
    foreign = [name for name in libraries & OWNERS.keys() if not path.startswith(OWNERS[name])]
    assert foreign == []


@pytest.mark.parametrize("command", [["-c", "import documents"], ["-m", "ui", "--help"]])
def test_what_needs_no_heavy_library_loads_none(command: list[str]) -> None:
    finished = subprocess.run(
        [sys.executable, "-X", "importtime", *command], cwd=ROOT, capture_output=True, check=True
    )
    lines = finished.stderr.decode("utf-8").splitlines()
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}
    assert "documents" in loaded
    assert loaded & {*OWNERS, "numpy", "pandas", "transformers"} == set()


@pytest.mark.parametrize("path", product())
def test_nothing_that_is_read_can_run_code(path: str) -> None:
    tree = product()[path]
    assert {name.partition(".")[0] for name in imports(tree)} & UNSAFE_LIBRARIES == set()
    for call in calls(tree):
        assert ast.unparse(call.func) != "torch.load"
        for keyword in call.keywords:
            name, value = keyword.arg or "", ast.unparse(keyword.value)
            assert not name.startswith("allow_dangerous")
            assert name not in ("allow_pickle", "trust_remote_code") or value == "False"


def test_tests_hand_in_fakes_and_patch_nothing() -> None:
    for path in sources().keys() - product().keys():
        tree = sources()[path]
        assert not {"mock", "unittest", "unittest.mock", "pytest_mock"} & imports(tree), path
        assert "patch" not in {called(call) for call in calls(tree)}, path


@pytest.mark.parametrize("path", [path for path in product() if path.endswith("__init__.py")])
def test_a_package_exports_what_it_imports(path: str) -> None:
    exported: list[str] = []
    imported: list[str] = []
    nodes = list(product()[path].body[1:])
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module == "typing":
            continue  # TYPE_CHECKING
        if isinstance(node, ast.ImportFrom):
            imported += [alias.asname or alias.name for alias in node.names]
        elif isinstance(node, ast.If):
            assert ast.unparse(node.test) == "TYPE_CHECKING"
            nodes += node.body
        elif isinstance(node, ast.FunctionDef):
            assert node.name == "__getattr__"  # gives what is imported above under TYPE_CHECKING
        else:
            assert isinstance(node, ast.Assign)
            assert ast.unparse(node.targets[0]) == "__all__"
            exported = ast.literal_eval(node.value)
    assert sorted(exported) == sorted(imported)


@pytest.mark.parametrize("path", sources())
def test_a_module_says_what_it_is_in_six_lines(path: str) -> None:
    text = ast.get_docstring(sources()[path]) or ""
    lines = [line for line in text.splitlines() if line and line[0] not in "├└"]
    assert 1 <= len(lines) <= 6


def test_the_tree_of_errors_shows_the_whole_family() -> None:
    family = {"PolicyAssistantError"}
    for tree in product().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and {ast.unparse(b) for b in node.bases} & family:
                family.add(node.name)
    drawn = re.findall(
        r"^[│ ]*[├└]── (\w+) ", ast.get_docstring(sources()["documents/errors.py"]) or "", re.M
    )
    assert sorted(drawn) == sorted(family - {"PolicyAssistantError"})


def shown(readme: str) -> list[str]:
    """The paths of the folder tree in a README; folders end in a slash."""
    blocks = re.findall(r"^```text\n(.*?)^```", (ROOT / readme).read_text("utf-8"), re.M | re.S)
    (tree,) = [block for block in blocks if re.search(r"^documents/ ", block, re.M)]
    paths: list[str] = []
    folders: list[str] = []
    for line in tree.splitlines():
        match = TREE_LINE.match(line)
        assert match, f"{readme}: “{line}” is not a name and what it is"
        depth = len(match[1]) // 2
        paths.append("".join(folders[:depth]) + match[2])
        folders = [*folders[:depth], match[2]]
    return paths


def on_disk() -> list[str]:
    """All files of the six packages, without hidden ones and what Python leaves behind."""
    found = [
        path.relative_to(ROOT)
        for top in (*LAYERS, "tests")
        for path in (ROOT / top).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    return [p.as_posix() for p in found if not any(part.startswith(".") for part in p.parts)]


@pytest.mark.parametrize("readme", READMES)
def test_the_tree_in_the_readme_is_the_tree_on_disk(readme: str) -> None:
    listed = shown(readme)
    assert [path for path, times in Counter(listed).items() if times > 1] == []
    assert [path for path in listed if not any(ROOT.glob(path))] == []
    # a folder with nothing listed below it stands for all that it holds
    whole = [a for a, b in pairwise([*listed, ""]) if a.endswith("/") and not b.startswith(a)]
    names = [path for path in listed if not path.endswith("/")]
    missing = [
        path
        for path in on_disk()
        if not path.startswith(tuple(whole)) and not any(fnmatch(path, name) for name in names)
    ]
    assert missing == []


def test_both_readmes_show_the_same_tree() -> None:
    assert shown(READMES[0]) == shown(READMES[1])


@pytest.mark.parametrize("readme", READMES)
def test_links_in_the_readme_lead_somewhere(readme: str) -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", (ROOT / readme).read_text("utf-8"))
    assert [target for target in targets if not (ROOT / target).exists()] == []
