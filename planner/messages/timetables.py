"""The words for problems of imported timetables. Each: what is wrong, and how to mend it."""

from __future__ import annotations

from planner.languages import N_
from planner.messages.wording import Wording

IMPORT_WORDS: dict[str, Wording] = {
    "import_too_big": Wording(
        N_("The file has {value} MB."),
        N_("A timetable may have up to {limit} MB; is this the right file?"),
    ),
    "import_empty": Wording(N_("The file is empty."), N_("Export the timetable again.")),
    "import_broken": Wording(
        N_("The file is damaged: it cannot be opened as {kind}."),
        N_("Open it in its own program and save it again."),
    ),
    "import_bomb": Wording(
        N_("The file would grow to {value} MB when unpacked."),
        N_("At most {limit} MB are allowed; copy the timetable into a new workbook."),
    ),
    "import_locked": Wording(N_("The file is protected by a password."), N_("Save a copy without the password.")),
    "import_links": Wording(
        N_("The workbook refers to other files."),
        N_("Copy the timetable, paste it as values into a new workbook, and import that."),
    ),
    "import_formulas": Wording(
        N_("The lesson at {value} is computed by a formula."),
        N_("Copy the timetable and paste it as values, then import again."),
    ),
    "import_sheet_too_big": Wording(
        N_("The sheet is larger than any timetable: {value}"),
        N_("At most {limit} are read; delete what does not belong to the timetable."),
    ),
    "import_csv": Wording(
        N_("Line {value} cannot be read as a list with separators."),
        N_("Look for quotation marks that are not closed, or save the file as .xlsx."),
    ),
    "import_wrong_ending": Wording(
        N_("The name ends in {value}, but inside is {kind}."),
        N_("Save it again from its program, or give it the ending that fits."),
    ),
    "import_unknown": Wording(
        N_("This file cannot be read as a timetable. {value}"),
        N_(
            "Tables of Excel, WPS, LibreOffice and Word can, lists with commas, saved web pages, and what FET, aSc, Untis and "
            "other timetable programs export."
        ),
    ),
    "import_shape": Wording(
        N_(
            "No timetable was recognised in {value}. Seen: weekdays {days} times, periods {periods}, clock times {times}, "
            "classes {classes}."
        ),
        N_(
            "It needs weekdays, periods and classes as headings: export one table a class, or a list with the columns "
            "class, day, period, subject."
        ),
    ),
    "import_nothing": Wording(
        N_("A timetable was recognised, but no lesson in it could be read."),
        N_("Check that the timetable was exported with its lessons."),
    ),
    "import_unsolved": Wording(
        N_("The timetable is not solved: {value} activities have a place."),
        N_("Generate the timetable in FET, lock all activities, and save; or import the file …_data_and_timetable.fet."),
    ),
    "import_days": Wording(
        N_("The timetable has {value} days."),
        N_("A week or a day cycle of up to {limit} days can be planned."),
    ),
    "import_entities": Wording(
        N_("The XML defines entities or a document type."),
        N_("No timetable program writes that; export the file again."),
    ),
    "import_deep": Wording(
        N_("The XML is nested too deep or has too many elements ({value})."),
        N_("Export the timetable again from its program."),
    ),
    "import_xml": Wording(N_("The XML is broken at line {value}."), N_("Export the timetable again from its program.")),
    "import_map": Wording(N_("“{value}” cannot stand here."), N_("Compare with the other lines of this part of the mapping.")),
    "import_map_class": Wording(
        N_("The school has no class “{value}”."),
        N_("Write the id of one of its classes, - to leave it out, or {{grade: 4, number: 1}} for a new one."),
    ),
    "import_map_period": Wording(
        N_("No bell schedule has a period “{value}”."),
        N_("Write the name of a period under bells, or - to leave it out."),
    ),
    "import_map_day": Wording(
        N_("“{value}” is not a day of the week."),
        N_("Write MON to SUN, D1 to D10, or - to leave it out."),
    ),
    "import_map_open": Wording(N_("“{value}” is not answered yet."), N_("Replace the question mark in the mapping.")),
    "import_map_missing": Wording(
        N_("“{value}” is in the timetable but not in the mapping."),
        N_("Make a new proposal without --mapping, or add a line for it."),
    ),
    "import_lost": Wording(
        N_("Class {class} has a lesson on {day} in period “{value}”, but its bell has only: {periods}."),
        N_("Correct the periods of the mapping, or complete the bell schedule."),
    ),
    "import_no_subject": Wording(
        N_("No lesson has the subject “{value}”.{closest}"),
        N_("Write subjects as they stand in the timetable."),
    ),
    "import_no_reading": Wording(
        N_("It is not clear in which lessons classes may come to the library. The subjects are: {value}."),
        N_('Name them with --reading "…, …", or in the mapping under eligible.'),
    ),
    "import_ask_eligible": Wording(
        N_("In which lessons may classes come to the library?"),
        N_("Choose all of them; usually reading or Chinese lessons."),
    ),
    "import_ask_classes": Wording(
        N_("Which class is “{value}”?"),
        N_("Choose the class, or write grade and number of a new one: 4-1."),
    ),
    "import_ask_days": Wording(N_("Which day is “{value}”?"), N_("Choose the day whose lessons stand there.")),
    "import_ask_periods": Wording(
        N_("Which period is “{value}”?"),
        N_("Choose the period of the bell schedule at which these lessons are."),
    ),
    "import_ask_parts": Wording(
        N_("What does “{value}” mean? It stands in {count} cells."),
        N_("Two subjects in one cell may alternate by week, or be at the same time for two parts of the class."),
    ),
    "import_ask_cell": Wording(
        N_("“{value}” stands where lessons stand ({count} times). Is it a subject?"),
        N_("If it is none, nothing is taken from there."),
    ),
    "import_ask_beside": Wording(
        N_("“{value}” says more than a subject ({count} times)."),
        N_("Choose what is the subject. What is left is the teacher, or counts for nothing."),
    ),
    "import_ask_unread": Wording(
        N_("“{value}” was not understood ({count} times)."),
        N_("If no lesson stands there, leave it out; otherwise correct the table and send it again."),
    ),
    "import_long_word": Wording(
        N_("“{value}” is too long for a class, day, period, subject, teacher or room."),
        N_("Write what stands there as a remark under the table, or correct the file."),
    ),
    "import_unsolved_asc": Wording(
        N_("The timetable is not finished: {value} lessons a week have a place."),
        N_("Finish the timetable in its program (every lesson placed), and export it again."),
    ),
    "import_unplaced": Wording(
        N_("{value} lessons have a place. Without one: {missing}"),
        N_("Answer yes if these are no lessons of the week; otherwise finish the timetable and export it again."),
    ),
    "import_overlap": Wording(
        N_("Two lessons of one day overlap: {value}."),
        N_("Correct the times in the timetable program, or export odd and even weeks with the same times."),
    ),
    "import_error_cell": Wording(
        N_("The cell shows the error {value}: what should stand there is not known."),
        N_("Mend the formula, or write the lesson (or -) into the cell."),
    ),
    "import_no_value": Wording(
        N_("The cell holds a formula whose value was never stored."),
        N_("Open the file in Excel or WPS, save it, and import again; or paste the timetable as values."),
    ),
    "import_same_view": Wording(
        N_("Sheets that only show again what stands elsewhere in the file were left out: {value}."),
        N_("Nothing needs to be done."),
    ),
    "import_hidden_sheet": Wording(
        N_("The hidden sheet “{value}” was left out."),
        N_("If it is the timetable, show it in the spreadsheet program and import again."),
    ),
    "import_hidden_lines": Wording(
        N_("Hidden rows or columns were left out: {value}"),
        N_("If lessons stand there, show them in the spreadsheet program and import again."),
    ),
    "import_answer_no": Wording(
        N_("You said that something is wrong in the file. Nothing was taken from it."),
        N_("Correct in the file what is named here, and send it again."),
    ),
    "import_map_doubt": Wording(
        N_("“{value}” is no answer here."),
        N_("Write one of: {options}"),
    ),
    "import_doubt_sheets": Wording(
        N_("The sheets {value} have timetables of the same classes, and they differ, for example {example}."),
        N_("Answer with the name of the sheet that is to be read; the others are left out."),
    ),
    "import_doubt_semester": Wording(
        N_("The file has tables of several semesters: {value}."),
        N_("Answer with the one that is to be read; the others are left out."),
    ),
    "import_doubt_stage": Wording(
        N_("Classes are named by the year in which they began, such as {value}, and have {subjects}. Which school is it?"),
        N_("Answer primary, junior or senior: the grades follow from it."),
    ),
    "import_doubt_grade": Wording(
        N_("The classes are only counted ({value}), and nothing says which grade they are. Which grade is it?"),
        N_("Answer with the number of the grade; if they are of several grades, write it into the headings and import again."),
    ),
    "import_doubt_twice": Wording(
        N_("A class has two cells for one time: {value} ({places})."),
        N_("Answer yes if both hold at once; usually a heading between them was not understood: write it, and import again."),
    ),
    "import_doubt_tight": Wording(
        N_("In many cells a name or a number stands right beside the subject: {value}."),
        N_("Answer split if only one is the subject (语文张三 = 语文, 张三), whole if all of it is the name of the subject."),
    ),
    "import_doubt_doubled": Wording(
        N_("In {value} places a class has two different lessons at once, for example {example} at {cell}."),
        N_("Answer yes if classes are split there; if rows or columns were laid upon each other, correct the table first."),
    ),
    "import_doubt_once": Wording(
        N_("{value} of {count} subjects appear only once: {subjects}."),
        N_("Answer yes if these are subjects; usually teachers or notes were taken for subjects."),
    ),
    "import_doubt_people": Wording(
        N_("{value} subjects look like the names of people: {subjects}."),
        N_("Answer yes if these are subjects; otherwise give subject and teacher cells of their own, or write 语文(张三)."),
    ),
    "import_doubt_headings": Wording(
        N_("Headings stand among the lessons: “{value}” at {cell} ({count} in all)."),
        N_("Answer yes if this is a subject; otherwise bring the table into one piece and import again."),
    ),
    "import_doubt_thin": Wording(
        N_("Classes with far fewer lessons than the others (usually {usual}): {value} ({count} in all)."),
        N_("Answer yes if that is right; otherwise look whether their part of the table was recognised."),
    ),
    "import_doubt_classes": Wording(
        N_("There are {value} classes, for example {example}."),
        N_("Answer yes if these are classes; if they are pupils or courses, export the timetable by classes."),
    ),
    "import_doubt_days": Wording(
        N_("The days of the file stand in an order that no week has: {value}."),
        N_("Answer yes if every lesson is still on the day that is written; otherwise correct the list of days."),
    ),
    "import_doubt_hours": Wording(
        N_("The hours of the file are called neither by number nor by time. They were taken in this order: {value}."),
        N_("Answer yes if that is the order of the day; otherwise call them 1, 2, 3 or by their times, and export it again."),
    ),
    "import_doubt_order": Wording(
        N_("The periods do not stand in their order, or one comes twice: {value}."),
        N_("Answer yes if every lesson is still in the period that is written beside it; otherwise correct the headings."),
    ),
    "import_doubt_beyond": Wording(
        N_("Only one lesson of the whole file stands at {value}: {subject} of {name} at {cell}."),
        N_("Answer yes if that is right; otherwise correct the period in the file."),
    ),
    "import_doubt_sevendays": Wording(
        N_("There are lessons on all seven days of the week."),
        N_("Answer yes if that is right; otherwise days and periods were exchanged: correct the columns."),
    ),
    "import_doubt_dull": Wording(
        N_("Classes with nothing but one subject, “{subject}”: {value} ({count} in all)."),
        N_("Answer yes if that is right; otherwise rooms or teachers stand where the subjects should."),
    ),
    "import_doubt_nodays": Wording(
        N_("The timetable has no {missing_days}, only {present_days}."),
        N_("Answer yes if there are no lessons then; otherwise a heading or a column is missing: look, and import again."),
    ),
    "import_doubt_gaps": Wording(
        N_("The table has no place for {value} ({count} in all)."),
        N_("Answer yes if there is none; otherwise a row, a column or a heading was lost: look, and import again."),
    ),
    "import_doubt_unlisted": Wording(
        N_("Lessons name subjects that the list of subjects does not have: {value}."),
        N_("Answer yes if these are subjects; otherwise correct the names in the file."),
    ),
    "import_doubt_overlap": Wording(
        N_("Two periods overlap: {value}."),
        N_("Answer yes to keep both; otherwise correct the times in the timetable."),
    ),
    "import_doubt_missing": Wording(
        N_("{count} of {all} classes of the school are not in this timetable: {value}."),
        N_("Answer yes if they keep the timetable they have; otherwise look for them in the file."),
    ),
    "import_doubt_vanish": Wording(
        N_("{value} of the lessons that stand there now would vanish; most of {name}: {count}."),
        N_("Answer yes if these lessons really end; otherwise the file is not the whole timetable."),
    ),
}
"""code -> words."""
