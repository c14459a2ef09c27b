/* app/cli.c - the command line: one table of verbs; help, options and completion come from it. */
#include "app/verb.h"
#include "core/log.h"
#include "core/sql.h"
#include <stdarg.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define VERB(id) extern const struct verb verb_##id;
#include "app/verb.def"
#undef VERB
const struct verb *const verbs[] = {
#define VERB(id) &verb_##id,
#include "app/verb.def"
#undef VERB
    NULL};

static const struct option common[] = {
    {"home", "DIR", "the shop's folder (default $PURVEY_HOME, else ./shop)"},
    {"json", NULL, "JSON on stdout instead of prose"},
    {"verbose", NULL, "log more on stderr"},
    {"seed", "N", "seed of chance (default 1)"},
    {"now", "MS", "the time to work at, ms UTC (default: the clock)"},
    {"help", NULL, "this text"},
    {0}};

static const char misuse[] = "\x01"; /* marks c->why of a wrong use */

enum status shell_misuse(struct ctx *c, const char *fmt, ...)
{
    char text[400];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    return fail(c, REJECT, "%s%s", misuse, text);
}

struct str shell_option(const struct shell *sh, const char *name)
{
    for (size_t i = sh->given.n; i-- > 0;)
        if (strcmp(sh->given.at[i].option->name, name) == 0)
            return sh->given.at[i].value;
    return (struct str){0};
}

struct str shell_person(struct ctx *c, const struct shell *sh)
{
    struct str who = shell_option(sh, "who");
    const char *user = getenv("USER");
    return str_fmt(c, "person:%s", who.n ? who.p : user && *user ? user : "owner");
}

bool shell_flag(const struct shell *sh, const char *name) { return shell_option(sh, name).p != NULL; }

static const struct option *option_find(const struct option *o, struct str name)
{
    for (; o && o->name; o++)
        if (str_eq(str_z(o->name), name))
            return o;
    return NULL;
}

static enum status parse(struct ctx *c, const struct verb *v, int argc, char **argv, struct shell *sh)
{
    bool options_end = false;
    for (int i = 0; i < argc; i++) {
        struct str word = str_z(argv[i]);
        if (options_end || word.n < 2 || word.p[0] != '-') {
            strs_add(c, &sh->args, word);
            continue;
        }
        if (str_eq(word, STR("--"))) {
            options_end = true;
            continue;
        }
        struct str name = str_part(word, word.p[1] == '-' ? 2 : 1, word.n), value = {0};
        size_t eq = str_find(name, STR("="), 0);
        if (eq != SIZE_MAX)
            value = str_part(name, eq + 1, name.n), name = str_part(name, 0, eq);
        const struct option *o = option_find(v->options, name);
        o = o ? o : option_find(common, name);
        if (!o)
            return shell_misuse(c, "%s: there is no option --%.*s", v->name, FMT(name));
        if (o->arg && !value.p) {
            if (i + 1 == argc)
                return shell_misuse(c, "%s: --%s needs %s", v->name, o->name, o->arg);
            value = str_z(argv[++i]);
        }
        if (!o->arg && value.p)
            return shell_misuse(c, "%s: --%s takes no value", v->name, o->name);
        *LIST_ADD(c, &sh->given) = (struct given){o, value.p ? value : STR("")};
    }
    sh->json = shell_flag(sh, "json");
    return OK;
}

static void options_print(const struct option *o)
{
    for (; o && o->name; o++) {
        int n = printf("  --%s%s%s", o->name, o->arg ? " " : "", o->arg ? o->arg : "");
        printf("%*s%s\n", n < 26 ? 26 - n : 1, "", o->doc);
    }
}

static void verb_help(const struct verb *v)
{
    printf("purvey %s %s\n\n%s\n\n", v->name, v->usage, v->doc);
    options_print(v->options);
    options_print(common);
}

