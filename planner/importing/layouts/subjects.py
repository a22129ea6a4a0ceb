"""Subjects that everybody knows: they tell a subject from the teacher, the room or the remark that stands beside it."""

from __future__ import annotations

import re

from planner.script import in_both, simplified

_CHINESE = """
    语文 数学 英语 外语 科学 体育 音乐 美术 道德与法治 道法
    品德 品社 品生 思品 思政 政治 历史 地理 物理 化学 生物 信息 信息科技 信息技术 电脑 计算机 编程 劳动 劳技 劳动技术 手工
    综合 综合实践 校本 校本课程 地方 地方课程 专题 安全 安全教育 国防 环境 环保
    阅读 阅览 读书 图书 书法 写字 作文 习作 写作 诵读 班会 班队 队会 少先队 晨会 心理 心理健康 健康 自习 社团 活动 体活
    体育与健康    体锻 形体 舞蹈 足球 篮球 乒乓球 武术 棋类 围棋 象棋 合唱 器乐 口风琴 竖笛 国画 陶艺
    国学 周会 卫生 毛笔 毛笔字 硬笔 田径 马术 陶笛 方言 史地 周测 周练 周记 钢琴 古筝
    通用 技术 艺术 拼音 口语 听力 早读 午读 晚读 语 数 英 科 体 音 美 品 劳 信 政 史 地 物 化 生 写 队 班 研 道 综 书 阅
    國語 國文 數學 英語 外語 社會 自然 體育 音樂 美勞 藝術 健體 健康與體育 生活 本土語 閩南語 客語 閱讀 圖書 電腦 資訊
    彈性 作文 常識 中文 英文
    普通話 視藝 視覺藝術 人文 中史 世史 綜合活動 班會 週會 社團 聖經 宗教 德育 成長 國 數 社 自 體 樂 藝 圖 常 普 視 電 閱
"""
_OTHERS = """
    maths math mathematics english science history geography art arts music pe p.e. reading library computing ict it french
    german    spanish latin religion re r.e. pshe rse drama literacy numeracy phonics biology chemistry physics technology
    dt d&t computer
    social studies assembly computer_science art_history english_literature english_language physical_education
    design_and_technology design_&_technology food_technology religious_education religious_studies guided_reading
    reading_time library_time library_lesson mental_maths music_theory social_science social_sciences environmental_science
    general_science modern_languages world_history foreign_languages creative_writing moral_education health_education
    life_skills
    deutsch mathe mathematik englisch sport musik kunst religion sachkunde biologie chemie physik geschichte erdkunde
    математика русский литература история биология музыка география физика химия английский
    국어 수학 영어 과학 체육 음악 미술 독서 사회 도덕 実科 国語 算数 理科 社会 音楽 図工 体育 道徳 家庭 総合
"""
_PAIRS = """
    语文:chinese,chinese language,mandarin 中文:chinese,mandarin 国语:chinese 数学:maths,math,mathematics
    英语:english 英文:english
    科学:science 自然:science 体育:pe,p.e.,physical education,sport,sports 音乐:music 美术:art,arts,visual arts 艺术:art,arts
    道法:moral education,moral ed,morality 品德:moral education,moral ed 道德与法治:moral education,morality and law
    阅读:library,reading 图书:library 阅览:library,reading 信息:ict,it,computer 信息科技:ict,it,computer,information technology
    电脑:ict,it,computer 历史:history 地理:geography 物理:physics 化学:chemistry 生物:biology 社会:social studies
    班会:class meeting,homeroom 书法:calligraphy 劳动:labour 心理:psychology 戏剧:drama 舞蹈:dance 编程:coding
"""
KNOWN = in_both(_CHINESE.split())
_SAME = {
    form: frozenset(english.replace("_", " ").split(","))
    for chinese, english in re.findall(r"([\u4e00-\u9fff]+):((?:[a-z.\-]+(?: [a-z.]+)*,?)+)", _PAIRS)
    for form in in_both([chinese])
}
_FOREIGN = frozenset(word.replace("_", " ") for word in _OTHERS.split()) | {"social studies"}
_DOING = """
    阅读 阅览 读书 悦读 口语 听力 写作 作文 习作 写字 书法 早读 午读 晚读 晨读 诵读 拼音 活动 实践 自习 社团 校本 兴趣 兴趣课
    积累 园地 绘本 经典 古诗 语法 思维 欣赏 鉴赏 实验 复习 练习 辅导 拓展 游戏 锻炼 训练 教育 技术 科技 课程 大课间 课堂
"""
DOING = in_both(_DOING.split())
"""What is done in a lesson, behind the name of its subject: 语文阅读, 数学思维, 劳动教育."""
_LIBRARY = re.compile(
    r"阅读|阅览|读书|悦读|图书|library|\bread(?:ing)?\b|biblio|библио|чтени|\blectura|\bleitura|\blesen\b|도서|독서|読書|図書",
    re.IGNORECASE,
)


def in_two_languages(text: str) -> bool:
    """Whether a text says one subject in Chinese and in English: 音乐 Music, Music⏎音乐, 数学/Maths."""
    found = re.fullmatch(r"([\u4e00-\u9fff]+)[\s/()]*([A-Za-z][A-Za-z .\-]*)\)?", text.strip())
    other = re.fullmatch(r"([A-Za-z][A-Za-z .\-]*?)[\s/()]*([\u4e00-\u9fff]+)\)?", text.strip())
    chinese, english = (found[1], found[2]) if found else (other[2], other[1]) if other else ("", "")
    return re.sub(r"\s+", " ", english).lower().strip() in _SAME.get(chinese, ())


def is_subject(text: str) -> bool:
    """Whether a word is a subject that everybody knows, with or without 课 behind it."""
    return text in KNOWN or re.sub("[课課]$", "", text) in KNOWN or re.sub(r"\s+", " ", text).lower() in _FOREIGN


def is_library(subject: str) -> bool:
    """Whether a subject is a lesson in the library by its name: 阅读, Library, Reading."""
    return _LIBRARY.search(simplified(subject)) is not None
