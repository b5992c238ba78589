/* SPDX-License-Identifier: Apache-2.0 */
/** @file http.h Service "tagwarden.http/1": HTTP requests to the hosts that the plugin was granted. */
#ifndef TAGWARDEN_SERVICES_HTTP_H
#define TAGWARDEN_SERVICES_HTTP_H

#include "../host.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Id for `get_service`. Since 1.0. */
#define TW_SERVICE_HTTP "tagwarden.http/1"

/** One header field. Borrowed with the struct that holds it. Since 1.0. */
typedef struct tw_http_header {
    tw_bytes name;
    tw_bytes value;
} tw_http_header;

/**
 * A request. Borrowed for `start`: the host copies it. Since 1.0.
 *
 * The host adds Host, Content-Length, Accept-Encoding and User-Agent unless `headers` has them. It follows no
 * redirect, and retries nothing: that is the plugin's business.
 */
typedef struct tw_http_request {
    uint32_t struct_size;
    uint32_t header_count;
    /** "GET", "POST", ... */
    tw_bytes method;
    /**
     * Absolute URL, sent as it is (no normalisation of path or query). https; or http to a loopback address, or
     * to a link-local or unique-local address that the manifest lists (a cloud's metadata service).
     */
    tw_bytes url;
    const tw_http_header *headers;
    tw_bytes body;
    /** Whole request, in milliseconds; 0: the host's default (60 s). */
    int64_t timeout_ms;
    /** Largest body that is taken, after decoding; more ends with TW_RESOURCE_EXHAUSTED. 0: 16 MiB. */
    uint64_t max_body_bytes;
    /** Call on whose behalf this is sent, or 0: cancelling that call cancels the request. */
    uint64_t call_id;
} tw_http_request;

/**
 * Where a reply goes. Copied by `start`. All run on one host thread, in order; none may block. Since 1.0.
 */
typedef struct tw_http_events {
    uint32_t struct_size;
    uint32_t reserved;
    /** Status line and headers, once; borrowed for the call. Return 0 to go on, else the request ends. */
    int32_t (*on_head)(void *user, uint32_t status, const tw_http_header *headers, uint32_t header_count);
    /** Next bytes of the body, decoded; borrowed for the call. Return 0 to go on, else the request ends. */
    int32_t (*on_body)(void *user, tw_bytes chunk);
    /**
     * The end, exactly once, also after `cancel`: TW_OK when the whole reply was received (whatever its HTTP
     * status), else a status and a sentence, borrowed for the call.
     */
    void (*on_done)(void *user, tw_status status, tw_bytes error);
} tw_http_events;

/** The service. Owned by the host, valid until `destroy` returns. Since 1.0. */
typedef struct tw_http {
    uint32_t struct_size;
    uint32_t reserved;
    /**
     * Starts a request. On TW_OK `*handle` names it and `on_done` will be called. Otherwise nothing will be:
     * TW_PERMISSION_DENIED (host not granted by manifest or endpoint override, or plain http beyond loopback),
     * TW_INVALID_ARGUMENT (URL, header with a line break), TW_UNAVAILABLE (shutting down). [any-thread]
     */
    tw_status (*start)(const tw_host *host, const tw_http_request *request, const tw_http_events *events,
                       void *user, uint64_t *handle);
    /** Ends a request; `on_done` gets TW_CANCELLED. A finished or unknown one is ignored. [any-thread] */
    void (*cancel)(const tw_host *host, uint64_t handle);
} tw_http;

#ifdef __cplusplus
}
#endif

#endif
