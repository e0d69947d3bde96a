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
ERROR_ROW(ERROR_INTERRUPTED, 1, N_("The fetch of source %1$s was broken off before its data had come. Fetch again when you are ready."))
ERROR_ROW(ERROR_TRANSFER_START, 0, N_("The network library could not be started, so nothing was fetched. Try again; if it happens again, ask the administrator how much memory this account may use."))
ERROR_ROW(ERROR_TRANSFER_ADDRESS, 1, N_("The address of source %1$s is not a complete address. Write it in aiplus.conf like https://host/path."))
ERROR_ROW(ERROR_TRANSFER_SCHEME, 3, N_("The address %2$s of source %1$s begins with \"%3$s:\", which aiplus does not fetch. Use https:, or http: or file: where the source allows them in aiplus.conf."))
ERROR_ROW(ERROR_TRANSFER_HTTP, 2, N_("The address %2$s of source %1$s is not encrypted. Use https:, or allow http: for this source in aiplus.conf."))
ERROR_ROW(ERROR_TRANSFER_FILE, 2, N_("The address %2$s of source %1$s is a file. Allow file: for this source in aiplus.conf if it may be read."))
ERROR_ROW(ERROR_TRANSFER_FORBIDDEN, 3, N_("The address %2$s of source %1$s leads to this machine itself or its own wire (%3$s), which the source does not allow. Correct the address, or allow it in aiplus.conf."))
ERROR_ROW(ERROR_TRANSFER_RESOLVE, 3, N_("The host name %3$s of source %1$s cannot be resolved (%2$s). Check its spelling, and the network and name servers of this machine."))
ERROR_ROW(ERROR_TRANSFER_REFUSED, 2, N_("The server of source %1$s refused the connection (%2$s). It may be down, or the port may be wrong; try again later or ask its operator."))
ERROR_ROW(ERROR_TRANSFER_UNREACHABLE, 3, N_("The server of source %1$s cannot be reached (%2$s). Check the network of this machine, then ask the operator of the source (%3$s)."))
ERROR_ROW(ERROR_TRANSFER_CONNECT_TIMEOUT, 3, N_("The server of source %1$s did not accept a connection within %3$s s (%2$s). Check the network and firewall; try again later."))
ERROR_ROW(ERROR_TRANSFER_NO_ANSWER, 3, N_("The server of source %1$s took the request but gave no answer within %3$s s (%2$s). Try again later; if it stays so, tell its operator."))
ERROR_ROW(ERROR_TRANSFER_SLOW, 3, N_("The data of source %1$s came too slowly and was given up after %3$s s (%2$s). Try again later, or allow it more time in aiplus.conf."))
ERROR_ROW(ERROR_TRANSFER_CERTIFICATE, 3, N_("The server of source %1$s could not prove who it is, so nothing was fetched (%2$s). Check the address and this machine's clock, then ask its operator for a valid certificate (%3$s)."))
ERROR_ROW(ERROR_TRANSFER_TLS_OLD, 2, N_("The server of source %1$s offers only an outdated encryption, older than TLS 1.2 (%2$s). Ask its operator to update it."))
ERROR_ROW(ERROR_TRANSFER_TLS, 3, N_("No encrypted connection could be agreed with the server of source %1$s (%2$s). Check whether the address should begin with https:, then ask its operator (%3$s)."))
ERROR_ROW(ERROR_TRANSFER_CUT, 2, N_("The connection to source %1$s broke before all data had come; nothing of it was used (%2$s). Try again; if it stays so, tell its operator."))
ERROR_ROW(ERROR_TRANSFER_NOT_HTTP, 2, N_("The server of source %1$s did not answer as a web server does (%2$s). Check the address and its port."))
ERROR_ROW(ERROR_TRANSFER_TOO_LARGE, 3, N_("The data of source %1$s is larger than its limit of %3$s bytes (%2$s). If that is right, raise the limit in aiplus.conf."))
ERROR_ROW(ERROR_TRANSFER_HEADERS, 2, N_("The server of source %1$s sent far more headers than an answer can need (%2$s). Check the address; tell its operator."))
ERROR_ROW(ERROR_TRANSFER_REDIRECTS, 3, N_("The server of source %1$s sent the request on more than %3$s times (%2$s). Ask its operator for the address that now holds."))
ERROR_ROW(ERROR_TRANSFER_REDIRECT, 3, N_("The server of source %1$s sent the request on to %3$s, which the source does not allow (%2$s). Ask its operator for the address that now holds."))
ERROR_ROW(ERROR_TRANSFER_REDIRECT_BAD, 2, N_("The server of source %1$s sent the request on to something that is not an address (%2$s). Tell its operator."))
ERROR_ROW(ERROR_TRANSFER_ENCODING, 2, N_("The compressed data of source %1$s cannot be unpacked; nothing of it was used (%2$s). Try again; if it stays so, tell its operator."))
ERROR_ROW(ERROR_TRANSFER_FILE_MISSING, 2, N_("The file of source %1$s does not exist (%2$s). Check the address in aiplus.conf."))
ERROR_ROW(ERROR_TRANSFER_FILE_READ, 3, N_("The file of source %1$s cannot be read (%2$s). Check that this account may read it (%3$s)."))
ERROR_ROW(ERROR_TRANSFER_FILE_KIND, 2, N_("The address of source %1$s is not an ordinary file (%2$s). Name a file in aiplus.conf, not a directory or a device."))
ERROR_ROW(ERROR_TRANSFER_NOT_CHANGED, 2, N_("The server of source %1$s said that nothing has changed, although it was not asked that (%2$s). Tell its operator."))
ERROR_ROW(ERROR_TRANSFER_FAILED, 3, N_("The data of source %1$s could not be fetched (%2$s). Try again later; if it stays so, tell the administrator (%3$s)."))
ERROR_ROW(ERROR_HTTP_DENIED, 3, N_("The server of source %1$s does not let this account in: it answered \"%3$s\" (%2$s). Check the credentials, or ask its operator for access."))
ERROR_ROW(ERROR_HTTP_NOT_FOUND, 3, N_("The server of source %1$s has nothing at this address: it answered \"%3$s\" (%2$s). Check the address, or ask its operator for the new one."))
ERROR_ROW(ERROR_HTTP_BUSY, 3, N_("The server of source %1$s was asked too often: it answered \"%3$s\" (%2$s). Wait, and fetch this source less often."))
ERROR_ROW(ERROR_HTTP_SERVER, 3, N_("The server of source %1$s has a fault of its own: it answered \"%3$s\" (%2$s). Try again later; if it stays so, tell its operator."))
ERROR_ROW(ERROR_HTTP_STATUS, 3, N_("The server of source %1$s sent no data: it answered \"%3$s\" (%2$s). Check the address, or ask its operator."))
/* store */
/* views */
/* tui */
/* application */
/* clang-format on */
