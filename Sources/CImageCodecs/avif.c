#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CImageCodecs.h"

#ifdef CI_AVIF

#include <avif/avif.h>

int ci_avif_available(void) { return 1; }

static void fail(struct ci_outcome *outcome, enum ci_status status, const char *message) {
  outcome->status = status;
  snprintf(outcome->message, sizeof outcome->message, "%s", message);
}

/// libavif tells a size and a number of frames beyond its limits from damage in its words only.
static void fail_with(struct ci_outcome *outcome, avifResult result, const char *words) {
  enum ci_status status;
  switch (result) {
    case AVIF_RESULT_TRUNCATED_DATA: status = CI_TRUNCATED; break;
    case AVIF_RESULT_OUT_OF_MEMORY: status = CI_MEMORY; break;
    case AVIF_RESULT_NO_CODEC_AVAILABLE:
    case AVIF_RESULT_NOT_IMPLEMENTED:
    case AVIF_RESULT_UNSUPPORTED_DEPTH: status = CI_UNSUPPORTED; break;
    default:
      status = strstr(words, "imageCountLimit")        ? CI_FRAMES
               : strstr(words, "dimensions are too large") ? CI_PIXELS
                                                           : CI_CORRUPT;
  }
  fail(outcome, status, words[0] ? words : avifResultToString(result));
}

/// A decoder that has read the boxes of the file, or null.
static avifDecoder *open_file(const uint8_t *bytes, size_t count, size_t maximum_pixels, int maximum_frames,
                              struct ci_outcome *outcome) {
  memset(outcome, 0, sizeof *outcome);
  avifDecoder *decoder = avifDecoderCreate();
  if (!decoder) {
    fail(outcome, CI_MEMORY, "no memory for the decoder");
    return NULL;
  }
  decoder->maxThreads = 1;  // a worker of the sandbox has one thread
  decoder->ignoreExif = AVIF_TRUE;
  decoder->ignoreXMP = AVIF_TRUE;
  decoder->strictFlags = AVIF_STRICT_DISABLED;  // a file without `pixi` or with a loose alpha is common
  decoder->imageCountLimit = (uint32_t)maximum_frames;
  if (maximum_pixels < AVIF_DEFAULT_IMAGE_SIZE_LIMIT) decoder->imageSizeLimit = (uint32_t)maximum_pixels;
  avifResult result = avifDecoderSetIOMemory(decoder, bytes, count);
  if (result == AVIF_RESULT_OK) result = avifDecoderParse(decoder);
  if (result == AVIF_RESULT_OK) return decoder;
  fail_with(outcome, result, decoder->diag.error);
  avifDecoderDestroy(decoder);
  return NULL;
}

/// EXIF's number for a turn against the clock and the mirroring after it.
static int orientation(const avifImage *image) {
  static const int plain[4] = {1, 8, 3, 6}, top_bottom[4] = {4, 5, 2, 7}, left_right[4] = {2, 7, 4, 5};
  int turn = image->transformFlags & AVIF_TRANSFORM_IROT ? image->irot.angle & 3 : 0;
  if (!(image->transformFlags & AVIF_TRANSFORM_IMIR)) return plain[turn];
#if AVIF_VERSION_MAJOR >= 1
  return image->imir.axis ? left_right[turn] : top_bottom[turn];
#else
  return image->imir.mode ? left_right[turn] : top_bottom[turn];
#endif
}

void ci_avif_header(const uint8_t *bytes, size_t count, int maximum_frames, struct ci_avif_facts *facts,
                    struct ci_outcome *outcome) {
  memset(facts, 0, sizeof *facts);
  avifDecoder *decoder = open_file(bytes, count, AVIF_DEFAULT_IMAGE_SIZE_LIMIT, maximum_frames, outcome);
  if (!decoder) {
    const char *size = outcome->status == CI_PIXELS ? strrchr(outcome->message, '[') : NULL;
    if (size) sscanf(size, "[%ux%u]", &facts->width, &facts->height);
    return;
  }
  const avifImage *image = decoder->image;
  facts->width = image->width;
  facts->height = image->height;
  facts->frames = decoder->imageCount;
  facts->alpha = decoder->alphaPresent;
  facts->gray = image->yuvFormat == AVIF_PIXEL_FORMAT_YUV400;
  facts->icc = image->icc.size > 0;
  facts->orientation = orientation(image);
  avifDecoderDestroy(decoder);
}

/// The decoded planes as rows of 8 bits.
static void give_rows(const avifImage *image, int alpha, const struct ci_header *header, const struct ci_sink *sink,
                      struct ci_outcome *outcome) {
  size_t stride = header->width * (size_t)(alpha ? 4 : 3);
  uint8_t *pixels = calloc(header->height, stride);
  if (!pixels) {
    fail(outcome, CI_MEMORY, "no memory for the pixels");
    return;
  }
  avifRGBImage rgb;
  avifRGBImageSetDefaults(&rgb, image);
  rgb.depth = 8;
  rgb.format = alpha ? AVIF_RGB_FORMAT_RGBA : AVIF_RGB_FORMAT_RGB;
  rgb.ignoreAlpha = !alpha;
  rgb.pixels = pixels;
  rgb.rowBytes = (uint32_t)stride;
  avifResult result = avifImageYUVToRGB(image, &rgb);
  if (result != AVIF_RESULT_OK) fail_with(outcome, result, "");
  for (uint32_t y = 0; result == AVIF_RESULT_OK && y < header->height; y++)
    sink->row(sink->context, y, pixels + stride * y);
  free(pixels);
}

void ci_avif_decode(const uint8_t *bytes, size_t count, size_t maximum_pixels, const struct ci_sink *sink,
                    struct ci_outcome *outcome) {
  avifDecoder *decoder = open_file(bytes, count, maximum_pixels, 0, outcome);
  if (!decoder) return;
  int alpha = decoder->alphaPresent;
  uint32_t width = decoder->image->width, height = decoder->image->height;
  struct ci_header header = {width, height, width, height, alpha ? CI_RGBA8 : CI_RGB8};
  if (!sink->begin(sink->context, &header)) {
    fail(outcome, CI_REFUSED, "");
  } else {
    avifResult result = avifDecoderNextImage(decoder);
    if (result != AVIF_RESULT_OK) {
      fail_with(outcome, result, decoder->diag.error);
    } else if (decoder->image->width != width || decoder->image->height != height) {
      fail(outcome, CI_CORRUPT, "the picture has not the size that the file declares");
    } else {
      give_rows(decoder->image, alpha, &header, sink, outcome);
    }
  }
  avifDecoderDestroy(decoder);
}

#else

int ci_avif_available(void) { return 0; }

static void unsupported(struct ci_outcome *outcome) {
  memset(outcome, 0, sizeof *outcome);
  outcome->status = CI_UNSUPPORTED;
  snprintf(outcome->message, sizeof outcome->message, "built without the trait AVIF");
}

void ci_avif_header(const uint8_t *bytes, size_t count, int maximum_frames, struct ci_avif_facts *facts,
                    struct ci_outcome *outcome) {
  (void)bytes, (void)count, (void)maximum_frames;
  memset(facts, 0, sizeof *facts);
  unsupported(outcome);
}

void ci_avif_decode(const uint8_t *bytes, size_t count, size_t maximum_pixels, const struct ci_sink *sink,
                    struct ci_outcome *outcome) {
  (void)bytes, (void)count, (void)maximum_pixels, (void)sink;
  unsupported(outcome);
}

#endif