static void help(void)
{
    puts("purvey runs the operations of an online shop: it decides, generates, verifies, asks, publishes,\n"
         "measures and can undo, on the shop's own machine.\n\nusage: purvey VERB [OPTIONS] …\n");
    for (const struct verb *const *v = verbs; *v; v++)
        printf("  %-12s %s\n", (*v)->name, (*v)->doc);
    puts("\ncommon options:");
    options_print(common);
    puts("\nexit: 0 done, 1 some input was refused, 2 wrong use, 3 try again later, 70 a bug\n"
         "`purvey VERB --help` says more; `purvey completion bash` prints a completion script");
}

/* Bash asks bash-completion style; the words come from the tables above. */
static void completion(void)
{
    puts("_purvey() {\n  local cur=${COMP_WORDS[COMP_CWORD]} words");
    printf("  if [ \"$COMP_CWORD\" = 1 ]; then words=\"");
    for (const struct verb *const *v = verbs; *v; v++)
        printf("%s ", (*v)->name);
    puts("\"; else case ${COMP_WORDS[1]} in");
    for (const struct verb *const *v = verbs; *v; v++) {
        printf("    %s) words=\"", (*v)->name);
        for (const struct option *o = (*v)->options; o && o->name; o++)
            printf("--%s ", o->name);
        puts("--home --json --help\";;");
    }
    puts("  esac; fi\n  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\") $(compgen -f -- \"$cur\"))\n}\n"
         "complete -F _purvey purvey");
}

int64_t clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static enum status prepare(struct ctx *c, const struct verb *v, const struct shell *sh)
{
    struct str home = shell_option(sh, "home"), seed = shell_option(sh, "seed"), now = shell_option(sh, "now");
    const char *set = getenv("PURVEY_HOME");
    int64_t n = 1;
    c->home = home.p ? home.p : set && *set ? set : "shop";
    if (seed.p && !str_int(seed, &n))
        return shell_misuse(c, "--seed: \"%s\" is not a whole number", seed.p);
    c->seed = (uint64_t)n;
    c->now_ms = clock_ms();
    if (now.p && !str_int(now, &c->now_ms))
        return shell_misuse(c, "--now: \"%s\" is not a time in ms", now.p);
    if (shell_flag(sh, "verbose"))
        log_level(LOG_DEBUG);
    return v->needs_shop ? shop_open(c, NULL) : OK;
}

static int finish(struct ctx *c, enum status s, const struct verb *v)
{
    if (s == OK)
        return EXIT_DONE;
    if (c->why[0] == misuse[0]) {
        fprintf(stderr, "purvey: %s\nusage: purvey %s %s\n", c->why + 1, v->name, v->usage);
        return EXIT_USAGE;
    }
    if (c->why[0]) /* empty: the verb has told already */
        fprintf(stderr, "purvey %s: %s\n", v->name, c->why);
    return s == RETRY ? EXIT_LATER : EXIT_REFUSED;
}

static int verb_main(const struct verb *v, int argc, char **argv)
{
    struct ctx c = {.mem = arena_open()};
    struct shell sh = {0};
    enum status s = parse(&c, v, argc, argv, &sh);
    int code = EXIT_DONE;
    if (s == OK && shell_flag(&sh, "help"))
        verb_help(v);
    else {
        s = s == OK ? prepare(&c, v, &sh) : s;
        s = s == OK ? v->run(&c, &sh) : s;
        if (fflush(stdout) != 0 && s == OK)
            s = fail(&c, RETRY, "cannot write the output");
        code = finish(&c, s, v);
    }
    db_close(c.db);
    arena_close(c.mem);
    return code;
}

int cli_main(int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : "help";
    if (strcmp(word, "help") == 0 || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        return help(), EXIT_DONE;
    if (strcmp(word, "--version") == 0 || strcmp(word, "version") == 0)
        return puts("purvey " PURVEY_VERSION), EXIT_DONE;
    if (strcmp(word, "completion") == 0)
        return completion(), EXIT_DONE;
    for (const struct verb *const *v = verbs; *v; v++)
        if (strcmp((*v)->name, word) == 0)
            return verb_main(*v, argc - 2, argv + 2);
    fprintf(stderr, "purvey: there is no verb \"%s\"; `purvey help` lists them\n", word);
    return EXIT_USAGE;
}
