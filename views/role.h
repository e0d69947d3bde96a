/* Roles of drawn text: names in code are roles, themes give them colours. */
#ifndef VIEWS_ROLE_H
#define VIEWS_ROLE_H

#define ROLE_LIST(ROW)                                                                 \
    ROW(TEXT, "text")                                                                  \
    ROW(DIM, "dim")                                                                    \
    ROW(HEAD, "head")                                                                  \
    ROW(TITLE, "title")                                                                \
    ROW(SELECT, "select")                                                              \
    ROW(MARK, "mark")                                                                  \
    ROW(KEY, "key")                                                                    \
    ROW(LINK, "link")                                                                  \
    ROW(GOOD, "good")                                                                  \
    ROW(WARN, "warn")                                                                  \
    ROW(BAD, "bad")                                                                    \
    ROW(DONE, "done")                                                                  \
    ROW(TARGET, "target")                                                              \
    ROW(PROJECTION, "projection")                                                      \
    ROW(PROVISIONAL, "provisional")                                                    \
    ROW(ALERT, "alert")

enum role {
#define ROLE_ENUM(name, word) ROLE_##name,
    ROLE_LIST(ROLE_ENUM)
#undef ROLE_ENUM
        ROLE_COUNT
};

#endif
