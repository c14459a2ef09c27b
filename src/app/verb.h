/* app/verb.h - a word of the command line. To add one: a file in verb/ and a line in verb.def. */
#pragma once
#include "core/str.h"

struct option {
    const char *name; /* "as": given as --as=VALUE or --as VALUE */
    const char *arg;  /* "FORMAT"; NULL: a flag */
    const char *doc;
};
struct given {
    const struct option *option;
    struct str value; /* "" for a flag */
};
struct shell {
    struct strs args; /* what stands after the verb, options taken out */
    LIST(struct given) given;
    bool json;        /* --json: JSON on stdout instead of prose */
};
struct verb {
    const char *name, *usage, *doc; /* "import", "FILE…", one sentence */
    const struct option *options;   /* ends with {0}; NULL: none beyond the common ones */
    enum status (*run)(struct ctx *c, struct shell *sh);
    enum { SHOP_NONE, SHOP_THERE, SHOP_MADE } needs_shop; /* true: its database and settings are opened; MADE: and made where there are none */
};
extern const struct verb *const verbs[]; /* NULL-ended */
extern const struct option shell_common[]; /* of every verb; ends with {0} */

/* The last value given for an option of this verb; absent text when it was not given. */
struct str shell_option(const struct shell *sh, const char *name);
bool shell_flag(const struct shell *sh, const char *name);

/* An option that is a number from `least` to `most`; *out stays as it is when it was not given. Else wrong use. */
MUST enum status shell_whole(struct ctx *c, const struct shell *sh, const char *name, int64_t least, int64_t most, int64_t *out);
MUST enum status shell_number(struct ctx *c, const struct shell *sh, const char *name, double least, double most, double *out);

/* Who acts: --who NAME where the verb has it, else the user of this machine; as "person:anna". */
struct str shell_person(struct ctx *c, const struct shell *sh);

/* All of a file, or of stdin for "-". REJECT: it cannot be read, is longer than `max`, or is not UTF-8. */
MUST enum status shell_read(struct ctx *c, struct str path, size_t max, struct str *text);

/* Wrong use: exit 2 with this sentence. */
MUST enum status shell_misuse(struct ctx *c, const char *fmt, ...) FORMAT(2, 3);

/* Open the shop in c->home: the folder, the database (migrated), the settings. */
bool shop_exists(struct ctx *c); /* a database elsewhere counts as there */
MUST enum status shop_open(struct ctx *c, const char *const *may_write);
MUST enum status settings_load(struct ctx *c); /* read the setting table into c->settings */

enum exit_code {
    EXIT_DONE = 0,    /* done */
    EXIT_REFUSED = 1, /* some input was refused; stderr says which and why */
    EXIT_USAGE = 2,   /* wrong use */
    EXIT_LATER = 3,   /* the world failed; the same call may work later */
    EXIT_BUG = 70,    /* a bug of ours */
};

/* What `call NAME --help` says of NAME beyond the help of the verb: its fields and a line to try it with. */
void call_help(struct ctx *c, const struct shell *sh);

/* The whole command line; gives the exit code. */
int cli_main(int argc, char **argv);
