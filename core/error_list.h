/*
 * Every error, one row: ERROR_ROW(code, number of arguments, message).
 * %1$s .. %4$s are the arguments in order. A message says what happened, where, and
 * what to do next. Included several times; has no include guard on purpose.
 */
/* clang-format off */
/* general */
ERROR_ROW(ERROR_OPEN, 2, N_("%1$s cannot be opened: %2$s. Check that it exists and that this account may read it."))
ERROR_ROW(ERROR_READ, 2, N_("%1$s cannot be read: %2$s."))
ERROR_ROW(ERROR_WRITE, 2, N_("%1$s cannot be written: %2$s. Choose a directory that this account may write with --cache."))
ERROR_ROW(ERROR_TOO_LARGE, 2, N_("%1$s is larger than the limit of %2$s bytes."))
ERROR_ROW(ERROR_NOT_UTF8, 2, N_("%1$s is not valid UTF-8: byte %2$s. Ask the sender for UTF-8."))
ERROR_ROW(ERROR_PERIOD, 1, N_("\"%1$s\" is not a period that aiplus knows."))
ERROR_ROW(ERROR_DATE, 1, N_("\"%1$s\" is not a date. Write it as YYYY-MM-DD, for example 2026-06-30."))
ERROR_ROW(ERROR_NUMBER, 2, N_("\"%1$s\" is not a number: character %2$s does not belong to one."))
ERROR_ROW(ERROR_NUMBER_EMPTY, 0, N_("The value is empty where a number is needed."))
ERROR_ROW(ERROR_NUMBER_RANGE, 1, N_("The number %1$s is out of range."))
/* catalogue */
/* fetch: bodies */
ERROR_ROW(ERROR_BODY_EMPTY, 1, N_("%1$s is empty. Check the address, or ask the sender whether the feed has been published."))
ERROR_ROW(ERROR_BODY_HTML, 1, N_("%1$s is a web page (HTML), not data. The address may have moved, or ask for a login: open it in a browser, and correct it in aiplus.conf."))
ERROR_ROW(ERROR_BODY_XML, 1, N_("%1$s is XML, which aiplus does not read. Ask the sender for JSON-stat or CSV."))
ERROR_ROW(ERROR_BODY_ARCHIVE, 2, N_("%1$s is packed (%2$s). Unpack it, or ask the sender for the plain file."))
ERROR_ROW(ERROR_BODY_WORKBOOK, 2, N_("%1$s is a spreadsheet (%2$s). Save the sheet as \"CSV UTF-8\" and use that file."))
ERROR_ROW(ERROR_BODY_DOCUMENT, 2, N_("%1$s is a document (%2$s), not data. Ask the sender for JSON-stat or CSV."))
ERROR_ROW(ERROR_BODY_UTF16, 1, N_("%1$s is written in UTF-16. Save it as UTF-8, or ask the sender for UTF-8."))
ERROR_ROW(ERROR_BODY_BINARY, 1, N_("%1$s is binary data of no format that aiplus knows. Check the address."))
ERROR_ROW(ERROR_BODY_TEXT, 2, N_("%1$s is plain text, not data; it begins with \"%2$s\". Check the address."))
ERROR_ROW(ERROR_FORMAT, 2, N_("\"%1$s\" is no format that aiplus knows. Known are: %2$s."))
/* fetch: JSON */
ERROR_ROW(ERROR_JSON_CUT, 3, N_("%1$s ends in the middle of its JSON, at line %2$s, column %3$s. It was cut on its way or not written to its end: fetch it again."))
ERROR_ROW(ERROR_JSON_GRAMMAR, 4, N_("%1$s is not valid JSON: \"%4$s\" cannot stand at line %2$s, column %3$s. Tell the sender."))
ERROR_ROW(ERROR_JSON_UTF8, 3, N_("%1$s is not valid UTF-8 at line %2$s, column %3$s. Ask the sender for UTF-8."))
ERROR_ROW(ERROR_JSON_ZERO, 3, N_("%1$s holds the character U+0000 at line %2$s, column %3$s, which would cut its text. Tell the sender."))
ERROR_ROW(ERROR_JSON_SURROGATE, 3, N_("%1$s holds half a character (a lone surrogate) at line %2$s, column %3$s. Tell the sender."))
ERROR_ROW(ERROR_JSON_DUPLICATE, 4, N_("%1$s has the name \"%4$s\" twice in one object, the second time at line %2$s, column %3$s; nobody can know which one holds. Tell the sender."))
ERROR_ROW(ERROR_JSON_RANGE, 4, N_("%1$s holds the number %4$s at line %2$s, column %3$s, which is out of range. Tell the sender."))
ERROR_ROW(ERROR_JSON_DEPTH, 4, N_("%1$s is nested more than %4$s deep at line %2$s, column %3$s. No feed needs that: check the address."))
ERROR_ROW(ERROR_JSON_STRING, 4, N_("%1$s holds a text of more than %4$s bytes at line %2$s, column %3$s. Tell the sender."))
ERROR_ROW(ERROR_JSON_VALUES, 4, N_("%1$s holds more than %4$s values, the limit passed at line %2$s, column %3$s. Ask for fewer in one request."))
ERROR_ROW(ERROR_JSON_MEMORY, 1, N_("%1$s is too large for the memory that is free. Ask for less in one request."))
/* fetch: JSON-stat */
ERROR_ROW(ERROR_JSONSTAT_NOT, 1, N_("%1$s is JSON, but not JSON-stat: no data set with dimensions is in it. Check the address and the format in aiplus.conf."))
ERROR_ROW(ERROR_JSONSTAT_ANSWER, 2, N_("%1$s holds no data; the endpoint answered: \"%2$s\". Check the query in the address."))
ERROR_ROW(ERROR_JSONSTAT_COLLECTION, 1, N_("%1$s is a JSON-stat collection without its list (link.item). Tell the sender."))
ERROR_ROW(ERROR_JSONSTAT_LINKS, 3, N_("%1$s only links to %2$s data sets that were not fetched, the first at %3$s. Give each one you need as a source of its own."))
ERROR_ROW(ERROR_JSONSTAT_BUNDLE, 1, N_("%1$s is a bundle, a form that JSON-stat 2.0 has abolished. It was read all the same; tell the sender."))
ERROR_ROW(ERROR_JSONSTAT_NO_DATA, 2, N_("%1$s describes one dimension with %2$s categories and holds no values. Give the address of a data set."))
ERROR_ROW(ERROR_JSONSTAT_METADATA, 2, N_("%1$s describes %2$s places for values and holds none of them. Give the address of the data itself."))
ERROR_ROW(ERROR_JSONSTAT_ID, 1, N_("%1$s does not list its dimensions (id) and their sizes (size). Tell the sender."))
ERROR_ROW(ERROR_JSONSTAT_ID_SIZE, 3, N_("%1$s lists %2$s dimensions (id) but %3$s sizes (size), so no value has a sure place. Tell the sender."))
ERROR_ROW(ERROR_JSONSTAT_RANK, 2, N_("%1$s has %2$s dimensions; between 1 and 64 can be read. Tell the sender."))
ERROR_ROW(ERROR_JSONSTAT_DIMENSION, 2, N_("%1$s lists the dimension \"%2$s\" but does not describe it. Tell the sender."))
ERROR_ROW(ERROR_JSONSTAT_TWICE, 2, N_("%1$s lists the dimension \"%2$s\" twice. Tell the sender."))
ERROR_ROW(ERROR_JSONSTAT_SIZE, 2, N_("%1$s: the size of dimension \"%2$s\" is not a whole number. Tell the sender."))
ERROR_ROW(ERROR_JSONSTAT_CATEGORY, 2, N_("%1$s: dimension \"%2$s\" has no categories. Tell the sender."))
ERROR_ROW(ERROR_JSONSTAT_INDEX, 2, N_("%1$s: the categories of dimension \"%2$s\" have no sure order (category.index). Tell the sender."))
ERROR_ROW(ERROR_JSONSTAT_INDEX_COUNT, 4, N_("%1$s: dimension \"%2$s\" has %3$s categories but its size says %4$s, so no value has a sure place. Tell the sender."))
ERROR_ROW(ERROR_JSONSTAT_CODE_TWICE, 3, N_("%1$s: dimension \"%2$s\" has the category \"%3$s\" twice. Tell the sender."))
ERROR_ROW(ERROR_JSONSTAT_LARGE, 2, N_("%1$s has more than %2$s places for values. Ask for fewer in one request."))
ERROR_ROW(ERROR_JSONSTAT_VALUE, 1, N_("%1$s has no values, neither as a list nor as an object (value). Tell the sender."))
ERROR_ROW(ERROR_JSONSTAT_LENGTH, 3, N_("%1$s has %2$s values, but its dimensions make %3$s places for them. Tell the sender."))
ERROR_ROW(ERROR_JSONSTAT_SPARSE, 3, N_("%1$s has a value at position \"%2$s\", but its positions go from 0 to less than %3$s. Tell the sender."))
ERROR_ROW(ERROR_JSONSTAT_STATUS_LENGTH, 3, N_("%1$s has %2$s statuses for %3$s places, so nobody can know whose they are. Tell the sender."))
ERROR_ROW(ERROR_JSONSTAT_STATUS_KEY, 2, N_("%1$s has a status at position \"%2$s\", where there is no place for a value. It was left out; tell the sender."))
ERROR_ROW(ERROR_JSONSTAT_ROLE, 3, N_("%1$s gives the role \"%2$s\" to \"%3$s\", which is none of its dimensions. It was left out; tell the sender."))
ERROR_ROW(ERROR_JSONSTAT_UNKNOWN, 4, N_("%1$s: dimension \"%2$s\" has a %3$s for \"%4$s\", which is none of its categories. It was left out; no value is in doubt. Tell the sender."))
ERROR_ROW(ERROR_JSONSTAT_CYCLE, 3, N_("%1$s: in dimension \"%2$s\" the category \"%3$s\" is below itself (child). The hierarchy was left out; no value is in doubt. Tell the sender."))
/* store */
/* views */
/* tui */
/* application */
/* clang-format on */
