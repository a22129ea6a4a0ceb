"""Names of people among the words of a timetable."""

from __future__ import annotations

import re

from planner.importing.layouts.subjects import is_subject

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任卢姚沈钟姜崔谭陆汪范廖石"
    "贾韦夏傅方邹熊白孟秦邱江侯尹薛闫雷龙史陶贺顾毛郝龚邵万钱严武戴莫孔汤卫褚温康施牛樊葛邢安齐伍庄申欧"
    "阎柳洪季俞章鲁关翟殷牟倪聂丛焦向岳齐梅乔包甄滕柴覃"
    "張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧葉蘇魏呂盧鍾薑譚陸賈鄒龍賀顧龔錢嚴湯衛歐"
)
_NAME = re.compile(r"[\u4e00-\u9fff]{2,3}")


def like_a_person(word: str) -> bool:
    """Whether a word is built like a Chinese name and is no known subject."""
    return bool(_NAME.fullmatch(word)) and word[0] in SURNAMES and not is_subject(word)
