/* CRC-32C (Castagnoli), reflected polynomial 82F63B78, as in RFC 3720 appendix B.4: the processor's
 * instruction where there is one, else a table made at first use. */
#include "store/crc32c.h"

#include <pthread.h>
#include <string.h>

static uint32_t table[256];
static uint32_t (*step)(uint32_t crc, const unsigned char *p, size_t n);
static pthread_once_t once = PTHREAD_ONCE_INIT;

static uint32_t by_table(uint32_t crc, const unsigned char *p, size_t n)
{
    while (n--)
        crc = crc >> 8 ^ table[(crc ^ *p++) & 0xFF];
    return crc;
}

#ifdef __x86_64__
__attribute__((target("sse4.2"))) static uint32_t by_processor(uint32_t crc, const unsigned char *p,
                                                               size_t n)
{
    uint64_t wide = crc, word;

    for (; n >= sizeof word; n -= sizeof word, p += sizeof word) {
        memcpy(&word, p, sizeof word);
        wide = __builtin_ia32_crc32di(wide, word);
    }
    crc = (uint32_t)wide;
    while (n--)
        crc = __builtin_ia32_crc32qi(crc, *p++);
    return crc;
}
#endif

static void choose(void)
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (int bit = 0; bit < 8; bit++)
            c = c & 1 ? c >> 1 ^ 0x82F63B78u : c >> 1;
        table[i] = c;
    }
    step = by_table;
#ifdef __x86_64__
    if (__builtin_cpu_supports("sse4.2")) step = by_processor;
#endif
}

uint32_t store_crc32c(uint32_t seed, const void *p, size_t n)
{
    pthread_once(&once, choose);
    return ~step(~seed, p, n);
}
