/* Marks a string as a msgid without translating it: for tables in every room. */
#ifndef CORE_MSGID_H
#define CORE_MSGID_H

#define N_(text) text

#endif
