/*
 * Initials: Chinese names by the first letters of their pinyin.
 *
 * Owns: how letters match a name.
 * Must never know: what is sought, and where.
 */
#ifndef CORE_INITIALS_H
#define CORE_INITIALS_H

enum initials { INITIALS_NONE, INITIALS_PART, INITIALS_WHOLE };

/* Are the letters the initials of characters of the name that follow each other, or of
 * all of them? "znsl" are some of 智能算力规模, "cq" and "zq" both all of 重庆. Latin
 * letters and digits stand for themselves, whatever their case; what is neither is
 * passed over in the name. NONE for less than two letters and for anything but letters
 * and digits. Readings: the Unihan database, all that it has in modern use. */
enum initials initials_match(const char *name, const char *letters);

#endif
