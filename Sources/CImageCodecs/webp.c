#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <webp/decode.h>
#include <webp/demux.h>

#include "CImageCodecs.h"

static void fail(struct ci_outcome *outcome, enum ci_status status, const char *message) {
  outcome->status = status;
  snprintf(outcome->message, sizeof outcome->message, "%s", message);
}

static void fail_with(struct ci_outcome *outcome, VP8StatusCode code) {
  switch (code) {
    case VP8_STATUS_NOT_ENOUGH_DATA:
    case VP8_STATUS_SUSPENDED:
      fail(outcome, CI_TRUNCATED, "the bytes end before the picture does");
      break;
    case VP8_STATUS_OUT_OF_MEMORY: fail(outcome, CI_MEMORY, "no memory for the pixels"); break;
    case VP8_STATUS_UNSUPPORTED_FEATURE: fail(outcome, CI_UNSUPPORTED, "unsupported feature"); break;
    default: fail(outcome, CI_CORRUPT, "invalid bitstream");
  }
}

/// One still picture of width x height into `pixels`, rows `stride` apart.
static VP8StatusCode decode_still(const uint8_t *bytes, size_t count, int alpha, uint8_t *pixels, size_t size,
                                  size_t stride) {
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config)) return VP8_STATUS_INVALID_PARAM;
  config.output.colorspace = alpha ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = pixels;
  config.output.u.RGBA.stride = (int)stride;
  config.output.u.RGBA.size = size;
  return WebPDecode(bytes, count, &config);
}

/// What there is of a picture whose bytes end early: the rows that are complete. Returns how many.
static int decode_rows_there(const uint8_t *bytes, size_t count, int alpha, uint8_t *pixels, size_t size,
                             size_t stride) {
  WebPIDecoder *decoder = WebPINewRGB(alpha ? MODE_RGBA : MODE_RGB, pixels, size, (int)stride);
  if (!decoder) return 0;
  int rows = 0;
  WebPIUpdate(decoder, bytes, count);
  if (!WebPIDecGetRGB(decoder, &rows, NULL, NULL, NULL)) rows = 0;
  WebPIDelete(decoder);
  return rows;
}

static void give_rows(const struct ci_header *header, const uint8_t *pixels, size_t stride,
                      const struct ci_sink *sink) {
  for (uint32_t y = 0; y < header->height; y++) sink->row(sink->context, y, pixels + stride * y);
}

/// The first frame of an animation at its place on a transparent canvas.
static void decode_first_frame(const uint8_t *bytes, size_t count, int alpha, const struct ci_sink *sink,
                               struct ci_outcome *outcome) {
  WebPData data = {bytes, count};
  WebPDemuxer *demuxer = WebPDemux(&data);
  if (!demuxer) {
    fail(outcome, CI_CORRUPT, "invalid or incomplete animation");
    return;
  }
  uint32_t width = WebPDemuxGetI(demuxer, WEBP_FF_CANVAS_WIDTH);
  uint32_t height = WebPDemuxGetI(demuxer, WEBP_FF_CANVAS_HEIGHT);
  size_t channels = alpha ? 4 : 3, stride = width * channels;
  struct ci_header header = {width, height, width, height, alpha ? CI_RGBA8 : CI_RGB8};
  WebPIterator frame;
  uint8_t *pixels = NULL;
  if (!WebPDemuxGetFrame(demuxer, 1, &frame)) {
    fail(outcome, CI_CORRUPT, "no first frame");
  } else {
    if (!sink->begin(sink->context, &header)) {
      fail(outcome, CI_REFUSED, "");
    } else if (!(pixels = calloc(height, stride))) {
      fail(outcome, CI_MEMORY, "no memory for the pixels");
    } else {
      size_t offset = (size_t)frame.y_offset * stride + (size_t)frame.x_offset * channels;
      VP8StatusCode code = decode_still(frame.fragment.bytes, frame.fragment.size, alpha, pixels + offset,
                                        height * stride - offset, stride);
      if (code != VP8_STATUS_OK) fail_with(outcome, code);
      if (code == VP8_STATUS_OK) give_rows(&header, pixels, stride, sink);
    }
    WebPDemuxReleaseIterator(&frame);
  }
  free(pixels);
  WebPDemuxDelete(demuxer);
}

void ci_webp_decode(const uint8_t *bytes, size_t count, int alpha, int keep_truncated, const struct ci_sink *sink,
                    struct ci_outcome *outcome) {
  memset(outcome, 0, sizeof *outcome);
  WebPBitstreamFeatures features;
  VP8StatusCode code = WebPGetFeatures(bytes, count, &features);
  if (code != VP8_STATUS_OK) {
    fail_with(outcome, code);
    return;
  }
  if (features.has_animation) {
    decode_first_frame(bytes, count, alpha, sink, outcome);
    return;
  }
  uint32_t width = (uint32_t)features.width, height = (uint32_t)features.height;
  struct ci_header header = {width, height, width, height, alpha ? CI_RGBA8 : CI_RGB8};
  if (!sink->begin(sink->context, &header)) {
    fail(outcome, CI_REFUSED, "");
    return;
  }
  size_t stride = width * (size_t)(alpha ? 4 : 3);
  uint8_t *pixels = calloc(height, stride);  // zeroed: what a truncated file leaves out must not be old memory
  if (!pixels) {
    fail(outcome, CI_MEMORY, "no memory for the pixels");
    return;
  }
  code = decode_still(bytes, count, alpha, pixels, height * stride, stride);
  if (code != VP8_STATUS_OK) fail_with(outcome, code);
  int partial = outcome->status == CI_TRUNCATED && keep_truncated &&
                decode_rows_there(bytes, count, alpha, pixels, height * stride, stride) > 0;
  if (code == VP8_STATUS_OK || partial) give_rows(&header, pixels, stride, sink);
  free(pixels);
}
