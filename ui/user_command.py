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
    remove = actions.add_parser("remove", help="删除用户")
    remove.add_argument("name", metavar="用户名")
    token = actions.add_parser("token", help="为用户生成一个接口令牌，只显示一次")
    token.add_argument("name", metavar="用户名")
    token.add_argument("--revoke", action="store_true", help="作废该用户的全部令牌，不生成新的")
    actions.add_parser("list", help="列出用户")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Change or list the users of the users file."""
    from ui.users import Users  # the hashing library is needed by this command alone

    users = Users(settings.users)
    match arguments.action:
        case "add":
            first = not users.all()
            users.add(arguments.name, _password(arguments), administrator=arguments.admin)
            role = "管理员" if arguments.admin else "用户"
            print(f"已保存{role}“{arguments.name}”，写在 {settings.users}。")
            if first:
                print("这是第一个用户：网页若在运行，请重新启动，之后才要求登录。")
        case "remove":
            users.remove(arguments.name)
            print(f"已删除用户“{arguments.name}”。")
            if not users.all():
                print("没有用户了：网页重新启动后不再要求登录，只有本机能访问。")
        case "token" if arguments.revoke:
            print(f"已作废用户“{arguments.name}”的 {users.revoke_tokens(arguments.name)} 个令牌。")
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
    from ui.users import UsersError

    if arguments.password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
        if "\ufffd" in password:  # what could not be read; another password would read the same
            raise UsersError("密码不是 UTF-8 文字，没有保存。请换一种编码或换一个密码。")
        return password
    try:
        password = getpass.getpass("密码：")
        again = getpass.getpass("再输一遍：")
    except EOFError as exc:
        raise UsersError("没有读到密码，没有保存。没有终端时请用 --password-stdin。") from exc
    if password != again:
        raise UsersError("两次输入的密码不同，没有保存。请重新运行命令。")
    return password
