/* Completion: see app/completion.h. */
#include "app/completion.h"

#include "app/options.h"
#include "core/arena.h"
#include "report/report.h"
#include "views/page.h"
#include "views/words.h"

#include <string.h>

/* Values of options that take one of a few. */
static const char *values_of(const struct option_row *row, struct arena *arena)
{
    static const struct {
        const char *name, *values;
    } known[] = {
        {"lang", "zh en"},
        {"color", "always never"},
        {"ambiguous-width", "1 2"},
        {"glyphs", "auto ascii block braille"},
        {"assess", "schedule growth trend"},
        {"completion", "bash zsh"},
        {"charset", "UTF-8 GB18030"},
        {"frequency", "D W M Q S A Y I"},
        {"csv", "ledger cases publicity"},
    };
    const char *text = "";
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, row->name) == 0)
            return known[i].values;
    if (strcmp(row->name, "format") == 0 || strcmp(row->name, "attach") == 0)
        for (size_t i = 0; report_formats[i]; i++)
            text = arena_printf(arena, "%s%s%s", text, i > 0 ? " " : "",
                                report_formats[i]->name);
    if (strcmp(row->name, "print") == 0)
        for (size_t i = 0; pages[i]; i++)
            text =
                arena_printf(arena, "%s%s%s", text, i > 0 ? " " : "", pages[i]->name);
    return text;
}

static bool takes_file(const struct option_row *row)
{
    return strstr(row->argument, "FILE") || strcmp(row->argument, "DIR") == 0;
}

static void write_bash(FILE *out, struct arena *arena)
{
    struct option_row row;
    fputs(
        "# bash completion of aiplus; made by aiplus --completion=bash\n"
        "_aiplus()\n{\n"
        "    local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD-1]}\n"
        "    if [[ $word == = ]]; then\n"
        "        word=\n"
        "    elif [[ $option == = ]]; then\n"
        "        option=${COMP_WORDS[COMP_CWORD-2]}\n"
        "    fi\n"
        "    case $option in\n",
        out);
    for (size_t i = 0; options_row(i, &row); i++) {
        const char *values = values_of(&row, arena);
        if (*values)
            fprintf(out,
                    "    --%s) COMPREPLY=($(compgen -W \"%s\" -- \"$word\"))\n"
                    "        return ;;\n",
                    row.name, values);
        else if (takes_file(&row))
            fprintf(out,
                    "    --%s) COMPREPLY=($(compgen -f -- \"$word\"))\n"
                    "        return ;;\n",
                    row.name);
    }
    fputs("    esac\n    COMPREPLY=($(compgen -W \"", out);
    for (size_t i = 0, n = 0; options_row(i, &row); i++)
        if (row.help)
            fprintf(out, "%s--%s", n++ > 0 ? " " : "", row.name);
    for (size_t i = 0; pages[i]; i++)
        fprintf(out, " %s", pages[i]->name);
    fputs("\" -- \"$word\"))\n}\ncomplete -F _aiplus aiplus\n", out);
}

/* A text in single quotes, without what zsh's _arguments takes for its own. */
static void put_zsh(FILE *out, const char *text)
{
    for (; *text; text++)
        if (*text == '\'')
            fputs("'\\''", out);
        else if (strchr(":[]\\", *text))
            fprintf(out, "\\%c", *text);
        else
            fputc(*text, out);
}

static void write_zsh(FILE *out, struct arena *arena)
{
    struct option_row row;
    fputs("#compdef aiplus\n# made by aiplus --completion=zsh\n_arguments -s \\\n",
          out);
    for (size_t i = 0; options_row(i, &row); i++) {
        if (!row.help)
            continue;
        const char *values = values_of(&row, arena);
        bool optional = row.argument[0] == '[', none = !row.argument[0];
        fprintf(out, "    '%s--%s%s[", strcmp(row.name, "print") == 0 ? "*" : "",
                row.name,
                none       ? ""
                : optional ? "=-"
                           : "=");
        put_zsh(out, _(row.help));
        fputs("]", out);
        if (!none)
            fprintf(out, "%s%s:%s", optional ? "::" : ":", row.name,
                    *values            ? "("
                    : takes_file(&row) ? "_files"
                                       : "");
        fprintf(out, "%s%s' \\\n", *values && !none ? values : "",
                *values && !none ? ")" : "");
    }
    fputs("    '*:page:(", out);
    for (size_t i = 0; pages[i]; i++)
        fprintf(out, "%s%s", i > 0 ? " " : "", pages[i]->name);
    fputs(")'\n", out);
}

void completion_write(const char *shell, FILE *out)
{
    struct arena arena = {0};
    if (strcmp(shell, "bash") == 0)
        write_bash(out, &arena);
    else
        write_zsh(out, &arena);
    arena_release(&arena);
}
