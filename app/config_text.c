/* The configuration's text: see app/config_text.h. */
#include "app/config_text.h"

struct scan {
    char *text;
    size_t size, at;
    int line;
};

/* Blanks out up to and without the newline. */
static void line_comment(struct scan *scan)
{
    while (scan->at < scan->size && scan->text[scan->at] != '\n')
        scan->text[scan->at++] = ' ';
}

static bool block_comment(struct scan *scan)
{
    for (; scan->at < scan->size; scan->at++) {
        char *c = &scan->text[scan->at];
        if (c[0] == '*' && scan->at + 1 < scan->size && c[1] == '/') {
            c[0] = c[1] = ' ';
            scan->at += 2;
            return true;
        }
        if (*c == '\n')
            scan->line++;
        else
            *c = ' ';
    }
    return false;
}

static bool quoted(struct scan *scan)
{
    char mark = scan->text[scan->at++];
    for (; scan->at < scan->size; scan->at++) {
        char c = scan->text[scan->at];
        if (c == '\n')
            scan->line++;
        if (c == '\\' && scan->at + 1 < scan->size)
            scan->at++;
        else if (c == mark) {
            scan->at++;
            return true;
        }
    }
    return false;
}

bool config_text_prepare(char *text, size_t size, int *line, char *what)
{
    struct scan scan = {.text = text, .size = size, .line = 1};
    int depth = 0, opened = 0;
    while (scan.at < size) {
        char c = text[scan.at], next = scan.at + 1 < size ? text[scan.at + 1] : '\0';
        int begins = scan.line;
        bool closed = true;
        if (c == '#' || (c == '/' && next == '/'))
            line_comment(&scan);
        else if (c == '/' && next == '*')
            closed = block_comment(&scan);
        else if (c == '"' || c == '\'')
            closed = quoted(&scan);
        else {
            scan.line += c == '\n';
            if (c == '{' && depth++ == 0)
                opened = scan.line;
            if (c == '}')
                closed = depth-- > 0;
            scan.at++;
        }
        if (!closed) {
            *line = begins;
            *what = c;
            return false;
        }
    }
    *line = opened;
    *what = '{';
    return depth == 0;
}
