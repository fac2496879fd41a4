"""Every way in which a Milvus server can fail is told in Chinese, with what to do."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
import numpy as np
import pytest
from pymilvus.grpc_gen import milvus_pb2

from documents.errors import IndexFolderError
from index.milvus_fields import Field, FieldKind
from index.milvus_server import MilvusServer, quoted

FIELDS = [
    Field("id", FieldKind.NUMBER, is_key=True),
    Field("name", FieldKind.TEXT, 100),
    Field("dense", FieldKind.DENSE, 2),
    Field("sparse", FieldKind.SPARSE),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusServer]:
    opened = MilvusServer(str(tmp_path_factory.mktemp("milvus") / "local.db"))
    yield opened
    opened.close()


@contextmanager
def answering(answer: Callable[[str, Any], bytes]) -> Iterator[str]:
    """The address of a server that answers the first calls of a client as told."""

    def handler(method: str) -> Any:
        return grpc.unary_unary_rpc_method_handler(lambda _, context: answer(method, context))

    handlers = {method: handler(method) for method in ("Connect", "GetVersion")}
    running = grpc.server(ThreadPoolExecutor(max_workers=4))
    running.add_generic_rpc_handlers(
        (grpc.method_handlers_generic_handler("milvus.proto.milvus.MilvusService", handlers),)
    )
    port = running.add_insecure_port("127.0.0.1:0")
    running.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        running.stop(None).wait()


def message(address: str, *, token: str = "", timeout: float = 5.0) -> str:
    with pytest.raises(IndexFolderError) as raised:
        MilvusServer(address, token, timeout=timeout)
    return str(raised.value)


def test_no_server() -> None:
    assert message("http://127.0.0.1:1") == (
        "无法连接 Milvus 服务器 http://127.0.0.1:1。请确认地址正确、服务器已启动、防火墙放行该端口。"
    )


@pytest.mark.parametrize("address", ["somewhere", "ftp://127.0.0.1:19530"])
def test_no_address(address: str) -> None:
    assert message(address).startswith(f"Milvus 的地址“{address}”不能用。请写 http://主机:19530")


def test_a_wrong_token() -> None:
    def refuse(method: str, context: Any) -> bytes:
        context.abort(grpc.StatusCode.UNAUTHENTICATED, "auth check failure, please check token")
        return b""

    with answering(refuse) as address:
        told = message(address, token="root:wrong")
    assert told.startswith(f"Milvus 服务器 {address} 拒绝了访问")
    assert "ZHICE_MILVUS_TOKEN" in told
    assert "wrong" not in told


def test_an_old_server() -> None:
    answers = {
        "Connect": milvus_pb2.ConnectResponse(identifier=1),
        "GetVersion": milvus_pb2.GetVersionResponse(version="v2.3.5"),
    }
    with answering(lambda method, context: answers[method].SerializeToString()) as address:
        told = message(address)
    assert told == (
        f"Milvus 服务器 {address} 的版本 v2.3.5 太旧，需要 2.4 或更新。请升级服务器后重试。"
    )


def test_a_server_that_hangs() -> None:
    done = threading.Event()

    def hang(method: str, context: Any) -> bytes:
        if method == "Connect":
            return bytes(milvus_pb2.ConnectResponse(identifier=1).SerializeToString())
        done.wait(20)
        return b""

    with answering(hang) as address:
        told = message(address, timeout=0.5)
        done.set()
    assert told.startswith(f"Milvus 服务器 {address} 在 0.5 秒内没有答复")


def test_a_folder_that_another_process_has_open(server: MilvusServer) -> None:
    program = (
        "import sys\n"
        "from documents.errors import IndexFolderError\n"
        "from index.milvus_server import MilvusServer\n"
        "try:\n"
        "    MilvusServer(sys.argv[1])\n"
        "except IndexFolderError as error:\n"
        "    print(error)\n"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program, server.address], capture_output=True, check=True
    )
    told = finished.stdout.decode()
    assert told.startswith(f"无法打开 Milvus Lite 的文件夹：{server.address}。它可能正被另一个进程")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = message(str(tmp_path / "file" / "local.db"))
    assert told.startswith(f"无法打开 Milvus Lite 的文件夹：{tmp_path}/file/local.db（")


def test_what_the_server_refuses_is_told(server: MilvusServer) -> None:
    with pytest.raises(IndexFolderError, match="没有这个集合，索引可能已被重建"):
        server.get("none", [1], ["id"])


def test_rows_are_written_found_and_deleted(server: MilvusServer) -> None:
    server.create("rows", FIELDS)
    rows: list[dict[str, Any]] = [
        {"id": 1, "name": "甲“乙”\\", "dense": [1.0, 0.0], "sparse": {7: 2.0}},
        {"id": 2, "name": "丙", "dense": [0.6, 0.8], "sparse": {7: 1.0, 2**32 - 2: 4.0}},
        {"id": 3, "name": "丁", "dense": [0.0, 1.0], "sparse": {9: 1.0}},
    ]
    server.write("rows", rows)
    found = server.nearest("rows", "dense", np.array([1.0, 0.0], dtype=np.float32), limit=2)
    assert found.keys.tolist() == [1, 2]
    assert found.products.tolist() == pytest.approx([1.0, 0.6])
    found = server.nearest("rows", "sparse", {7: 1.0, 2**32 - 2: 0.5}, limit=9)
    assert dict(zip(found.keys.tolist(), found.products.tolist(), strict=True)) == {2: 3.0, 1: 2.0}
    named = server.query("rows", f"name == {quoted(rows[0]['name'])}", ["id"])
    assert [each["id"] for each in named] == [1]
    server.write("rows", [{**rows[0], "name": "新"}])
    assert server.get("rows", [1, 4], ["name"])[0]["name"] == "新"
    server.delete("rows", [1])
    server.delete_where("rows", "id == 3")
    assert [each["id"] for each in server.query("rows", "id > 0", ["id"])] == [2]
    server.drop("rows")


def test_an_alias_is_moved(server: MilvusServer) -> None:
    assert server.pointed("now") is None
    for name in ("first", "second"):
        server.create(name, FIELDS)
        server.point("now", name)
        assert server.pointed("now") == name
    server.drop_alias("now")
    assert server.pointed("now") is None
    for name in ("first", "second"):
        server.drop(name)
    assert server.collections() == []


def test_more_rows_than_one_call_gives(server: MilvusServer) -> None:
    server.create("many", FIELDS)
    row = {"name": "", "dense": [1.0, 0.0], "sparse": {1: 1.0}}
    server.write("many", ({"id": key, **row} for key in range(2_500)))
    few = MilvusServer(server.address, most_found=100)
    found = few.query("many", "id >= 0", ["id"])
    assert sorted(each["id"] for each in found) == [*range(2_500)]
    assert len(few.nearest("many", "sparse", {1: 1.0}, limit=200).keys) == 100
    server.drop("many")
