/* core/clip.c - what a shop may choose of an image-text model. */
#include "core/clip.h"
#include "core/settings.h"

const struct record clip_rules_record = {"embed.clip", sizeof(struct clip_rules), (const struct field[]){
    FIELD(struct clip_rules, folder, .max = 4000, .flags = OPTIONAL,
          .doc = "where the model's ONNX export lies: vision_model.onnx, text_model.onnx, preprocessor_config.json, tokenizer.json; absent: none is used"),
    FIELD(struct clip_rules, threads, .min = 0, .max = 256, .flags = OPTIONAL, .doc = "0: as many as there are cores"),
    {0}}};

enum status clip_rules_read(struct ctx *c, struct clip_rules *out) { return settings_read(c, &clip_rules_record, STR("embed.clip"), out); }
