"""`zhice serve`: the web page."""

import argparse
import contextlib
import dataclasses
import ipaddress
import signal
from pathlib import Path

from assistant.settings import Settings
from documents.errors import SettingsError
from ui.backend import Backend
from ui.chinese_parser import ChineseParser, port_number


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand."""
    description = "打开网页。没有用户时只有本机能访问，见 zhice user；按 Ctrl-C 停止。"
    parser = commands.add_parser("serve", help="打开网页", description=description)
    parser.add_argument("--host", metavar="地址", help="监听的地址，默认 127.0.0.1")
    parser.add_argument("--port", type=port_number, metavar="端口", help="监听的端口，默认 7860")
    parser.add_argument("--index", type=Path, metavar="文件夹", help="索引文件夹")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Serve the page until interrupted."""
    settings = dataclasses.replace(
        settings.in_folder(arguments.index) if arguments.index else settings,
        host=arguments.host or settings.host,
        port=arguments.port or settings.port,
    )
    # Gradio takes seconds to import: only the command that needs it pays for that.
    from ui.loading_notice import loading_notice
    from ui.web_access import Access
    from ui.web_server import listening_socket, serve
    from ui.workplace import Workplace

    access = Access.from_settings(settings)
    if access.users is None and not _is_of_this_machine(settings.host):
        raise SettingsError(
            f"没有用户，不能对外开放（{settings.host}）。请先添加用户：zhice user add 用户名 --admin，"
            "或只在本机使用：--host 127.0.0.1。"
        )
    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))
    with listening_socket(settings.host, settings.port) as listener:
        with loading_notice(listener):
            assistant = backend.assemble_live(settings)
            workplace = Workplace(assistant, settings, backend, access.audit)
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        print(f"知策已就绪：http://{host}:{settings.port}（按 Ctrl-C 停止）", flush=True)
        if access.users is None:
            print(
                "没有设置登录，只有本机能访问。要对外开放，先用 zhice user add 添加用户。",
                flush=True,
            )
        with contextlib.suppress(KeyboardInterrupt):
            serve(assistant, listener, access, workplace)
        access.audit.close()
        print("知策已停止。")
    return 0


def _is_of_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
