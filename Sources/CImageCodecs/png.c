#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "CImageCodecs.h"

struct png_state {
  const uint8_t *bytes;
  size_t count;
  size_t offset;
  struct ci_outcome *outcome;
  uint8_t *pixels;  // one row, or the whole picture when it is interlaced
};

static void on_error(png_structp png, png_const_charp message) {
  struct png_state *state = png_get_error_ptr(png);
  if (state->outcome->status == CI_OK) state->outcome->status = CI_CORRUPT;
  snprintf(state->outcome->message, sizeof state->outcome->message, "%s", message);
  png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
  struct ci_outcome *outcome = ((struct png_state *)png_get_error_ptr(png))->outcome;
  if (outcome->warnings++ == 0) snprintf(outcome->message, sizeof outcome->message, "%s", message);
}

static void on_read(png_structp png, png_bytep target, size_t wanted) {
  struct png_state *state = png_get_io_ptr(png);
  if (wanted > state->count - state->offset) {
    state->outcome->status = CI_TRUNCATED;
    png_error(png, "the bytes end inside a chunk");
  }
  memcpy(target, state->bytes + state->offset, wanted);
  state->offset += wanted;
}

/// Asks for whole samples of 8 bits, except gray of 16, and names what the rows will hold.
static enum ci_layout set_output(png_structp png, png_infop info) {
  int depth = png_get_bit_depth(png, info);
  int color = png_get_color_type(png, info);
  int keyed = png_get_valid(png, info, PNG_INFO_tRNS) != 0;
  png_set_expand(png);
  if (depth == 16 && color == PNG_COLOR_TYPE_GRAY) return keyed ? CI_GRAY_ALPHA16 : CI_GRAY16;
  if (depth == 16) png_set_strip_16(png);
  if (color == PNG_COLOR_TYPE_GRAY) return keyed ? CI_GRAY_ALPHA8 : CI_GRAY8;
  if (color == PNG_COLOR_TYPE_GRAY_ALPHA) return CI_GRAY_ALPHA8;
  return keyed || color == PNG_COLOR_TYPE_RGB_ALPHA ? CI_RGBA8 : CI_RGB8;
}

static void *take(png_structp png, struct png_state *state, size_t size) {
  state->pixels = calloc(1, size);
  if (!state->pixels) {
    state->outcome->status = CI_MEMORY;
    png_error(png, "no memory for the pixels");
  }
  return state->pixels;
}

static void read_rows(png_structp png, struct png_state *state, const struct ci_header *header, size_t stride,
                      const struct ci_sink *sink) {
  uint8_t *row = take(png, state, stride);
  for (uint32_t y = 0; y < header->height; y++) {
    png_read_row(png, row, NULL);
    sink->row(sink->context, y, row);
  }
}

static void read_interlaced(png_structp png, struct png_state *state, const struct ci_header *header, size_t stride,
                            int passes, const struct ci_sink *sink) {
  uint8_t *pixels = take(png, state, stride * header->height);
  for (int pass = 0; pass < passes; pass++)
    for (uint32_t y = 0; y < header->height; y++) png_read_row(png, pixels + stride * y, NULL);
  for (uint32_t y = 0; y < header->height; y++) sink->row(sink->context, y, pixels + stride * y);
}

/// All of it that may jump: called between setjmp and the release, which are the caller's.
static void decode(png_structp png, png_infop info, struct png_state *state, const struct ci_sink *sink) {
  png_set_read_fn(png, state, on_read);
  // Ancillary chunks but tRNS are passed over unread: they inflate to anything (iCCP, zTXt), and we use none of them.
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_set_compression_buffer_size(png, 1024);  // so that a cut file gives its rows up to nearly the cut
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);  // the sink judges the size
  png_read_info(png, info);
  struct ci_header header = {png_get_image_width(png, info), png_get_image_height(png, info), 0, 0,
                             set_output(png, info)};
  header.stored_width = header.width;
  header.stored_height = header.height;
  if (!sink->begin(sink->context, &header)) {
    state->outcome->status = CI_REFUSED;
    png_error(png, "");
  }
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  size_t stride = png_get_rowbytes(png, info);
  if (passes > 1) {
    read_interlaced(png, state, &header, stride, passes, sink);
  } else {
    read_rows(png, state, &header, stride, sink);
  }
  png_read_end(png, NULL);
}

void ci_png_decode(const uint8_t *bytes, size_t count, const struct ci_sink *sink, struct ci_outcome *outcome) {
  struct png_state state = {bytes, count, 0, outcome, NULL};
  memset(outcome, 0, sizeof *outcome);
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &state, on_error, on_warning);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info) {
    outcome->status = CI_MEMORY;
  } else if (!setjmp(png_jmpbuf(png))) {
    decode(png, info, &state, sink);
  }
  png_destroy_read_struct(&png, &info, NULL);
  free(state.pixels);
}
