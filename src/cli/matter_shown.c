#include "cli/matter_shown.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/day.h"
#include "cli/lang.h"
#include "cli/words.h"
#include "domain/item.h"
#include "domain/money.h"
#include "office/papers.h"
#include "report/table.h"

struct showing {
    const Yc__Matter *m;
    const struct catalog *names;
    const struct item *item; /* NULL: no longer in the catalogue */
    struct buf *out;
    struct table t; /* being filled */
    struct arena arena;
};

/* --- Small texts --- */

static const char *when(struct showing *s, bool has, int64_t at)
{
    char text[INSTANT_TEXT];

    return has && at && at != INSTANT_NONE ? arena_strdup(&s->arena, instant_text(at, text)) : "";
}

static const char *day(struct showing *s, bool has, int32_t d)
{
    char text[DAY_TEXT];

    return has ? arena_strdup(&s->arena, day_text(d, text)) : "";
}

static const char *yuan(struct showing *s, int64_t fen)
{
    char text[MONEY_TEXT];

    return arena_strdup(&s->arena, money_text(fen, text));
}

static const char *person(const struct showing *s, const char *key)
{
    const struct person *p = key && *key ? catalog_person(s->names, key) : NULL;

    return p ? p->name : TEXT(key);
}

static const char *post(struct showing *s, const char *key)
{
    char text[96];

    return key && *key
               ? arena_strdup(&s->arena, catalog_post_title(s->names, key, text, sizeof text))
               : "";
}

static const char *enum_word(const ProtobufCEnumDescriptor *e, int value)
{
    const ProtobufCEnumValue *v = protobuf_c_enum_descriptor_get_value(e, value);

    return v ? v->name + strlen(e->short_name) + 1 : "";
}

/* --- Sections --- */

#define BEGIN(s, title, ...)                                                                       \
    do {                                                                                           \
        const struct table_column columns_[] = {__VA_ARGS__};                                      \
        table_begin(&(s)->t, "", title, columns_, sizeof columns_ / sizeof *columns_);             \
    } while (0)
#define ROW(s, ...)                                                                                \
    do {                                                                                           \
        const char *cells_[] = {__VA_ARGS__};                                                      \
        table_row(&(s)->t, cells_);                                                                \
    } while (0)

static void end(struct showing *s)
{
    if (s->t.nrows) {
        buf_addc(s->out, '\n');
        table_text(&s->t, s->out);
    }
    table_free(&s->t);
}

static void line(struct showing *s, const char *label, const char *value)
{
    if (value && *value) buf_printf(s->out, "%s  %s\n", label, value);
}

static void show_head(struct showing *s)
{
    const Yc__Matter *m = s->m;
    const struct department *dept = catalog_department(s->names, TEXT(m->dept));

    buf_printf(s->out, "%s  %s\n", m->number, s->item ? s->item->name : TEXT(m->item));
    line(s, _("Department"), dept ? dept->name : TEXT(m->dept));
    line(s, _("State"), word(WORD_PHASE, enum_word(&yc__phase__descriptor, m->phase)));
    if (m->outcome != YC__OUTCOME__OUTCOME_OPEN)
        line(s, _("Outcome"), word(WORD_OUTCOME, enum_word(&yc__outcome__descriptor, m->outcome)));
    if (m->suspended) line(s, _("Suspended"), _("yes"));
    line(s, _("Registered"), when(s, m->has_registered_at, m->registered_at));
    line(s, _("Accepted"), when(s, m->has_accepted_at, m->accepted_at));
    line(s, _("Decided"), when(s, m->has_decided_at, m->decided_at));
    line(s, _("Reason"), m->reason);
    line(s, _("Delivered"), when(s, m->has_delivered_at, m->delivered_at));
    line(s, _("Verified"), when(s, m->has_verified_at, m->verified_at));
    line(s, _("Certificate"), m->cert_no);
}

