#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "CImageCodecs.h"

/// libjpeg's error manager with what this decode needs behind it; `base` first, so the library's pointer is ours.
struct jpeg_state {
  struct jpeg_error_mgr base;
  struct jpeg_progress_mgr progress;
  struct jpeg_decompress_struct decoder;
  struct ci_outcome *outcome;
  int maximum_scans;
  jmp_buf exit;
};

static enum ci_status status_of(int code) {
  switch (code) {
    case JERR_BAD_PRECISION:
    case JERR_SOF_UNSUPPORTED:
    case JERR_ARITH_NOTIMPL:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_CCIR601_NOTIMPL:
    case JERR_FRACT_SAMPLE_NOTIMPL:
    case JERR_NOTIMPL:
    case JERR_NOT_COMPILED:
    case JERR_COMPONENT_COUNT:
      return CI_UNSUPPORTED;
    case JERR_EMPTY_IMAGE:
    case JERR_IMAGE_TOO_BIG:
    case JERR_WIDTH_OVERFLOW:
      return CI_BAD_SIZE;
    case JERR_OUT_OF_MEMORY:
    case JERR_NO_BACKING_STORE:
      return CI_MEMORY;
    default:
      return CI_CORRUPT;
  }
}

static void on_error(j_common_ptr info) {
  struct jpeg_state *state = (struct jpeg_state *)info->err;
  char text[JMSG_LENGTH_MAX];
  info->err->format_message(info, text);
  snprintf(state->outcome->message, sizeof state->outcome->message, "%s", text);
  state->outcome->status = status_of(info->err->msg_code);
  longjmp(state->exit, 1);
}

static void on_message(j_common_ptr info, int level) {
  if (level >= 0) return;  // traces
  struct jpeg_state *state = (struct jpeg_state *)info->err;
  struct ci_outcome *outcome = state->outcome;
  if (outcome->warnings++ == 0) {
    char text[JMSG_LENGTH_MAX];
    info->err->format_message(info, text);
    snprintf(outcome->message, sizeof outcome->message, "%s", text);
  }
  // Both mean that blocks are missing and were filled with gray.
  if (info->err->msg_code == JWRN_JPEG_EOF || info->err->msg_code == JWRN_HIT_MARKER) outcome->truncated = 1;
}

static void on_output(j_common_ptr info) { (void)info; }

static void on_progress(j_common_ptr info) {
  struct jpeg_state *state = (struct jpeg_state *)info->err;
  if (state->decoder.input_scan_number <= state->maximum_scans) return;
  state->outcome->status = CI_SCANS;
  snprintf(state->outcome->message, sizeof state->outcome->message, "more than %d scans", state->maximum_scans);
  longjmp(state->exit, 1);
}

/// Between header and first row: the scale and colour asked for. Scaled rows are for measuring, so they take the
/// fast transforms; full ones keep the library's defaults, which decide every bit.
static void set_output(struct jpeg_decompress_struct *decoder, int divisor, int luma_chroma) {
  if (luma_chroma && decoder->jpeg_color_space == JCS_YCbCr) decoder->out_color_space = JCS_YCbCr;
  if (divisor == 1) return;
  decoder->scale_num = 1;
  decoder->scale_denom = (unsigned)divisor;
  decoder->dct_method = JDCT_IFAST;
  decoder->do_fancy_upsampling = FALSE;
  decoder->do_block_smoothing = FALSE;
}

/// 0 for a colour space that is none of ours.
static int layout_of(const struct jpeg_decompress_struct *decoder, enum ci_layout *layout) {
  switch (decoder->out_color_space) {
    case JCS_GRAYSCALE: *layout = CI_GRAY8; return 1;
    case JCS_RGB: *layout = CI_RGB8; return 1;
    case JCS_YCbCr: *layout = CI_YCC8; return 1;
    case JCS_CMYK: *layout = CI_CMYK8; return 1;
    default: return 0;
  }
}

