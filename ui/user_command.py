"""`zhice user`: who may sign in to the page."""

import argparse
import getpass
import sys

from assistant.settings import Settings
from ui.backend import Backend
from ui.chinese_parser import ChineseParser


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand."""
    parser = commands.add_parser(
        "user",
        help="管理可以登录网页的用户",
        description="管理可以登录网页的用户。有了用户，网页和接口都要登录，也才能对本机以外开放。",
    )
    actions = parser.add_subparsers(
        title="操作", metavar="操作", dest="action", required=True, parser_class=ChineseParser
    )
    add = actions.add_parser("add", help="添加用户，或更改密码和身份")
    add.add_argument("name", metavar="用户名")
    add.add_argument("--admin", action="store_true", help="管理员：可以增删文件、运行评测")
    add.add_argument("--password-stdin", action="store_true", help="从标准输入读取密码")
    for action, what in (("remove", "删除用户"), ("token", "为用户生成一个接口令牌，只显示一次")):
        actions.add_parser(action, help=what).add_argument("name", metavar="用户名")
    actions.add_parser("list", help="列出用户")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Change or list the users of the users file."""
    from ui.users import Users  # the hashing library is needed by this command alone

    users = Users(settings.users)
    match arguments.action:
        case "add":
            users.add(arguments.name, _password(arguments), administrator=arguments.admin)
            role = "管理员" if arguments.admin else "用户"
            print(f"已保存{role}“{arguments.name}”，写在 {settings.users}。")
        case "remove":
            users.remove(arguments.name)
            print(f"已删除用户“{arguments.name}”。")
        case "token":
            print(users.new_token(arguments.name))
            print(
                "请保存好这个令牌，不会再次显示。用法：Authorization: Bearer 令牌", file=sys.stderr
            )
        case _:
            for user in users.all():
                role = "管理员" if user.administrator else "用户"
                print(f"{user.name}\t{role}\t令牌 {len(user.token_hashes)} 个")
    return 0


def _password(arguments: argparse.Namespace) -> str:
    if arguments.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("密码：")
    if password != getpass.getpass("再输一遍："):
        from ui.users import UsersError

        raise UsersError("两次输入的密码不同，没有保存。请重新运行命令。")
    return password
