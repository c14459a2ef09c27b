/* app/cli.c - the command line: one table of verbs; help, options and completion come from it. */
#include "app/verb.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/log.h"
#include "core/sql.h"
#include "data/rehearsal.h"
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#define VERB(id) extern const struct verb verb_##id;
#include "app/verb.def"
#undef VERB
const struct verb *const verbs[] = {
#define VERB(id) &verb_##id,
#include "app/verb.def"
#undef VERB
    NULL};

const struct option shell_common[] = {
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

enum status shell_read(struct ctx *c, struct str path, size_t max, struct str *text)
{
    TRY(file_read(c, path, max, text));
    return str_is_utf8(*text) ? OK : fail(c, REJECT, "%s is not UTF-8: save it as UTF-8", path.p);
}

enum status shell_whole(struct ctx *c, const struct shell *sh, const char *name, int64_t least, int64_t most, int64_t *out)
{
    struct str given = shell_option(sh, name);
    int64_t n;
    if (!given.p)
        return OK;
    if (!str_int(given, &n) || n < least || n > most)
        return shell_misuse(c, "--%s wants a whole number from %lld to %lld, not \"%s\"", name, (long long)least, (long long)most, given.p);
    *out = n;
    return OK;
}

enum status shell_number(struct ctx *c, const struct shell *sh, const char *name, double least, double most, double *out)
{
    struct str given = shell_option(sh, name);
    double n;
    if (!given.p)
        return OK;
    if (!str_real(given, &n) || n < least || n > most)
        return shell_misuse(c, "--%s wants a number from %g to %g, not \"%s\"", name, least, most, given.p);
    *out = n;
    return OK;
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
        o = o ? o : option_find(shell_common, name);
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
    printf("purvey %s%s%s\n\n%s\n\n", v->name, *v->usage ? " " : "", v->usage, v->doc);
    options_print(v->options);
    options_print(shell_common);
}

static void help(void)
{
    puts("purvey runs the operations of an online shop: it decides, generates, verifies, asks, publishes,\n"
         "measures and can undo, on the shop's own machine.\n\nusage: purvey VERB [OPTIONS] …\n");
    for (const struct verb *const *v = verbs; *v; v++)
        printf("  %-12s %s\n", (*v)->name, (*v)->doc);
    puts("\ncommon options:");
    options_print(shell_common);
    puts("\nexit: 0 done, 1 some input was refused, 2 wrong use, 3 try again later, 70 a bug\n"
         "`purvey VERB --help` says more; `purvey completion bash` prints a completion script");
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
    if (v->needs_shop == SHOP_THERE && !shop_exists(c))
        return fail(c, REJECT, "there is no shop in %s; `purvey init` makes one, --home names another folder", c->home);
    return v->needs_shop ? shop_open(c, NULL) : OK;
}

/* On stderr, so that what is piped on stays as it is. */
static enum status tell_rehearsal(struct ctx *c)
{
    struct rehearsal r;
    bool on = false;
    TRY(c->db ? rehearsal_find(c, &r, &on) : OK);
    if (on)
        fprintf(stderr, "%s\n", REHEARSAL_NOTICE);
    return OK;
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
    if (s == OK && shell_flag(&sh, "help")) {
        verb_help(v);
        if (v == &verb_call)
            call_help(&c, &sh);
    } else {
        s = s == OK ? prepare(&c, v, &sh) : s;
        s = s == OK ? tell_rehearsal(&c) : s;
        s = s == OK ? v->run(&c, &sh) : s;
        if (fflush(stdout) != 0 && s == OK)
            s = fail(&c, RETRY, "cannot write the output");
        code = finish(&c, s, v);
    }
    db_close(c.db);
    arena_close(c.mem);
    return code;
}

/* An invariant does not hold: the one exit that is our fault. What was begun is undone by the database. */
static void bug(int signal)
{
    (void)signal;
    static const char said[] = "purvey: a bug: the line above says where; please report it\n";
    ssize_t unimportant = write(2, said, sizeof said - 1);
    (void)unimportant;
    _exit(EXIT_BUG);
}

int cli_main(int argc, char **argv)
{
    signal(SIGABRT, bug);
    const char *word = argc > 1 ? argv[1] : "help";
    if (strcmp(word, "help") == 0 || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        return help(), EXIT_DONE;
    if (strcmp(word, "--version") == 0 || strcmp(word, "version") == 0)
        return puts("purvey " PURVEY_VERSION), EXIT_DONE;
    for (const struct verb *const *v = verbs; *v; v++)
        if (strcmp((*v)->name, word) == 0)
            return verb_main(*v, argc - 2, argv + 2);
    if (word[0] == '-')
        fprintf(stderr, "purvey: options follow the verb: purvey VERB %s …; `purvey help` lists the verbs\n", word);
    else
        fprintf(stderr, "purvey: there is no verb \"%s\"; `purvey help` lists them\n", word);
    return EXIT_USAGE;
}