static void read_rows(struct jpeg_decompress_struct *decoder, const struct ci_sink *sink) {
  JDIMENSION stride = decoder->output_width * (JDIMENSION)decoder->output_components;
  JDIMENSION many = (JDIMENSION)decoder->rec_outbuf_height;
  JSAMPARRAY rows = decoder->mem->alloc_sarray((j_common_ptr)decoder, JPOOL_IMAGE, stride, many);
  while (decoder->output_scanline < decoder->output_height) {
    JDIMENSION y = decoder->output_scanline;
    JDIMENSION got = jpeg_read_scanlines(decoder, rows, many);
    for (JDIMENSION i = 0; i < got; i++) sink->row(sink->context, y + i, rows[i]);
  }
}

static void refuse(struct jpeg_state *state, enum ci_status status, const char *why) {
  state->outcome->status = status;
  snprintf(state->outcome->message, sizeof state->outcome->message, "%s", why);
  longjmp(state->exit, 1);
}

void ci_jpeg_decode(const uint8_t *bytes, size_t count, int divisor, int luma_chroma, int maximum_scans,
                    size_t maximum_memory, const struct ci_sink *sink, struct ci_outcome *outcome) {
  struct jpeg_state state;
  memset(&state, 0, sizeof state);
  memset(outcome, 0, sizeof *outcome);
  struct jpeg_decompress_struct *decoder = &state.decoder;
  state.outcome = outcome;
  state.maximum_scans = maximum_scans;
  decoder->err = jpeg_std_error(&state.base);
  state.base.error_exit = on_error;
  state.base.emit_message = on_message;
  state.base.output_message = on_output;
  state.progress.progress_monitor = on_progress;
  if (setjmp(state.exit)) {
    jpeg_destroy_decompress(decoder);
    return;
  }
  jpeg_create_decompress(decoder);
  decoder->mem->max_memory_to_use = (long)maximum_memory;
  jpeg_mem_src(decoder, bytes, count);
  jpeg_read_header(decoder, TRUE);
  set_output(decoder, divisor, luma_chroma);
  jpeg_calc_output_dimensions(decoder);
  struct ci_header header = {decoder->output_width, decoder->output_height, decoder->image_width,
                             decoder->image_height, CI_GRAY8};
  if (!layout_of(decoder, &header.layout)) refuse(&state, CI_UNSUPPORTED, "not gray, YCbCr, RGB or CMYK");
  if (!sink->begin(sink->context, &header)) refuse(&state, CI_REFUSED, "");
  if (jpeg_has_multiple_scans(decoder)) decoder->progress = &state.progress;
  jpeg_start_decompress(decoder);
  read_rows(decoder, sink);
  jpeg_finish_decompress(decoder);
  jpeg_destroy_decompress(decoder);
}

/// libjpeg's error manager and where to go.
struct encoder_state {
  struct jpeg_error_mgr base;
  struct jpeg_compress_struct encoder;
  unsigned char *bytes;
  unsigned long count;
  jmp_buf exit;
};

static void on_encoder_error(j_common_ptr info) { longjmp(((struct encoder_state *)info->err)->exit, 1); }

void ci_jpeg_encode(const uint8_t *pixels, uint32_t width, uint32_t height, int quality, uint8_t **bytes,
                    size_t *count) {
  struct encoder_state state;
  memset(&state, 0, sizeof state);
  struct jpeg_compress_struct *encoder = &state.encoder;
  *bytes = NULL;
  *count = 0;
  encoder->err = jpeg_std_error(&state.base);
  state.base.error_exit = on_encoder_error;
  state.base.output_message = on_output;
  if (setjmp(state.exit)) {
    jpeg_destroy_compress(encoder);
    free(state.bytes);
    return;
  }
  jpeg_create_compress(encoder);
  jpeg_mem_dest(encoder, &state.bytes, &state.count);
  encoder->image_width = width;
  encoder->image_height = height;
  encoder->input_components = 3;
  encoder->in_color_space = JCS_RGB;
  jpeg_set_defaults(encoder);
  jpeg_set_quality(encoder, quality, TRUE);
  jpeg_start_compress(encoder, TRUE);
  while (encoder->next_scanline < height) {
    JSAMPROW row = (JSAMPROW)(pixels + (size_t)encoder->next_scanline * width * 3);
    jpeg_write_scanlines(encoder, &row, 1);
  }
  jpeg_finish_compress(encoder);
  jpeg_destroy_compress(encoder);
  *bytes = state.bytes;
  *count = state.count;
}
