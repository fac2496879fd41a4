"""What a Milvus server, or the way to it, says when it fails → what people are told, and can do."""

from collections.abc import Iterator

INSTALL = "pip install 'zhice[milvus]'"

_TOLD = {
    ("open local milvus failed",): (
        "无法打开 Milvus Lite 的文件夹：{address}。它可能正被另一个进程使用：同一时间只能有一个进程"
        "打开它。请等那个进程结束，或改用 milvus-lite server 或 Milvus 服务器。"
    ),
    ("milvus-lite is required",): (
        "地址 {address} 要用 Milvus Lite，但没有安装它。请安装：" + INSTALL
    ),
    ("is illegal, needs start with",): (
        "Milvus 的地址“{address}”不能用。请写 http://主机:19530，或以 .db 结尾的本地文件夹。"
    ),
    ("can't find collection", "collection not found", "' does not exist"): (
        "Milvus 服务器 {address} 上没有这个集合，索引可能已被重建或删除。请重新启动本程序；"
        "若仍如此，请重建：zhice index"
    ),
    ("unauthenticated", "auth check failure", "permission_denied", "permission denied"): (
        "Milvus 服务器 {address} 拒绝了访问。请检查设置 ZHICE_MILVUS_TOKEN：写“用户名:密码”"
        "或 API 密钥，并确认该用户有读写权限。"
    ),
    ("deadline_exceeded", "deadline exceeded", "timeout"): (
        "Milvus 服务器 {address} 在 {timeout:g} 秒内没有答复。请检查它是否过载，稍后重试。"
    ),
    ("fail connecting", "unavailable"): (
        "无法连接 Milvus 服务器 {address}。请确认地址正确、服务器已启动、防火墙放行该端口。"
    ),
}
"""What a failure says → what people are told."""


def told(error: Exception, address: str, timeout: float) -> str:
    """The message for people about an error of pymilvus or of grpc."""
    plain = " ".join(str(each) for each in _chain(error)).lower()
    for words, message in _TOLD.items():
        if any(word in plain for word in words):
            return message.format(address=address, timeout=timeout)
    reason = getattr(error, "message", str(error)).strip().partition("\n")[0]
    return f"Milvus 服务器 {address} 报告错误：{reason}"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what caused it: the way to a server hides why it refuses."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:  # grpc's are their own cause
        yield error
        seen.add(id(error))
        error = error.__cause__
