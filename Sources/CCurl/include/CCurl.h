#pragma once
#include <arpa/inet.h>
#include <curl/curl.h>
#include <malloc.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>

// What Swift cannot say to libcurl, and nothing else. A `CURL` is `void`, so handles are raw pointers in Swift.

/// `curl_easy_setopt` is variadic, which Swift cannot call: one wrapper for each type of argument.
static inline CURLcode ccurl_set_long(void *easy, CURLoption option, long value) {
    return curl_easy_setopt((CURL *)easy, option, value);
}

/// A text option (variadic call); libcurl copies it.
static inline CURLcode ccurl_set_text(void *easy, CURLoption option, const char *value) {
    return curl_easy_setopt((CURL *)easy, option, value);
}

/// A pointer option, such as the context of a callback or a share (variadic call).
static inline CURLcode ccurl_set_pointer(void *easy, CURLoption option, void *value) {
    return curl_easy_setopt((CURL *)easy, option, value);
}

/// A list option, which libcurl does not copy (variadic call).
static inline CURLcode ccurl_set_list(void *easy, CURLoption option, struct curl_slist *list) {
    return curl_easy_setopt((CURL *)easy, option, list);
}

/// The receiver of the body (variadic call; typed here, so that Swift checks the closure).
static inline CURLcode ccurl_set_writer(void *easy, curl_write_callback receive, void *context) {
    CURLcode code = curl_easy_setopt((CURL *)easy, CURLOPT_WRITEDATA, context);
    return code ? code : curl_easy_setopt((CURL *)easy, CURLOPT_WRITEFUNCTION, receive);
}

/// The receiver of header lines: the same shape as a writer, set by a variadic call.
static inline CURLcode ccurl_set_header_reader(void *easy, curl_write_callback receive, void *context) {
    CURLcode code = curl_easy_setopt((CURL *)easy, CURLOPT_HEADERDATA, context);
    return code ? code : curl_easy_setopt((CURL *)easy, CURLOPT_HEADERFUNCTION, receive);
}

/// Who opens sockets: called with the very address that will be connected to (variadic call).
static inline CURLcode ccurl_set_opener(void *easy, curl_opensocket_callback open, void *context) {
    CURLcode code = curl_easy_setopt((CURL *)easy, CURLOPT_OPENSOCKETDATA, context);
    return code ? code : curl_easy_setopt((CURL *)easy, CURLOPT_OPENSOCKETFUNCTION, open);
}

/// Who closes sockets (variadic call). libcurl copies the context into the connection: it must outlive the multi
/// handle.
static inline CURLcode ccurl_set_closer(void *easy, curl_closesocket_callback close, void *context) {
    CURLcode code = curl_easy_setopt((CURL *)easy, CURLOPT_CLOSESOCKETDATA, context);
    return code ? code : curl_easy_setopt((CURL *)easy, CURLOPT_CLOSESOCKETFUNCTION, close);
}

/// Called when the connection stands and before the request leaves (variadic call).
static inline CURLcode ccurl_set_ready(void *easy, curl_prereq_callback ready, void *context) {
    CURLcode code = curl_easy_setopt((CURL *)easy, CURLOPT_PREREQDATA, context);
    return code ? code : curl_easy_setopt((CURL *)easy, CURLOPT_PREREQFUNCTION, ready);
}

/// Asked some times a second whether to go on (variadic call); anything but 0 ends the transfer.
static inline CURLcode ccurl_set_progress(void *easy, curl_xferinfo_callback ask, void *context) {
    CURLcode code = curl_easy_setopt((CURL *)easy, CURLOPT_XFERINFODATA, context);
    return code ? code : curl_easy_setopt((CURL *)easy, CURLOPT_XFERINFOFUNCTION, ask);
}

/// A number that libcurl knows about the last transfer (variadic call); 0 when it does not.
static inline long ccurl_info_long(void *easy, CURLINFO info) {
    long value = 0;
    return curl_easy_getinfo((CURL *)easy, info, &value) == CURLE_OK ? value : 0;
}

/// The context that was set with `CURLOPT_PRIVATE` (variadic call).
static inline void *ccurl_private(void *easy) {
    char *value = NULL;
    return curl_easy_getinfo((CURL *)easy, CURLINFO_PRIVATE, &value) == CURLE_OK ? (void *)value : NULL;
}

/// `curl_multi_setopt` is variadic.
static inline CURLMcode ccurl_multi_set_long(void *multi, CURLMoption option, long value) {
    return curl_multi_setopt((CURLM *)multi, option, value);
}

/// `curl_share_setopt` is variadic.
static inline CURLSHcode ccurl_share(void *share, curl_lock_data what) {
    return curl_share_setopt((CURLSH *)share, CURLSHOPT_SHARE, what);
}

/// The next finished transfer, false when there is none: the result of a `CURLMsg` sits in a union.
static inline bool ccurl_next_done(void *multi, void **easy, CURLcode *result) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read((CURLM *)multi, &left))) {
        if (message->msg != CURLMSG_DONE) continue;
        *easy = message->easy_handle;
        *result = message->data.result;
        return true;
    }
    return false;
}

/// The address of a `curl_sockaddr` as 16 bytes in network order and its port: the structure ends in a `sockaddr`
/// that is longer than its declared type, which only C can follow. Returns 4 or 16 (bytes used), or 0 for others.
static inline int ccurl_address(const struct curl_sockaddr *from, unsigned char *bytes, unsigned short *port) {
    if (from->family == AF_INET && from->addrlen >= sizeof(struct sockaddr_in)) {
        struct sockaddr_in four;
        memcpy(&four, &from->addr, sizeof four);
        memcpy(bytes, &four.sin_addr, 4);
        *port = ntohs(four.sin_port);
        return 4;
    }
    if (from->family == AF_INET6 && from->addrlen >= sizeof(struct sockaddr_in6)) {
        struct sockaddr_in6 six;
        memcpy(&six, &from->addr, sizeof six);
        memcpy(bytes, &six.sin6_addr, 16);
        *port = ntohs(six.sin6_port);
        return 16;
    }
    return 0;
}

/// Lets malloc keep up to `bytes` of freed memory: `<malloc.h>` is not in Swift's Glibc module.
static inline void ccurl_keep_memory(int bytes) {
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, bytes);
}
