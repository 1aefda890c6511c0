"""密封密钥 — the keys that personal data is sealed with: how many, what each still opens, and a new one."""

import argparse
import json

from gongkai.cli import project
from gongkai.cli.errors import CommandFailed
from gongkai.cli.progress import bar
from gongkai.cli.words import _, told

HELP = _("查看或更换密封个人信息的密钥")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of keys."""
    parser.add_argument(
        "--rotate", action="store_true", help=_("换一把新密钥，把全部密封内容改用它；中断后再运行即继续")
    )
    parser.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def run(args: argparse.Namespace) -> int:
    """Show the keys, after rotating them where that is asked; raises CommandFailed when a key is missing."""
    project.load_prepared()
    from gongkai.core import sealed

    done = 0
    try:
        if args.rotate:
            with bar(_("重新密封")) as progress:
                for count in sealed.rotate():
                    done += count
                    progress(count)
        ids = sealed.keyring().ids
    except sealed.SealError as error:
        raise CommandFailed(told(str(error))) from error
    values = sealed.values_by_key()
    missing = sorted(values.keys() - set(ids))
    if args.json:
        keys = [{"id": name, "values": values[name]} for name in ids]
        print(json.dumps({"keys": keys, "missing": missing, "sealed_again": done}))
    else:
        _say(ids, values, done if args.rotate else None)
    if missing:
        raise CommandFailed(_("缺少密钥 {ids}：用它密封的内容打不开。").format(ids="、".join(missing)))
    return 0


def _say(ids: list[str], values: dict[str, int], done: int | None) -> None:
    if done is not None:
        print(_("已重新密封 {count} 项。").format(count=done))
    print(_("共 {count} 把密钥，新的在前：").format(count=len(ids)))
    for name in ids:
        print(_("    {id}  密封着 {count} 项").format(id=name, count=values[name]))
