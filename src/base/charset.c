#include "base/charset.h"

#include <assert.h>
#include <ctype.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

enum { REPLACEMENT = 0xFFFD, GETA = 0x3013, SEEN = 1024 };
enum kind { UTF8, GB18030, GBK };

/* What a character is in the charset; asked once a character, not once a cell. */
struct seen {
    uint32_t ch;
    unsigned char len; /* 0: the charset lacks it */
    char bytes[4];
};

struct charset {
    enum kind kind;
    iconv_t in, out;  /* to and from UTF-32LE; unused for UTF-8 */
    uint32_t without; /* a bit for each plane it is to lack */
    struct seen seen[SEEN];
};

static const char *const kind_name[] = {"UTF-8", "GB18030", "GBK"};

static const struct {
    const char *name;
    enum kind kind;
} spelling[] = {{"UTF8", UTF8}, {"GB18030", GB18030}, {"GBK", GBK},
                {"CP936", GBK}, {"GB2312", GBK},      {"EUCCN", GBK}};

static bool known(const char *name, enum kind *kind)
{
    char plain[16];
    size_t n = 0;

    for (; *name && n < sizeof plain - 1; name++)
        if (isalnum((unsigned char)*name)) plain[n++] = (char)toupper((unsigned char)*name);
    plain[n] = '\0';
    for (size_t i = 0; i < sizeof spelling / sizeof *spelling; i++)
        if (strcmp(plain, spelling[i].name) == 0) return *kind = spelling[i].kind, true;
    return false;
}

struct charset *charset_open(const char *name)
{
    enum kind kind;

    if (!known(name, &kind)) return NULL;
    struct charset *c = mem_alloc(sizeof *c);
    c->kind = kind;
    if (kind == UTF8) return c;
    c->in = iconv_open("UTF-32LE", kind_name[kind]);
    c->out = iconv_open(kind_name[kind], "UTF-32LE");
    if (c->in != (iconv_t)-1 && c->out != (iconv_t)-1) return c;
    charset_close(c);
    return NULL;
}

void charset_close(struct charset *c)
{
    if (!c) return;
    if (c->kind != UTF8 && c->in != (iconv_t)-1) iconv_close(c->in);
    if (c->kind != UTF8 && c->out != (iconv_t)-1) iconv_close(c->out);
    free(c);
}

const char *charset_name(const struct charset *c)
{
    return kind_name[c->kind];
}

/* Bytes that `in` becomes, 0 when the charset does not know it whole. */
static size_t convert(iconv_t cd, const char *in, size_t n, char out[4])
{
    char copy[4], *from = copy, *to = out;
    size_t left = n, room = 4;

    memcpy(copy, in, n);
    iconv(cd, NULL, NULL, NULL, NULL);
    size_t r = iconv(cd, &from, &left, &to, &room);
    return r == 0 && left == 0 ? 4 - room : 0;
}

static size_t bad(uint32_t *ch, size_t used)
{
    *ch = REPLACEMENT;
    return used;
}

static size_t decode_utf8(const char *bytes, size_t n, uint32_t *ch)
{
    unsigned char c = (unsigned char)bytes[0];
    size_t need = c < 0xC2 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 1;
    char whole[5] = "";

    if (c == 0) return *ch = 0, 1;
    for (size_t i = 0; i < need && i < n; i++) {
        if (i > 0 && (bytes[i] & 0xC0) != 0x80) return bad(ch, 1);
        whole[i] = bytes[i];
    }
    return n < need ? 0 : text_decode(whole, ch);
}

/* GB 18030: one byte 00-7F; two 81-FE 40-7E,80-FE; four 81-FE 30-39 81-FE 30-39.  A well-formed
 * code without a character goes as a whole, else its digits would be left over and read as text. */
static size_t length_gb(const char *bytes, size_t n, bool four)
{
    const unsigned char *b = (const unsigned char *)bytes;

    if (b[0] == 0x80 || b[0] == 0xFF) return 1;
    if (n < 2) return 0;
    if (b[1] >= 0x40 && b[1] != 0x7F && b[1] != 0xFF) return 2;
    if (!four || b[1] < '0' || b[1] > '9') return 1;
    if (n < 3) return 0;
    if (b[2] < 0x81 || b[2] == 0xFF) return 1;
    if (n < 4) return 0;
    return b[3] >= '0' && b[3] <= '9' ? 4 : 1;
}

static size_t decode_gb(struct charset *c, const char *bytes, size_t n, uint32_t *ch)
{
    unsigned char u[4];

    if ((unsigned char)bytes[0] < 0x80) return *ch = (unsigned char)bytes[0], 1;
    size_t len = length_gb(bytes, n, c->kind == GB18030);
    if (len < 2) return len ? bad(ch, 1) : 0;
    if (convert(c->in, bytes, len, (char *)u) != 4) return bad(ch, len);
    *ch = u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 | (uint32_t)u[3] << 24;
    return len;
}

size_t charset_decode(struct charset *c, const char *bytes, size_t n, uint32_t *ch)
{
    return c->kind == UTF8 ? decode_utf8(bytes, n, ch) : decode_gb(c, bytes, n, ch);
}

static const struct seen *look_up(struct charset *c, uint32_t ch)
{
    struct seen *s = &c->seen[ch % SEEN];
    char u[4] = {(char)ch, (char)(ch >> 8), (char)(ch >> 16), 0};

    if (s->ch == ch) return s;
    s->ch = ch;
    s->len = (unsigned char)(c->kind == UTF8 ? text_encode(ch, s->bytes)
                                             : convert(c->out, u, sizeof u, s->bytes));
    if (c->without >> (ch >> 16) & 1) s->len = 0;
    return s;
}

void charset_without(struct charset *c, int plane)
{
    assert(plane >= 1 && plane <= 16);
    c->without |= 1u << plane;
    memset(c->seen, 0, sizeof c->seen);
}

bool charset_has(struct charset *c, uint32_t ch)
{
    return ch < 0x80 || look_up(c, ch)->len > 0;
}

static void encode_one(struct charset *c, uint32_t ch, struct buf *out)
{
    if (ch < 0x80) {
        buf_addc(out, (char)ch);
        return;
    }
    const struct seen *s = look_up(c, ch);
    if (s->len == 0 && text_width(ch) == 2) s = look_up(c, GETA);
    if (s->len)
        buf_add(out, s->bytes, s->len);
    else if (text_width(ch) != 0)
        buf_addc(out, '?');
}

void charset_encode(struct charset *c, const char *utf8, size_t n, struct buf *out)
{
    uint32_t ch;

    for (size_t used; n; utf8 += used, n -= used) {
        used = decode_utf8(utf8, n, &ch);
        if (used == 0) used = bad(&ch, n);
        encode_one(c, ch, out);
    }
}
