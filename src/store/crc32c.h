/* CRC-32C (Castagnoli, RFC 3720): of every record kept. */
#ifndef YC_STORE_CRC32C_H
#define YC_STORE_CRC32C_H

#include <stddef.h>
#include <stdint.h>

uint32_t store_crc32c(uint32_t seed, const void *p, size_t n);

#endif
