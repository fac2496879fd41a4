"""Train the embedding model that the product ships.

python -m index.training --text text.txt.xz --pairs pairs.jsonl.xz [MORE.jsonl.xz …] --output DIR
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from documents.errors import ModelError
from index.training.recipe import Recipe


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and train; 1 if the input cannot be used."""
    options = _parser().parse_args(arguments)
    recipe = Recipe(
        dimension=options.dimension,
        vocabulary_size=options.vocabulary,
        steps=options.steps,
        batch_size=options.batch,
        learning_rate=options.learning_rate,
        seed=options.seed,
    )
    try:
        if options.work:
            _train(recipe, options, options.work)
        else:
            with tempfile.TemporaryDirectory() as folder:
                _train(recipe, options, Path(folder))
    except ModelError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"模型已写入 {options.output}")
    return 0


def _train(recipe: Recipe, options: argparse.Namespace, folder: Path) -> None:
    # torch and scikit-learn take seconds to load: only when there is something to train.
    from index.training.stages import Training
    from index.training.workfolder import WorkFolder

    Training(recipe, options.text, options.pairs, WorkFolder(folder)).run(options.output)


def _parser() -> argparse.ArgumentParser:
    default = Recipe()
    parser = argparse.ArgumentParser(
        prog="python -m index.training", description="从文本和问答对训练词向量检索模型"
    )
    parser.add_argument("--text", type=Path, required=True, help="正文,一行一段,可用 xz 压缩")
    parser.add_argument(
        "--pairs", type=Path, nargs="+", required=True, help="JSONL 训练对,可用 xz 压缩,可写多个"
    )
    parser.add_argument("--output", type=Path, required=True, help="模型文件夹")
    parser.add_argument("--work", type=Path, help="中间结果文件夹,中断后从已完成的阶段继续")
    for name, value, text in (
        ("--dimension", default.dimension, "向量维数"),
        ("--vocabulary", default.vocabulary_size, "词表大小"),
        ("--steps", default.steps, "对比训练步数"),
        ("--batch", default.batch_size, "每步的训练对数"),
        ("--seed", default.seed, "随机种子"),
    ):
        parser.add_argument(name, type=int, default=value, help=f"{text}(默认 {value})")
    parser.add_argument(
        "--learning-rate",
        type=float,
        default=default.learning_rate,
        help=f"最高学习率(默认 {default.learning_rate})",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