static void show_parties(struct showing *s)
{
    BEGIN(s, _("Parties"), {"key", "", false}, {"name", _("Name"), false},
          {"id", _("ID or credit code"), false}, {"phone", _("Phone"), false});
    for (size_t i = 0; i < s->m->n_parties; i++) {
        const Yc__Party *p = s->m->parties[i];
        ROW(s,
            strcmp(p->key, "agent") == 0       ? _("Agent")
            : strcmp(p->key, "legal_rep") == 0 ? _("Legal representative")
                                               : _("Applicant"),
            TEXT(p->name), TEXT(p->id_no), TEXT(p->phone));
    }
    end(s);
}

static void show_form(struct showing *s)
{
    BEGIN(s, _("Form"), {"field", _("Field"), false}, {"value", _("Value"), false});
    for (size_t i = 0; i < s->m->n_values; i++) {
        const struct field *fd = s->item ? item_field(s->item, s->m->values[i]->key) : NULL;
        ROW(s, fd ? fd->label : s->m->values[i]->key, TEXT(s->m->values[i]->value));
    }
    end(s);
}

static void show_materials(struct showing *s)
{
    BEGIN(s, _("Papers in"), {"key", "", false}, {"name", _("Material"), false},
          {"state", _("State"), false}, {"note", "", false});
    for (size_t i = 0; i < s->m->n_materials; i++) {
        const Yc__Material *mt = s->m->materials[i];
        const struct material *def = s->item ? item_material(s->item, mt->key) : NULL;
        ROW(s, mt->key, def ? def->name : mt->key, word(WORD_MATERIAL, TEXT(mt->state)),
            TEXT(mt->note));
    }
    end(s);
}

static void show_steps(struct showing *s)
{
    BEGIN(s, _("Steps"), {"step", _("Step"), false}, {"state", _("State"), false},
          {"post", _("Post"), false}, {"by", _("Person"), false}, {"opened", _("From"), false},
          {"closed", _("To"), false}, {"opinion", _("Opinion"), false});
    for (size_t i = 0; i < s->m->n_steps; i++) {
        const Yc__StepRun *r = s->m->steps[i];
        const struct step *st = s->item ? item_step(s->item, TEXT(r->step)) : NULL;
        ROW(s, st ? st->name : r->key, word(WORD_STEP, TEXT(r->state)), post(s, r->post),
            person(s, *TEXT(r->by) ? r->by : r->holder), when(s, r->has_opened_at, r->opened_at),
            when(s, r->has_closed_at, r->closed_at), TEXT(r->opinion));
    }
    end(s);
}

static void show_clocks(struct showing *s)
{
    BEGIN(s, _("Clocks"), {"key", _("Clock"), false}, {"state", _("State"), false},
          {"length", _("Length"), false}, {"start", _("From"), false}, {"due", _("Due"), false},
          {"result", _("Result"), false});
    for (size_t i = 0; i < s->m->n_clocks; i++) {
        const Yc__Clock *c = s->m->clocks[i];
        const char *due = day(s, c->has_due_day && c->due_day != DAY_NONE, c->due_day);
        ROW(s, c->key, word(WORD_CLOCK, TEXT(c->state)), TEXT(c->length),
            day(s, c->has_start_day, c->start_day),
            c->provisional ? arena_printf(&s->arena, "%s%s", due, _("*provisional")) : due,
            word(WORD_CLOCK, TEXT(c->result)));
    }
    end(s);
    BEGIN(s, _("Suspensions"), {"kind", _("Kind"), false}, {"from", _("From"), false},
          {"to", _("To"), false}, {"by", _("Person"), false});
    for (size_t i = 0; i < s->m->n_suspensions; i++) {
        const Yc__Suspension *p = s->m->suspensions[i];
        ROW(s, TEXT(p->kind), day(s, p->has_from_day, p->from_day),
            day(s, p->has_to_day, p->to_day), person(s, p->by));
    }
    end(s);
    BEGIN(s, _("Extensions"), {"length", _("Length"), false}, {"reason", _("Reason"), false},
          {"by", _("Person"), false});
    for (size_t i = 0; i < s->m->n_extensions; i++) {
        const Yc__Extension *e = s->m->extensions[i];
        ROW(s, TEXT(e->length), TEXT(e->reason), person(s, e->by));
    }
    end(s);
    BEGIN(s, _("Defaults"), {"key", _("Default"), false}, {"state", _("State"), false},
          {"day", _("From"), false}, {"person", _("Liable"), false},
          {"first", _("Confirmed by"), false}, {"second", _("Confirmed by"), false},
          {"opinion", _("Opinion"), false}, {"reason", _("Reason"), false});
    for (size_t i = 0; i < s->m->n_defaults; i++) {
        const Yc__Default *k = s->m->defaults[i];
        ROW(s, k->key, word(WORD_CLOCK, TEXT(k->state)), day(s, k->has_day, k->day),
            person(s, k->person), person(s, k->first), person(s, k->second), TEXT(k->opinion),
            TEXT(k->reason));
    }
    end(s);
}

