"""Every error code of the service: its HTTP status, and what it says in both languages. Codes are stable, words are not."""

from __future__ import annotations

from typing import NamedTuple


class Said(NamedTuple):
    """Status and words of a code; ``{names}`` are filled from the parameters."""

    status: int
    en: str
    zh: str


ERRORS: dict[str, Said] = {
    "not_logged_in": Said(401, "Log in first.", "请先登录。"),
    "wrong_password": Said(401, "Login name or password is wrong.", "用户名或密码不对。"),
    "wait": Said(429, "Too many wrong tries. Wait {seconds} s and try again.", "输错次数太多，请等 {seconds} 秒再试。"),
    "cross_site": Said(
        403,
        "This request came from another website and was not carried out. Use the page of the library itself.",
        "这个请求来自别的网站，没有执行。请在图书馆自己的页面上操作。",
    ),
    "not_allowed": Said(403, "Your account may not do this.", "您的账号没有这项权限。"),
    "not_found": Said(404, "There is nothing here, or your account may not see it.", "没有这一项，或者您的账号无权查看。"),
    "no_such_method": Said(405, "This address does not take {method}.", "这个地址不接受 {method}。"),
    "no_such_table": Said(
        404, "This plan has no table '{name}'. It has: {known}.", "这份安排没有“{name}”这张表。有：{known}。"
    ),
    "no_such_format": Said(
        406, "There is no '{format}' of this. There is: {known}.", "没有“{format}”格式。可用的格式：{known}。"
    ),
    "no_published_plan": Said(404, "No plan has been published yet.", "还没有发布安排。"),
    "bad_request": Said(422, "The request is not as it should be: {problem}.", "请求内容不合要求：{problem}。"),
    "bad_school": Said(
        422,
        "The school file cannot be used: {count} to mend, of which {shown} are listed here.",
        "学校文件还不能用：有 {count} 处要改，下面列出 {shown} 处。",
    ),
    "too_big": Said(413, "The file is larger than {limit} MB.", "文件超过 {limit} MB。"),
    "id_taken": Said(
        409,
        "There is a school with the id '{id}' already. Replace its file instead, or choose another id.",
        "已经有编号为“{id}”的学校。请替换它的文件，或另取一个编号。",
    ),
    "login_taken": Said(409, "There is an account '{login}' already.", "已经有“{login}”这个账号。"),
    "weak_password": Said(422, "The password needs at least {least} characters.", "密码至少要 {least} 个字符。"),
    "set_up_already": Said(409, "The first password has been chosen already. Log in.", "首个密码已经设好，请直接登录。"),
    "bad_first_link": Said(
        403,
        "This link is used up or not the newest. The service shows the right one when it starts.",
        "这个链接已用过，或不是最新的。请看服务启动时显示的链接。",
    ),
    "last_keeper": Said(
        409, "This is the last account that can manage accounts; it stays.", "这是最后一个能管理账号的账号，不能停用。"
    ),
    "precondition_required": Said(
        428,
        "Say which version you have changed: send its ETag as If-Match.",
        "请说明改的是哪一版：把它的 ETag 放在 If-Match 里。",
    ),
    "changed_meanwhile": Said(
        412,
        "Somebody has changed this meanwhile (now version {present}). Fetch it again and repeat your change.",
        "在您修改期间，别人已经改过（现在是第 {present} 版）。请重新打开，再改一次。",
    ),
    "run_ended": Said(409, "This run has ended already.", "这次排班已经结束。"),
    "nothing_published": Said(
        409, "There is no published plan to change. Make a plan first.", "还没有已发布的安排可供调整，请先排一份。"
    ),
    "other_term": Said(
        409,
        "The published plan is of another term ({term}) than the school file ({now}), or the term begins on another date. "
        "Make a new plan instead of a change.",
        "已发布的安排属于另一学期（{term}），学校文件是 {now}，或学期开始日期不同。请重新排，不要用“调整”。",
    ),
    "bad_since": Said(422, "{since} must lie from {first} to {last}.", "{since} 不在 {first} 至 {last} 之间。"),
    "not_a_draft": Said(409, "This revision is no draft (it is: {state}).", "这一版不是草稿（现为：{state}）。"),
    "draft_is_stale": Said(
        409,
        "Another plan has been published since this draft was made. Plan again, so that it builds on that one.",
        "这份草稿排好之后，又发布了别的安排。请在新安排的基础上重新排。",
    ),
    "past_would_change": Said(
        409,
        "{count} session(s) before today would change, the first on {first}. Change the plan from a date on instead; "
        "or send allow_past if it really was so.",
        "今天以前的 {count} 次会被改写，最早的是 {first}。请改用“从某日起调整”；确实如此的，请加 allow_past。",
    ),
    "terms_overlap": Said(
        409,
        "A plan of the term '{other}' covers some of the dates of '{term}'. If it is the same term, write its id '{other}' "
        "into the school file again; else correct the dates, or take that plan back (undo) first.",
        "学期“{other}”已发布的安排与本学期“{term}”日期重叠。如果是同一学期，请把学校文件里的学期编号改回“{other}”；否则请更正日期，或先撤回那份安排。",
    ),
    "no_such_school": Said(422, "There is no school '{id}'.", "没有编号为“{id}”的学校。"),
    "nothing_to_undo": Said(409, "There is no published plan to take back.", "没有已发布的安排可以撤回。"),
    "nothing_to_change": Said(409, "Nothing would change by this.", "这样改没有任何变化。"),
    "bad_edit": Said(422, "This change cannot be made: {problem}.", "不能这样改：{problem}。"),
    "no_such_class": Said(404, "This school has no class or helper '{id}'.", "学校里没有“{id}”这个班级或管理员。"),
    "no_such_demand": Said(404, "This school has no visits '{id}'.", "学校文件里没有“{id}”这一种到馆。"),
    "plan_broken": Said(
        409,
        "This plan breaks rules of its own school, so nothing can be said about moves in it. Plan again.",
        "这份安排违反本校的规则，无法判断能否调动。请重新排一份。",
    ),
    "no_such_scope": Said(
        404,
        "There is no calendar '{scope}' in the published plan. It has: {known}.",
        "已发布的安排里没有“{scope}”这份日历。有：{known}。",
    ),
    "no_duty": Said(404, "This helper has no duty then.", "这名管理员当天没有值日。"),
    "has_it": Said(409, "This helper has that duty already.", "这名管理员本来就值这个班。"),
    "not_one_each": Said(
        409,
        "A swap is about one duty of each: say which post.",
        "换班是一人一班对换：当天不止一班时，请写明岗位。",
    ),
    "same_helper": Said(409, "Both duties are of the same helper.", "两个班都是同一名管理员的，无法对换。"),
    "nobody_stands_in": Said(409, "Nobody stands in on this date.", "这一天没有人代班，不用撤回。"),
    "forbidden_choice": Said(409, "A rule forbids this choice: {rules}.", "这样代班违反规则：{rules}。"),
    "link_revoked": Said(
        410, "This calendar link has been taken back. Ask the library for a new one.", "这个日历链接已停用，请向图书馆要新的。"
    ),
    "key_reused": Said(
        422,
        "This Idempotency-Key was used for another request. Take a new one for each request.",
        "这个 Idempotency-Key 已用于别的请求。每个新请求请换一个。",
    ),
    "answer_lost": Said(
        409,
        "This request (same Idempotency-Key) was carried out, but the program was interrupted before it could answer. "
        "Look whether the result is there; to do it once more, send it with another Idempotency-Key.",
        "同一个请求（Idempotency-Key 相同）已经执行过，只是程序当时中断，没有来得及答复。请先看结果是否已在；"
        "确要再做一次，请换一个 Idempotency-Key。",
    ),
    "still_working": Said(
        409, "The same request is being worked on. Ask again in a moment.", "同一个请求正在处理，请稍后再问。"
    ),
    "collided": Said(
        409,
        "Somebody else changed the same thing at this very moment; of yours nothing was carried out. Look again and repeat it.",
        "恰好有人同时改了同一项，您的操作没有执行。请刷新查看，再试一次。",
    ),
    "busy": Said(
        503, "Others are being served just now. Try again in {seconds} s.", "正在处理别人的请求，请过 {seconds} 秒再试。"
    ),
    "no_database": Said(
        503,
        "The database does not answer or the disk is full: nothing was changed. Try again, or tell whoever runs the service.",
        "数据库没有响应，或磁盘已满：没有任何改动。请稍后再试，或告诉服务的管理人。",
    ),
    "took_too_long": Said(
        503, "No answer in {seconds} s. Try again, or with less to do.", "{seconds} 秒内没有答案，请再试一次。"
    ),
    "solver_died": Said(
        503, "The solver ended unexpectedly; nothing was changed. Try again.", "求解程序意外退出，没有任何改动。请再试一次。"
    ),
    "not_ready": Said(
        503, "The service is not ready: its database is of another version.", "服务还没有就绪：数据库的版本与程序不符。"
    ),
    "bug": Said(
        500,
        "This is a bug in lunjie, not your mistake. Nothing was changed. Report it with the request id {request}.",
        "这是程序自身的错误，不是您的问题，没有任何改动。反馈时请附上请求编号 {request}。",
    ),
}
