/* Records as JSON, by reflection: any message of src/model, every field that is set under its own
 * name.
 *
 * Instants are local times ("2026-11-24T09:14:05"), days dates, both null when there is none; enums
 * lower-case words without their prefix ("granted"); bytes hexadecimal, but a definition's text is
 * text. */
#ifndef YC_CLI_JSON_RECORD_H
#define YC_CLI_JSON_RECORD_H

#include <jansson.h>
#include <protobuf-c/protobuf-c.h>
#include <stddef.h>
#include <stdint.h>

json_t *json_record(const ProtobufCMessage *m);
/* A packed message; null when the bytes are not one. */
json_t *json_packed(const ProtobufCMessageDescriptor *type, const uint8_t *bytes, size_t n);
/* A packed yc.Event with the change inside it opened. */
json_t *json_event(const uint8_t *bytes, size_t n);

#endif
