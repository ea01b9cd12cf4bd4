#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gif_lib.h>

#include "CImageCodecs.h"

struct gif_state {
  const uint8_t *bytes;
  size_t count;
  size_t offset;
  int transparent;  // palette index, or -1
};

static int on_read(GifFileType *gif, GifByteType *target, int wanted) {
  struct gif_state *state = gif->UserData;
  size_t left = state->count - state->offset;
  size_t given = (size_t)wanted < left ? (size_t)wanted : left;
  memcpy(target, state->bytes + state->offset, given);
  state->offset += given;
  return (int)given;
}

static void fail(struct ci_outcome *outcome, enum ci_status status, const char *message) {
  if (outcome->status != CI_OK) return;
  outcome->status = status;
  snprintf(outcome->message, sizeof outcome->message, "%s", message);
}

static void fail_with(struct ci_outcome *outcome, int code) {
  const char *text = GifErrorString(code);
  switch (code) {
    case D_GIF_ERR_READ_FAILED:
    case D_GIF_ERR_EOF_TOO_SOON: fail(outcome, CI_TRUNCATED, "the bytes end before the picture does"); break;
    case D_GIF_ERR_NOT_ENOUGH_MEM: fail(outcome, CI_MEMORY, "no memory for the pixels"); break;
    default: fail(outcome, CI_CORRUPT, text ? text : "invalid data");
  }
}

/// Reads one extension; the graphic control one names the transparent index of the frame after it.
static int read_extension(GifFileType *gif, struct gif_state *state) {
  int code;
  GifByteType *block;
  if (DGifGetExtension(gif, &code, &block) == GIF_ERROR) return GIF_ERROR;
  GraphicsControlBlock control;
  if (code == GRAPHICS_EXT_FUNC_CODE && block && DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK)
    state->transparent = control.TransparentColor;
  while (block)
    if (DGifGetExtensionNext(gif, &block) == GIF_ERROR) return GIF_ERROR;
  return GIF_OK;
}

/// Advances to the first image descriptor and reads it.
static int seek_image(GifFileType *gif, struct gif_state *state, struct ci_outcome *outcome) {
  GifRecordType record;
  for (;;) {
    if (DGifGetRecordType(gif, &record) == GIF_ERROR) break;
    if (record == TERMINATE_RECORD_TYPE) {
      fail(outcome, CI_CORRUPT, "no frame");
      return 0;
    }
    if (record == IMAGE_DESC_RECORD_TYPE) {
      if (DGifGetImageDesc(gif) == GIF_ERROR) break;
      return 1;
    }
    if (record == EXTENSION_RECORD_TYPE && read_extension(gif, state) == GIF_ERROR) break;
  }
  fail_with(outcome, gif->Error);
  return 0;
}

/// 256 colours of 4 bytes: the map's own, then a gray ramp (what readers show for an index beyond the map).
static void fill_palette(const ColorMapObject *map, int transparent, uint8_t palette[1024]) {
  for (int i = 0; i < 256; i++) {
    int known = map && i < map->ColorCount;
    palette[4 * i] = known ? map->Colors[i].Red : (uint8_t)i;
    palette[4 * i + 1] = known ? map->Colors[i].Green : (uint8_t)i;
    palette[4 * i + 2] = known ? map->Colors[i].Blue : (uint8_t)i;
    palette[4 * i + 3] = i == transparent ? 0 : 255;
  }
}

/// The frame's rows, interlaced or not, to their places on the canvas of indices.
static void read_frame(GifFileType *gif, uint8_t *canvas, size_t stride, struct ci_outcome *outcome) {
  static const int starts[] = {0, 4, 2, 1}, steps[] = {8, 8, 4, 2};
  const GifImageDesc *image = &gif->Image;
  uint8_t *corner = canvas + (size_t)image->Top * stride + (size_t)image->Left;
  for (int pass = 0; pass < (image->Interlace ? 4 : 1); pass++) {
    int step = image->Interlace ? steps[pass] : 1;
    for (int y = image->Interlace ? starts[pass] : 0; y < image->Height; y += step)
      if (DGifGetLine(gif, corner + (size_t)y * stride, image->Width) == GIF_ERROR) {
        fail_with(outcome, gif->Error);
        return;
      }
  }
}

static void give_rows(const struct ci_header *header, const uint8_t *canvas, const uint8_t palette[1024],
                      uint8_t *row, const struct ci_sink *sink) {
  size_t channels = header->layout == CI_RGBA8 ? 4 : 3;
  for (uint32_t y = 0; y < header->height; y++) {
    const uint8_t *indices = canvas + (size_t)y * header->width;
    for (uint32_t x = 0; x < header->width; x++) memcpy(row + x * channels, palette + 4 * indices[x], channels);
    sink->row(sink->context, y, row);
  }
}

static void decode_frame(GifFileType *gif, struct gif_state *state, const struct ci_sink *sink,
                         struct ci_outcome *outcome) {
  const GifImageDesc *image = &gif->Image;
  int right = image->Left + image->Width, bottom = image->Top + image->Height;
  uint32_t width = (uint32_t)(right > gif->SWidth ? right : gif->SWidth);
  uint32_t height = (uint32_t)(bottom > gif->SHeight ? bottom : gif->SHeight);
  struct ci_header header = {width, height, width, height, state->transparent >= 0 ? CI_RGBA8 : CI_RGB8};
  if (image->Width <= 0 || image->Height <= 0) {
    fail(outcome, CI_BAD_SIZE, "the first frame is empty");
    return;
  }
  if (!sink->begin(sink->context, &header)) {
    fail(outcome, CI_REFUSED, "");
    return;
  }
  uint8_t palette[1024];
  fill_palette(image->ColorMap ? image->ColorMap : gif->SColorMap, state->transparent, palette);
  uint8_t *canvas = malloc((size_t)width * height), *row = malloc((size_t)width * 4);
  if (canvas && row) {
    memset(canvas, state->transparent >= 0 ? state->transparent : 0, (size_t)width * height);
    read_frame(gif, canvas, width, outcome);
    give_rows(&header, canvas, palette, row, sink);
  } else {
    fail(outcome, CI_MEMORY, "no memory for the pixels");
  }
  free(row);
  free(canvas);
}

void ci_gif_decode(const uint8_t *bytes, size_t count, const struct ci_sink *sink, struct ci_outcome *outcome) {
  memset(outcome, 0, sizeof *outcome);
  struct gif_state state = {bytes, count, 0, -1};
  int code = 0;
  GifFileType *gif = DGifOpen(&state, on_read, &code);
  if (!gif) {
    fail_with(outcome, code);
    return;
  }
  if (seek_image(gif, &state, outcome)) decode_frame(gif, &state, sink, outcome);
  DGifCloseFile(gif, &code);
}
