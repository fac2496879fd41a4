"""`zhice serve`: the web page."""

import argparse
import contextlib
import dataclasses
from pathlib import Path

from assistant.settings import Settings
from ui.backend import Backend
from ui.chinese_parser import ChineseParser, port_number


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand."""
    description = "打开网页。默认只有本机能访问；按 Ctrl-C 停止。"
    parser = commands.add_parser("serve", help="打开网页", description=description)
    parser.add_argument("--host", metavar="地址", help="监听的地址，默认 127.0.0.1")
    parser.add_argument("--port", type=port_number, metavar="端口", help="监听的端口，默认 7860")
    parser.add_argument("--index", type=Path, metavar="文件夹", help="索引文件夹")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Serve the page until interrupted."""
    settings = dataclasses.replace(
        settings,
        host=arguments.host or settings.host,
        port=arguments.port or settings.port,
        index=arguments.index or settings.index,
    )
    # Gradio takes seconds to import: only the command that needs it pays for that.
    from ui.web_server import listening_socket, serve

    with listening_socket(settings.host, settings.port) as listener:
        assistant = backend.assemble(settings)
        print(f"知策已就绪：http://{settings.host}:{settings.port}（按 Ctrl-C 停止）", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            serve(assistant, listener)
        print("知策已停止。")
    return 0
