"""Why a run failed: stable codes and their words."""

from __future__ import annotations

from planner.models.base import Language, Text

REASONS: dict[str, Text] = {
    "killed_its_worker": Text(
        en="Tried three times, and each time the program that was planning it was lost. Plan with a shorter time limit, "
        "or give the service more memory.",
        zh="试了三次，每次排班程序都中途退出。请缩短时限，或给服务器增加内存。",
    ),
    "out_of_memory": Text(
        en="Planning needed more memory than it may use. Raise LUNJIE_MEMORY_MB, or simplify the school file.",
        zh="排班所需内存超过上限。请调大 LUNJIE_MEMORY_MB，或简化学校文件。",
    ),
    "solver_died": Text(en="The solver ended unexpectedly. Try again.", zh="求解程序意外退出，请再试一次。"),
    "bad_document": Text(
        en="The school file cannot be read any more. Open it, mend what is listed, and plan again.",
        zh="学校文件已无法读取。请打开文件，按提示修改后再排。",
    ),
    "bug": Text(
        en="This is a bug in lunjie, not your mistake. Nothing was changed.",
        zh="这是程序自身的错误，不是您的问题，没有任何改动。",
    ),
    "bad_base": Text(
        en="The published plan to be changed cannot be read any more. Plan the whole term anew.",
        zh="待调整的已发布安排已无法读取，请重新排整个学期。",
    ),
    "bad_request": Text(
        en="What was asked of this run is not understood. Start it again.", zh="无法识别本次排班的要求，请重新开始。"
    ),
    "no_base": Text(en="There is no published plan to change.", zh="没有已发布的安排可供调整。"),
    "no_since": Text(en="A change needs the date from which it holds.", zh="调整需要写明从哪一天开始。"),
    "other_term": Text(en="The published plan is of another term.", zh="已发布的安排属于另一学期。"),
    "since_out_of_range": Text(en="The date of the change is outside the term.", zh="调整日期不在学期之内。"),
}


def reason_text(code: str, language: Language) -> str:
    """The words for a reason; the code itself where there are none."""
    words = REASONS.get(code)
    return words.in_(language) if words else code