static void show_money(struct showing *s)
{
    BEGIN(s, _("Charges"), {"code", _("Code"), false}, {"name", _("Name"), false},
          {"fen", _("Yuan"), true});
    for (size_t i = 0; i < s->m->n_charges; i++) {
        const Yc__Charge *c = s->m->charges[i];
        ROW(s, TEXT(c->code), TEXT(c->name), yuan(s, c->fen));
    }
    end(s);
    BEGIN(s, _("Receipts"), {"number", _("Document no."), false}, {"fen", _("Yuan"), true},
          {"channel", "", false}, {"at", _("When"), false}, {"by", _("Person"), false},
          {"state", "", false});
    for (size_t i = 0; i < s->m->n_receipts; i++) {
        const Yc__Receipt *r = s->m->receipts[i];
        ROW(s, TEXT(r->number), yuan(s, r->fen), TEXT(r->channel), when(s, r->has_at, r->at),
            person(s, r->by), strcmp(TEXT(r->state), "void") == 0 ? _("void") : "");
    }
    end(s);
}

static const char *paper_name(const char *kind)
{
    for (int k = 0; k < PAPER_KINDS; k++)
        if (strcmp(paper_kind_name((enum paper_kind)k), kind) == 0)
            return paper_title((enum paper_kind)k);
    return kind;
}

static void show_papers(struct showing *s)
{
    BEGIN(s, _("Papers out"), {"number", _("Document no."), false}, {"title", _("Title"), false},
          {"at", _("When"), false}, {"by", _("Person"), false}, {"state", "", false});
    for (size_t i = 0; i < s->m->n_papers; i++) {
        const Yc__Paper *p = s->m->papers[i];
        ROW(s, TEXT(p->number), paper_name(TEXT(p->kind)), when(s, p->has_at, p->at),
            person(s, p->by), strcmp(TEXT(p->state), "void") == 0 ? _("void") : "");
    }
    end(s);
}

static void show_cards(struct showing *s)
{
    BEGIN(s, _("Supervision cards"), {"at", _("Due"), false}, {"level", _("Card"), false},
          {"rule", _("Rule"), false}, {"owner", _("Person"), false}, {"text", _("Facts"), false},
          {"state", _("State"), false});
    for (size_t i = 0; i < s->m->n_cards; i++) {
        const Yc__Card *k = s->m->cards[i];
        ROW(s, when(s, k->has_at, k->at), word(WORD_CARD, TEXT(k->level)), TEXT(k->rule),
            person(s, k->owner), TEXT(k->text),
            strcmp(TEXT(k->state), "cancelled") != 0
                ? ""
                : arena_printf(&s->arena, "%s: %s", _("cancelled"), TEXT(k->why)));
    }
    end(s);
}

void matter_shown(const Yc__Matter *m, const struct catalog *names, struct buf *out)
{
    static void (*const sections[])(struct showing * s) = {
        show_head,   show_parties, show_form,   show_materials, show_steps,
        show_clocks, show_money,   show_papers, show_cards};
    struct showing s = {
        .m = m, .names = names, .item = catalog_item(names, TEXT(m->item)), .out = out};

    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        sections[i](&s);
    arena_free(&s.arena);
}
