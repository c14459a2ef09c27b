/* core/model.h - what a text or embedding model is asked and answers, whichever it is.
 *
 * text.llama, text.openai and text.template take the same record, so a setting can swap them.
 * A grammar (GBNF) is obeyed by llama (walked by the model) and template (walked by chance); an
 * outside model gets the prompt, and the JSON schema where one is given.
 */
#pragma once
#include "core/capability.h"

struct text_message {
    struct str role;       /* "user", "assistant" */
    struct str text;
};
struct text_in {
    struct str system;     /* shared prefix; kept in the model's memory between calls */
    struct str prompt;     /* what is asked */
    struct str grammar;    /* GBNF; absent: free text */
    struct str schema;     /* JSON Schema for outside models; absent: free text */
    int64_t n;             /* candidates wanted, generated in one batch */
    int64_t max_tokens;    /* per candidate */
    double temperature;    /* 0: greedy */
    struct strs names;     /* of persons in the prompt: taken out before an outside model sees it */
    struct str model;      /* a path or a model name; absent: the default */
    LIST(struct text_message) messages; /* a conversation in place of the prompt; outside models only */
    struct raw tools;      /* what an outside model may propose to call: a JSON list as of chat completions */
};
struct candidate {
    struct str text;
    double score;          /* mean log-probability per chosen token; 0 where the backend knows none */
    int64_t tokens;
    struct str stop;       /* "end", "length", "grammar" */
    struct raw calls;      /* of tools: [{"name", "arguments"}], as proposed; nothing was done */
};
struct text_out {
    LIST(struct candidate) candidates;
    int64_t tokens_in, tokens_out;
    struct str backend;    /* "llama:SmolLM2-135M-Instruct.Q4_1", "openai:gpt-…", "template" */
    int64_t cost_micro;    /* millionths of the budget's currency */
    struct str fallback;   /* why text.template answered in another's place; absent: it did not */
};
extern const struct record text_in_record, text_out_record;

struct batch_in { LIST(struct text_in) asks; };      /* many prompts in one batch: text.batch */
struct batch_out { LIST(struct text_out) answers; }; /* one per ask, in order */
extern const struct record batch_in_record, batch_out_record;

struct embed_in { struct strs texts; struct str role; }; /* role: "query" or "passage" */
struct vector { struct reals v; };
struct embed_out { LIST(struct vector) vectors; int64_t dim; struct str backend; };
extern const struct record embed_in_record, embed_out_record;

/* A picture as bytes or by name, and what embed.image and embed.colour make of it. */
struct picture_given {
    struct str data; /* base64 of the file's bytes */
    struct str file; /* its path, where there is no data; in the daemon below the shop's folder only */
};
struct tone { /* a colour that a good part of what is shown has, without the ground behind */
    double l, a, b; /* CIE Lab */
    double share;   /* of what is shown */
    struct str name; /* of the nearest colour: "dusty pink" */
};
struct look {
    struct reals v;          /* unit length; empty: could not be read */
    LIST(struct tone) tones; /* the largest first */
    struct str fault;        /* why it could not be read; absent: it was */
};
struct look_in { LIST(struct picture_given) pictures; };
struct look_out { LIST(struct look) looks; int64_t dim; struct str backend; };
extern const struct record look_in_record, look_out_record, look_record, picture_given_record;
