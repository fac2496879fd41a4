"""`zhice mcp`: the tools for agents over standard streams."""

import argparse
from pathlib import Path

from assistant.settings import Settings
from ui.backend import Backend
from ui.chinese_parser import ChineseParser


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand."""
    description = (
        "以 MCP 协议（标准输入输出）供智能体调用：提问、查条款、目标清单、责任清单。\n"
        "由 MCP 客户端启动，不必手工运行；网页开着时也可用其地址 /mcp。"
    )
    parser = commands.add_parser("mcp", help="供智能体调用（MCP）", description=description)
    parser.add_argument("--index", type=Path, metavar="文件夹", help="索引文件夹")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Serve until standard input ends."""
    if arguments.index:
        settings = settings.in_folder(arguments.index)
    # The protocol's library takes a second to import: only the command that needs it pays.
    from ui.mcp_server import mcp_server

    mcp_server(backend.assemble(settings), settings.today).run("stdio")
    return 0
