"""The two scripts of Chinese, as far as the vocabulary of school files goes: keys, headings, fixed words, shorthand.

The vocabulary stands in Simplified characters. Somebody who writes Traditional ones writes the same words, and is shown them
so; names and other texts of a school stay as they are written. A test holds every word of the vocabulary against OpenCC.
"""

from __future__ import annotations

from collections.abc import Iterable

from planner.languages import in_chinese, in_traditional

_PAIRS = (
    "並并佈布佔占來来個个備备價价儘尽兒儿內内兩两冊册別别則则動动務务勞劳區区參参員员問问單单國国圍围園园圖图"
    "團团執执報报場场學学實实寫写對对屆届屬属崗岗師师帶带幾几張张後后從从悅悦慮虑慶庆應应換换擔担據据數数於于"
    "時时曆历書书會会條条業业樂乐標标樣样檔档檢检權权歡欢決决沒没測测滿满漢汉為为無无獨独現现環环當当發发監监"
    "確确碼码禮礼種种稱称競竞節节範范簡简約约級级終终組组結结給给統统綜综編编練练總总續续習习臨临與与著着蓋盖"
    "薦荐藝艺號号術术補补裡里複复規规覽览觀观計计訓训記记設设註注試试話话認认語语說说誰谁課课調调請请講讲識识"
    "議议護护讀读變变賽赛踐践輪轮農农這这連连週周進进遊游運运過过違违適适選选還还邊边鍵键鐘钟長长門门閉闭開开"
    "間间閱阅關关隊队雙双離离電电項项順顺須须預预題题額额願愿類类顯显飯饭館馆驗验驟骤體体麼么點点鈴铃響响淺浅機机眾众"
)
"""Each Traditional character with its Simplified one."""
_ALSO = "裏里爲为歷历閲阅説说"
"""Other Traditional forms that are read and not written."""


def _table(pairs: str, first: int) -> dict[int, str]:
    return {ord(pairs[n + first]): pairs[n + 1 - first] for n in range(0, len(pairs), 2)}


_SIMPLIFIED = _table(_PAIRS + _ALSO, 0)
_TRADITIONAL = _table(_PAIRS, 1)


def simplified(word: str) -> str:
    """A word of the vocabulary as it is spelt: 課程表 -> 课程表, 週一 -> 周一."""
    return word if word.isascii() else word.translate(_SIMPLIFIED)


def traditional(word: str) -> str:
    """A word of the vocabulary, or its explanation, in Traditional characters."""
    return word if word.isascii() else word.translate(_TRADITIONAL)


def spelt(language: str, chinese: str, english: str) -> str:
    """Which of its two spellings a word of the vocabulary takes for readers of a language, the Chinese one in their script."""
    if not in_chinese(language):
        return english
    return traditional(chinese) if in_traditional(language) else chinese


def in_both(words: Iterable[str]) -> frozenset[str]:
    """Words to be met in a file, in either script."""
    return frozenset(form for word in words for form in (word, traditional(word)))
