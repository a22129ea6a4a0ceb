"""The words for problems of files and of single fields. Each: what is wrong, and how to mend it."""

from __future__ import annotations

from planner.languages import N_
from planner.messages.wording import Wording

FILE_WORDS: dict[str, Wording] = {
    "format_newer": Wording(
        N_("The file was written by a newer lunjie (form {value}; this one reads up to {known})."),
        N_("Nothing is wrong with it: install the newest lunjie, and try again."),
    ),
    "format_unknown": Wording(
        N_("“{value}” is no number of a form: the file is damaged, or was not written by lunjie."),
        N_("Take the last good copy; where the number was changed by hand, write {known}."),
    ),
    "not_editable": Wording(
        N_("The file can be read, but not changed in place: something here is not written as YAML asks, often a tab."),
        N_("Replace tabs by spaces and odd characters by plain ones, then try again."),
    ),
    "stumbled": Wording(
        N_("The file could not be read to its end ({value})."),
        N_(
            "Open it in its own program, save it again, and try once more; if that does not help, it is a bug: please "
            "report it."
        ),
    ),
    "file_too_big": Wording(
        N_("The file has {value} MB."),
        N_("A school file may have up to {limit} MB; is this the right file?"),
    ),
    "empty_file": Wording(N_("The file is empty."), N_("Write into it what the school has, or copy one of the examples.")),
    "not_decodable": Wording(
        N_("The letters of this file cannot be read."),
        N_("Open it in the program it was made with and save it again: as an Excel file, or as text in UTF-8."),
    ),
    "control_character": Wording(
        N_("There is an invisible character {value} in the text."),
        N_("Delete it, or type the line again."),
    ),
    "syntax": Wording(
        N_("The file cannot be read from here: {value}"),
        N_("Look at indentation, quotes and brackets here and on the line above."),
    ),
    "tab_indent": Wording(N_("The line is indented with a tab."), N_("Indent with spaces, two for each level.")),
    "fullwidth_colon": Wording(
        N_("The full-width colon “：” separates key and value here: {value}"),
        N_("Type an English colon and a space, as in name: noon."),
    ),
    "fullwidth_comma": Wording(
        N_("There is a full-width comma “，” here: {value}"),
        N_("Type an English comma between entries."),
    ),
    "fullwidth_quote": Wording(
        N_("There are Chinese or curly quotation marks here: {value}"),
        N_('Type straight quotation marks: "noon".'),
    ),
    "space_after_colon": Wording(
        N_("A space is missing after the colon: {value}"),
        N_("Write key: value, with a space after the colon."),
    ),
    "duplicate_key": Wording(
        N_("“{value}” is written twice; it stands on line {first} already."),
        N_("Keep one of the two, or make both into one list."),
    ),
    "too_many_values": Wording(
        N_("The file would grow to more than {limit} values."),
        N_("Write out what is repeated instead of nesting references (*name)."),
    ),
    "too_deep": Wording(
        N_("More than {limit} levels stand inside each other."),
        N_("A school file needs about six; look for brackets that are not closed."),
    ),
    "unknown_anchor": Wording(
        N_("{value} refers to something that is not marked above."),
        N_("Mark it first with & and the same name, or put the text in quotes."),
    ),
    "bad_merge": Wording(N_("“<<” can only take over fields."), N_("Refer to a block of fields: <<: *name.")),
    "tag": Wording(
        N_("The type mark “{value}” is not used in school files."),
        N_("Leave it out; put text that begins with ! in quotes."),
    ),
    "two_documents": Wording(N_("A second document begins here, after ---."), N_("Keep one school in one file.")),
    "key_not_text": Wording(N_("A list or a block stands where a key should be."), N_("Write a word before the colon.")),
}

