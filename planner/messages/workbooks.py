"""The words for problems of workbooks. Each: what is wrong and how to mend it, English and Chinese."""

from __future__ import annotations

from planner.messages.fields import Words

WORKBOOK_WORDS: dict[str, Words] = {
    "not_workbook": Words(
        "The file is not an Excel workbook, whatever its name says.",
        "Open it in Excel or WPS and save it as .xlsx.",
        "文件内容不是 Excel 工作簿，只是文件名像。",
        "请用 Excel 或 WPS 打开，另存为 .xlsx。",
    ),
    "workbook_is_html": Words(
        "The file is a web page that is only named like an Excel workbook.",
        "Open it in Excel or WPS and save it as .xlsx.",
        "文件其实是网页，只是文件名像 Excel 表格。",
        "请用 Excel 或 WPS 打开，另存为 .xlsx。",
    ),
    "workbook_damaged": Words(
        "The workbook cannot be opened: it was cut off or changed.",
        "Copy it again, or open it in Excel or WPS and save it as .xlsx.",
        "工作簿打不开，可能没有传完整或已损坏。",
        "请重新复制一份，或用 Excel、WPS 打开后另存为 .xlsx。",
    ),
    "workbook_locked": Words(
        "The workbook is locked with a password.",
        "Open it in Excel or WPS, take the password away (File, Info, Protect), and save it.",
        "工作簿设了打开密码。",
        "请在 Excel 或 WPS 里打开，去掉密码（文件—信息—保护工作簿）后保存。",
    ),
    "workbook_unpacks": Words(
        "The workbook would grow beyond all measure when it is opened (the limit is {limit}).",
        "Copy the sheets that are needed into a new workbook, values only.",
        "工作簿打开后会异常庞大（上限 {limit}）。",
        "请新建一个工作簿，只把需要的工作表按“值”粘贴过去。",
    ),
    "workbook_entities": Words(
        "The workbook holds declarations that no spreadsheet program writes.",
        "Open it in Excel or WPS and save it as .xlsx.",
        "工作簿里含有表格软件不会写入的内容。",
        "请用 Excel 或 WPS 打开，另存为 .xlsx。",
    ),
    "sheet_too_big": Words(
        "Sheet “{value}” reaches beyond row {rows} or column {columns}.",
        "Delete the rows and columns outside the table and save again.",
        "工作表“{value}”超过了 {rows} 行或 {columns} 列。",
        "请删除表格以外的行和列，再保存。",
    ),
    "no_school_sheets": Words(
        "The workbook has none of the sheets of a school.",
        "Begin with lunjie template -o school.xlsx; a timetable comes in with lunjie import.",
        "工作簿里没有学校资料的工作表。",
        "请先运行 lunjie template -o school.xlsx 得到空表；总课表请用 lunjie import 导入。",
    ),
    "unknown_sheet": Words(
        "There is no sheet called “{value}” in a school workbook.{closest}",
        "Correct its name; a sheet of your own may stand here when its name begins with _.",
        "学校工作簿里没有“{value}”这张表。{closest}",
        "请改正表名；自己用的表，表名前加 _ 就不会读入。",
    ),
    "sheet_twice": Words(
        "Sheet “{value}” is there twice: “{first}” is the same.",
        "Put all rows on one of them.",
        "“{value}”与“{first}”是同一张表。",
        "请把内容合并到一张表里。",
    ),
    "unknown_column": Words(
        "There is no column “{value}” on this sheet.{closest}",
        "Correct the heading; a column of your own may stand here when its heading begins with _.",
        "这张表没有“{value}”这一列。{closest}",
        "请改正列名；自己用的列，列名前加 _ 就不会读入。",
    ),
    "unknown_item": Words(
        "There is no item “{value}” on this sheet.{closest}",
        "Correct the word in the first column, or remove the row.",
        "这张表没有“{value}”这一项。{closest}",
        "请改正第一列的名称，或删掉这一行。",
    ),
    "column_missing": Words(
        "The column “{field}” is missing.",
        "Put it into the first row.",
        "缺少“{field}”这一列。",
        "请在第一行补上这个列名。",
    ),
    "heading_twice": Words(
        "The heading “{value}” stands here a second time; {first} has it already.",
        "Keep one of the two columns.",
        "列名“{value}”重复了，{first} 已经有了。",
        "请只保留一列。",
    ),
    "no_heading": Words(
        "“{value}” stands in a column without a heading.",
        "Move it below a heading, or delete it.",
        "“{value}”所在的列没有列名。",
        "请移到有列名的列里，或删掉。",
    ),
    "cell_missing": Words("“{field}” is not filled in.", "Fill in this cell.", "“{field}”没有填。", "请填写这一格。"),
    "cell_date": Words(
        "Excel has made a date or time out of what was typed here: {value}.",
        "Set the format of the cell to Text, and type it again.",
        "Excel 把这里输入的内容变成了日期或时间：{value}。",
        "请把单元格格式设为“文本”，再重新输入。",
    ),
    "cell_error": Words(
        "The formula in this cell has failed: {value}.",
        "Mend the formula, or type the value itself.",
        "这一格的公式出错了：{value}。",
        "请改正公式，或直接输入内容。",
    ),
    "cell_uncalculated": Words(
        "The formula in this cell has never been calculated.",
        "Open the workbook in Excel or WPS and save it, or type the value itself.",
        "这一格的公式没有计算结果。",
        "请用 Excel 或 WPS 打开并保存一次，或直接输入内容。",
    ),
    "cell_pair": Words(
        "“{value}” is no pair of a name and a value.",
        "Write name: value, and a semicolon before the next pair.",
        "“{value}”不是“名称: 内容”的写法。",
        "请写成“名称: 内容”，几项之间用分号隔开。",
    ),
    "cell_part": Words(
        "“{value}” cannot be understood in this cell.",
        "Write label: value, with semicolons between them, one entry a line; the note on the heading shows how.",
        "这一格里的“{value}”看不懂。",
        "请写“名称: 内容”，之间用分号隔开，每行一条；列名上的批注里有例子。",
    ),
    "column_not_for_kind": Words(
        "A row of the kind “{kind}” has no “{field}”: {value}.",
        "Empty this cell, or choose another kind of row.",
        "“{kind}”这一类没有“{field}”，这里却写了“{value}”。",
        "请清空这一格，或改换这一行的类别。",
    ),
    "two_teachers": Words(
        "“{subject}” has teacher {first} in the other cells of this row, but {value} here.",
        "Give the lessons of different teachers different names, for example 语文1 and 语文2.",
        "这一行别处的“{subject}”由 {first} 任教，这里却是 {value}。",
        "一个班一门课只写一位老师；确有两位时请用不同课名，例如“语文1”“语文2”。",
    ),
}
