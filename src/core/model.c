/* core/model.c - the records of core/model.h. */
#include "core/model.h"

static const struct record candidate_record = {"candidate", sizeof(struct candidate), (const struct field[]){
    FIELD(struct candidate, text, .doc = "what the model wrote"),
    FIELD(struct candidate, score, .unit = "nat", .doc = "mean log-probability of the tokens it chose"),
    FIELD(struct candidate, tokens, .doc = "tokens written"),
    FIELD(struct candidate, stop, .flags = OPTIONAL, .doc = "why it stopped: end, length, grammar"),
    FIELD(struct candidate, calls, .flags = OPTIONAL, .doc = "calls of tools that it proposes"),
    {0}}};

static const struct record text_message_record = {"text_message", sizeof(struct text_message), (const struct field[]){
    FIELD(struct text_message, role, .choice = "user|assistant", .doc = "who says it"),
    FIELD(struct text_message, text, .doc = "what is said"),
    {0}}};

const struct record text_in_record = {"text_in", sizeof(struct text_in), (const struct field[]){
    FIELD(struct text_in, system, .flags = OPTIONAL, .doc = "shared prefix; stays in the model's memory between calls"),
    FIELD(struct text_in, prompt, .doc = "what is asked"),
    FIELD(struct text_in, grammar, .flags = OPTIONAL, .doc = "GBNF that the answer must follow"),
    FIELD(struct text_in, schema, .flags = OPTIONAL, .doc = "JSON Schema that the answer must follow, for outside models"),
    FIELD(struct text_in, n, .min = 1, .max = 64, .init = 1, .flags = OPTIONAL, .doc = "candidates wanted"),
    FIELD(struct text_in, max_tokens, .min = 1, .max = 8192, .init = 256, .flags = OPTIONAL, .doc = "longest answer"),
    FIELD(struct text_in, temperature, .min = 0, .max = 5, .init = 0.8, .flags = OPTIONAL, .doc = "0: the likeliest always"),
    FIELD(struct text_in, names, .flags = OPTIONAL | PERSONAL, .doc = "persons named in the prompt; an outside model sees marks instead"),
    FIELD(struct text_in, model, .flags = OPTIONAL, .doc = "a path to a GGUF file, or an outside model's name"),
    FIELD_LIST(struct text_in, messages, &text_message_record, .flags = OPTIONAL | PERSONAL, .doc = "a conversation in the prompt's place, for outside models"),
    FIELD(struct text_in, tools, .flags = OPTIONAL, .doc = "tools that an outside model may propose to call, as chat completions have them"),
    {0}}};

const struct record text_out_record = {"text_out", sizeof(struct text_out), (const struct field[]){
    FIELD_LIST(struct text_out, candidates, &candidate_record, .doc = "best first where the backend can tell"),
    FIELD(struct text_out, tokens_in, .doc = "tokens read"),
    FIELD(struct text_out, tokens_out, .doc = "tokens written"),
    FIELD(struct text_out, backend, .doc = "who answered: llama:FILE, openai:MODEL, template"),
    FIELD(struct text_out, cost_micro, .unit = "1e-6 of the budget's currency", .doc = "what it cost"),
    FIELD(struct text_out, fallback, .flags = OPTIONAL, .doc = "why text.template answered in another's place"),
    {0}}};

const struct record batch_in_record = {"batch_in", sizeof(struct batch_in), (const struct field[]){
    FIELD_LIST(struct batch_in, asks, &text_in_record, .min = 1, .max = 1000, .doc = "what is asked, as of text.llama"),
    {0}}};

const struct record batch_out_record = {"batch_out", sizeof(struct batch_out), (const struct field[]){
    FIELD_LIST(struct batch_out, answers, &text_out_record, .doc = "one per question, in order"),
    {0}}};

static const struct record vector_record = {"vector", sizeof(struct vector), (const struct field[]){
    FIELD(struct vector, v, .doc = "unit length"), {0}}};

const struct record embed_in_record = {"embed_in", sizeof(struct embed_in), (const struct field[]){
    FIELD(struct embed_in, texts, .min = 1, .max = 100000, .doc = "texts to embed"),
    FIELD(struct embed_in, role, .choice = "query|passage", .init_str = "passage", .flags = OPTIONAL, .doc = "what they are"),
    {0}}};

const struct record embed_out_record = {"embed_out", sizeof(struct embed_out), (const struct field[]){
    FIELD_LIST(struct embed_out, vectors, &vector_record, .doc = "one per text, in order"),
    FIELD(struct embed_out, dim, .doc = "numbers per vector"),
    FIELD(struct embed_out, backend, .doc = "who embedded"),
    {0}}};

const struct record picture_given_record = {"picture", sizeof(struct picture_given), (const struct field[]){
    FIELD(struct picture_given, data, .max = 90e6, .flags = OPTIONAL, .doc = "base64 of a JPEG, PNG, WebP or AVIF file's bytes"),
    FIELD(struct picture_given, file, .max = 4096, .flags = OPTIONAL, .doc = "its path, where there is no data; in the daemon below the shop's folder only"),
    {0}}};

static const struct record tone_record = {"tone", sizeof(struct tone), (const struct field[]){
    FIELD(struct tone, l, .min = 0, .max = 100, .doc = "lightness, CIE Lab"),
    FIELD(struct tone, a, .min = -200, .max = 200, .doc = "green to red"),
    FIELD(struct tone, b, .min = -200, .max = 200, .doc = "blue to yellow"),
    FIELD(struct tone, share, .min = 0, .max = 1, .doc = "of what is shown, without a plain ground behind it"),
    FIELD(struct tone, name, .doc = "of the nearest colour that has one"),
    {0}}};

const struct record look_record = {"look", sizeof(struct look), (const struct field[]){
    FIELD(struct look, v, .flags = OPTIONAL, .doc = "unit length; empty: the picture could not be read"),
    FIELD_LIST(struct look, tones, &tone_record, .flags = OPTIONAL, .doc = "its colours, the largest first"),
    FIELD(struct look, fault, .flags = OPTIONAL, .doc = "why it could not be read"),
    {0}}};

const struct record look_in_record = {"look_in", sizeof(struct look_in), (const struct field[]){
    FIELD_LIST(struct look_in, pictures, &picture_given_record, .min = 1, .max = 1000, .doc = "to be looked at"),
    {0}}};

const struct record look_out_record = {"look_out", sizeof(struct look_out), (const struct field[]){
    FIELD_LIST(struct look_out, looks, &look_record, .doc = "one per picture, in order"),
    FIELD(struct look_out, dim, .doc = "numbers per vector"),
    FIELD(struct look_out, backend, .doc = "who looked"),
    {0}}};