FIELD_WORDS: dict[str, Wording] = {
    "missing_field": Wording(N_("“{field}” is missing."), N_("Add {field}: here.")),
    "unknown_field": Wording(N_("“{value}” is not a field that can stand here.{closest}"), N_("Correct the key or remove it.")),
    "written_twice": Wording(N_("“{value}” is written twice, under two names for the same thing."), N_("Keep one of the two.")),
    "empty_value": Wording(
        N_("Nothing is written here."),
        N_("Write a value, or remove the line if the field can be left out."),
    ),
    "not_a_mapping": Wording(
        N_("“{value}” stands where a block of fields is expected."),
        N_("Write fields with their values, such as id: noon, below each other."),
    ),
    "timetable_for_school": Wording(
        N_("This is a timetable, not a school file: “{value}”."),
        N_("Make a school of it first: import it as a timetable, for a new school. What comes of it is the school file."),
    ),
    "not_a_list": Wording(
        N_("“{value}” stands where a list is expected."),
        N_("Write [a, b], or one entry a line with - before it."),
    ),
    "not_text": Wording(
        N_("“{value}” is not plain text."),
        N_("Write one text; put it in quotes if it looks like something else."),
    ),
    "empty_text": Wording(N_("The text is empty."), N_("Write at least one character.")),
    "long_text": Wording(N_("“{value}” is too long."), N_("Write at most {limit} characters.")),
    "not_a_number": Wording(N_("“{value}” is not a whole number."), N_("Write digits only, for example 3.")),
    "not_yes_no": Wording(N_("“{value}” is neither yes nor no."), N_("Write true or false.")),
    "too_small": Wording(N_("{value} is too small."), N_("The least is {limit}.")),
    "too_large": Wording(N_("{value} is too large."), N_("The most is {limit}.")),
    "short_list": Wording(N_("There are too few entries: {value}"), N_("At least {limit} are needed.")),
    "long_list": Wording(N_("There are too many entries: {value}"), N_("At most {limit} are allowed.")),
    "choice": Wording(N_("“{value}” is not one of the choices.{closest}"), N_("Write one of: {options}.")),
    "bad_id": Wording(
        N_("“{value}” cannot be an id."),
        N_("Use letters, Chinese characters, digits and - _ . ( ), at most 60, without spaces."),
    ),
    "id_list": Wording(
        N_("“{value}” looks like several ids in one text, or an id with a space."),
        N_("Write a list with brackets: [a, b]; an id has no spaces."),
    ),
    "monthly": Wording(N_("“{value}” is not a day of each month."), N_("Write for example first FRI or last MON.")),
    "weekday": Wording(
        N_("“{value}” is not a day of the week."),
        N_("Write for example MON, MON-FRI or [MON, THU]; D1, D2 in a day cycle."),
    ),
    "turn": Wording(
        N_("“{value}” is not a turn of a cycle."),
        N_("Write for example MON, A:TUE, 2/3:MON, #4 or a date; put #4 in quotation marks."),
    ),
    "grades": Wording(N_("“{value}” is not a range of grades."), N_("Write for example 3-6, 3 or 三至六年级.")),
    "grade_range": Wording(
        N_("“{value}” names grades that do not exist."),
        N_("Write grades from 1 to 13 (grade 1 of junior middle school is 7), below them K, PK, PK2 and PK3."),
    ),
    "weeks": Wording(
        N_("“{value}” is not a range of weeks."),
        N_("Write for example 2-17, odd, even, 3-16 even or [1, 5, 9]."),
    ),
    "time": Wording(N_("“{value}” is not a time of day."), N_("Write hours and minutes, for example 12:05.")),
    "span": Wording(N_("“{value}” is not a stretch of time."), N_("Write start and end, for example 12:05-12:20.")),
    "span_order": Wording(N_("“{value}” ends before it starts."), N_("Write the earlier time first, by the 24-hour clock.")),
    "date": Wording(N_("“{value}” is not a date of the calendar."), N_("Write for example 2026-03-05.")),
    "dates": Wording(
        N_("“{value}” is not a date or a range of dates."),
        N_("Write 2026-03-05, 2026-06-22..2026-06-30, or a list of these."),
    ),
    "cycle": Wording(N_("“{value}” is not a cycle."), N_("Write weekly, A/B, 3 weeks, sliding, once a month or once a term.")),
    "cycle_names": Wording(
        N_("“{value}” does not name the days of a cycle."),
        N_("Write how many they are (6), a range (A-F) or every name: [A, B, C, D]."),
    ),
    "cycle_names_twice": Wording(N_("Two days of the cycle have the same name."), N_("Give each day a name of its own.")),
    "cycle_length": Wording(N_("The cycle does not say how many weeks it has."), N_("Write for example 3 weeks.")),
    "class_words": Wording(
        N_("“{value}” does not say which classes are meant."),
        N_("Write one class or a run of classes: 3B, 四甲, 1A-6D, P1-P7, 3/4B."),
    ),
    "classes_or_grades": Wording(
        N_("“{value}” alone may be one class, or all grades from the one to the other."),
        N_("Write the classes of all grades as 1A-6D, or as grades and count: {{grades: 1-6, count: 4}}; one class as 1(6)."),
    ),
    "helper_without_class": Wording(
        N_("This student librarian has no class."),
        N_("Add class:, or volunteer: with the word for the rota if it is a grown-up."),
    ),
    "letters_and_numbers": Wording(
        N_("These classes have letters as well as numbers."),
        N_("Keep letters alone, or count or number alone."),
    ),
    "class_template": Wording(
        N_("Id or name of these classes cannot be made: {value}"),
        N_("In braces: {{grade}}, {{number}}, {{letter}}, {{numeral}}, {{campus}}; ids have letters, digits and - _ . ( )."),
    ),
    "unreadable": Wording(
        N_("“{value}” cannot be used here."),
        N_("Compare with the examples and with the description of this field."),
    ),
}
