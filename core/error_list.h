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
/* fetch */
/* store */
ERROR_ROW(ERROR_STORE_NOT_DIRECTORY, 1, N_("%1$s is not a directory. Move the file away, or choose another directory with --cache."))
ERROR_ROW(ERROR_STORE_BUSY, 2, N_("Another collector (process %1$s) is at work on %2$s. Wait until it has finished."))
ERROR_ROW(ERROR_STORE_KIND_DEMO, 1, N_("%1$s holds demo data, which shares no cache with real sources. Give the real sources another directory with --cache."))
ERROR_ROW(ERROR_STORE_KIND_REAL, 1, N_("%1$s holds data of real sources, which share no cache with demo data. Give the demo another directory with --cache."))
ERROR_ROW(ERROR_STORE_FORMAT, 3, N_("%1$s was written by another version of aiplus (format %2$s, this one reads %3$s). Use that version, or choose another directory with --cache."))
ERROR_ROW(ERROR_STORE_FOREIGN, 1, N_("%1$s is not a store of aiplus. Move it away, or choose another directory with --cache."))
ERROR_ROW(ERROR_STORE_DAMAGED, 1, N_("The store %1$s is damaged. What was published can still be read. Move the store's directory away and collect again."))
ERROR_ROW(ERROR_STORE_SPACE, 3, N_("There is not enough space for %1$s: it needs about %2$s MB, %3$s MB are free. What is stored stays as it is. Free some space and collect again."))
ERROR_ROW(ERROR_STORE_FULL, 1, N_("The disk or the account's quota is full: %1$s could not be written. What is stored stays as it is. Free some space and collect again."))
ERROR_ROW(ERROR_STORE_DEVICE, 1, N_("The disk reports an error at %1$s. What is stored stays as it is. Have the disk checked before collecting again."))
ERROR_ROW(ERROR_STORE_MAP, 1, N_("There is not enough memory or address space to open %1$s. Raise the limit of this account (ulimit -v) or end other programs."))
ERROR_ROW(ERROR_STORE_MAP_FULL, 1, N_("The store %1$s has reached the largest size that this machine can map. What is stored stays as it is. Begin another one with --cache."))
ERROR_ROW(ERROR_STORE_LIBRARY, 2, N_("The store %1$s does not work: %2$s. Try again; if it stays, choose another directory with --cache."))
ERROR_ROW(ERROR_STORE_VALUE_SIZE, 0, N_("One record of the delivery is larger than 64 MB, more than the store takes. Nothing of the delivery was stored. Ask the sender to divide it."))
ERROR_ROW(ERROR_STORE_SOURCE_NAME, 1, N_("\"%1$s\" cannot be the name of a source: it must have 1 to 480 bytes. Change it in the configuration."))
ERROR_ROW(ERROR_STORE_REASON, 1, N_("The reason was noted by another version of aiplus, as %1$s."))
ERROR_ROW(ERROR_SNAPSHOT_NONE, 1, N_("There is no snapshot in %1$s yet. Collect with aiplus --fetch, or choose another directory with --cache."))
ERROR_ROW(ERROR_SNAPSHOT_DAMAGED, 1, N_("No snapshot in %1$s can be used; aiplus --check says what is wrong with each. Collect again with aiplus --fetch."))
ERROR_ROW(ERROR_SNAPSHOT_FILE, 2, N_("The snapshot %1$s cannot be opened: %2$s. Collect again with aiplus --fetch."))
ERROR_ROW(ERROR_SNAPSHOT_MANIFEST, 1, N_("%1$s is not a valid manifest, so its snapshot is not used. Collect again with aiplus --fetch."))
ERROR_ROW(ERROR_SNAPSHOT_CONTENT, 1, N_("The snapshot %1$s was changed or cut after it was published, so it is not used. Collect again with aiplus --fetch."))
ERROR_ROW(ERROR_SNAPSHOT_RECORD, 1, N_("A record of the snapshot %1$s is damaged and is not shown. Collect again with aiplus --fetch."))
ERROR_ROW(ERROR_SNAPSHOT_RECEIPT, 2, N_("The snapshot %1$s has no receipt number %2$s."))
ERROR_ROW(ERROR_SNAPSHOT_SOUND, 4, N_("Snapshot %1$s is sound: %2$s series with %3$s values from %4$s receipts."))
ERROR_ROW(ERROR_SNAPSHOT_KEEPS, 4, N_("Snapshot %1$s also keeps %2$s earlier values, %3$s refused rows and warnings, and the state of %4$s sources."))
ERROR_ROW(ERROR_SNAPSHOT_LEFTOVER, 1, N_("%1$s is left over from a publication that was cut short. The next one removes it."))
/* views */
/* tui */
/* application */
/* clang-format on */
