/* app/verb/completion.c - completion of the command line for bash and zsh, from the tables the program runs by. */
#include "app/verb.h"
#include "core/capability.h"

static bool takes_capability(const struct verb *v)
{
    return strcmp(v->name, "run") == 0 || strcmp(v->name, "call") == 0 || strcmp(v->name, "capability") == 0 || strcmp(v->name, "settings") == 0;
}

static void print_options(const struct option *o)
{
    for (; o && o->name; o++)
        printf("--%s ", o->name);
}

static void print_capabilities(void)
{
    for (const struct capability *const *k = capabilities; *k; k++)
        printf("%s ", (*k)->name);
}

static void bash(void)
{
    puts("# purvey completion bash >~/.local/share/bash-completion/completions/purvey\n"
         "_purvey() {\n  local cur=${COMP_WORDS[COMP_CWORD]} words");
    printf("  if [ \"$COMP_CWORD\" = 1 ]; then words=\"");
    for (const struct verb *const *v = verbs; *v; v++)
        printf("%s ", (*v)->name);
    puts("help\"; else case ${COMP_WORDS[1]} in");
    for (const struct verb *const *v = verbs; *v; v++) {
        printf("    %s) words=\"", (*v)->name);
        print_options((*v)->options);
        print_options(shell_common);
        if (takes_capability(*v))
            print_capabilities();
        puts("\";;");
    }
    puts("  esac; fi\n  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\") $(compgen -f -- \"$cur\"))\n}\n"
         "complete -o filenames -F _purvey purvey");
}

/* Inside single quotes, where zsh reads [ ] and : itself. */
static void print_quoted(const char *doc)
{
    for (; *doc; doc++)
        if (*doc == '\'')
            fputs("'\\''", stdout);
        else if (strchr("[]:\\", *doc))
            printf("\\%c", *doc);
        else
            putchar(*doc);
}

static void print_arguments(const struct option *o)
{
    for (; o && o->name; o++) {
        printf(" \\\n        '--%s%s[", o->name, o->arg ? "=" : "");
        print_quoted(o->doc);
        printf("]%s%s%s'", o->arg ? ":" : "", o->arg ? o->arg : "", o->arg ? ":_files" : "");
    }
}

static void zsh(void)
{
    puts("#compdef purvey\n# purvey completion zsh >\"${fpath[1]}/_purvey\"\n_purvey() {\n  local -a verbs\n  verbs=(");
    for (const struct verb *const *v = verbs; *v; v++) {
        printf("    '%s:", (*v)->name);
        print_quoted((*v)->doc);
        puts("'");
    }
    puts("  )\n  if (( CURRENT == 2 )); then _describe verb verbs; return; fi\n  case $words[2] in");
    for (const struct verb *const *v = verbs; *v; v++) {
        printf("    %s) _arguments", (*v)->name);
        print_arguments((*v)->options);
        print_arguments(shell_common);
        if (takes_capability(*v)) {
            printf(" \\\n        '*:name:(");
            print_capabilities();
            printf(")'");
        } else
            printf(" \\\n        '*:file:_files'");
        puts(";;");
    }
    puts("  esac\n}\n_purvey \"$@\"");
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct str which = sh->args.n == 1 ? sh->args.at[0] : STR("");
    if (str_eq(which, STR("bash")))
        bash();
    else if (str_eq(which, STR("zsh")))
        zsh();
    else
        return shell_misuse(c, "want bash or zsh");
    return OK;
}

const struct verb verb_completion = {"completion", "bash|zsh", "print a script that completes this command line in your shell", NULL, run, false};
