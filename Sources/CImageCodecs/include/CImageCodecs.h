#pragma once
#include <stddef.h>
#include <stdint.h>

// Pictures of strangers, decoded. One function a format: bytes in, rows out through a sink, everything the library
// allocated released before it returns. Rows come top to bottom, each exactly once.
//
// Why C: libjpeg and libpng leave by longjmp, which must not cross a Swift frame. The sink's functions are Swift, but
// they are called from C and return to C before the library can jump, so no Swift frame is ever on the jumped-over stack.

#pragma clang assume_nonnull begin

/// What one row holds; 16-bit samples are big-endian.
enum ci_layout {
  CI_GRAY8 = 1,
  CI_GRAY16,
  CI_GRAY_ALPHA8,
  CI_GRAY_ALPHA16,
  CI_RGB8,
  CI_RGBA8,
  CI_YCC8,   ///< full-range YCbCr of JFIF
  CI_CMYK8,  ///< as stored in the JPEG: Adobe's writers store 255 for no ink
};

/// How a decode ended.
enum ci_status {
  CI_OK = 0,
  CI_REFUSED,      ///< the sink's `begin` said no
  CI_TRUNCATED,    ///< the bytes end before the picture does
  CI_CORRUPT,
  CI_UNSUPPORTED,  ///< a valid coding that the library does not read
  CI_BAD_SIZE,     ///< no width or no height
  CI_SCANS,        ///< more scans than allowed
  CI_MEMORY,       ///< an allocation failed or the decoder's memory limit was reached
  CI_PIXELS,       ///< the declared size is beyond what the library looks at
  CI_FRAMES,       ///< more frames than allowed
};

/// The picture the rows belong to.
struct ci_header {
  uint32_t width;   ///< of the rows delivered
  uint32_t height;
  uint32_t stored_width;  ///< of the picture in the file
  uint32_t stored_height;
  enum ci_layout layout;
};

/// Receives a picture. `begin` comes once, before pixel memory is taken, and refuses by returning 0.
struct ci_sink {
  void *context;
  int (*begin)(void *context, const struct ci_header *header);
  void (*row)(void *context, uint32_t y, const uint8_t *pixels);
};

/// What the library said.
struct ci_outcome {
  enum ci_status status;
  int warnings;
  int truncated;  ///< CI_OK, but pixels are missing: the library filled them in
  char message[200];
};

/// JPEG by libjpeg-turbo. `divisor` is 1, 2, 4 or 8: rows of a picture that many times smaller, made by the inverse DCT.
/// `luma_chroma` asks for YCC rows where the file holds them; else rows are gray, RGB or CMYK.
/// C because libjpeg's error_exit must not return.
void ci_jpeg_decode(const uint8_t *bytes, size_t count, int divisor, int luma_chroma, int maximum_scans,
                    size_t maximum_memory, const struct ci_sink *sink, struct ci_outcome *outcome);

/// A JPEG of `width` x `height` RGB pixels at `quality`, 4:2:0, as libjpeg's defaults are. `*bytes` is malloc'ed, or null
/// when there was no memory. C because libjpeg's error_exit must not return.
void ci_jpeg_encode(const uint8_t *pixels, uint32_t width, uint32_t height, int quality,
                    uint8_t *_Nullable *_Nonnull bytes, size_t *count);

/// PNG by libpng: palettes, small depths and tRNS expanded, 16-bit colour cut to 8, 16-bit gray as it is.
/// C because libpng's error function must not return.
void ci_png_decode(const uint8_t *bytes, size_t count, const struct ci_sink *sink, struct ci_outcome *outcome);

/// WebP by libwebp: a still picture, or the first frame of an animation on its canvas. `alpha` chooses RGBA rows;
/// with `keep_truncated` a still picture whose bytes end early gives the rows there are (and CI_TRUNCATED).
/// C because the demultiplexer, its iterator and the buffers each have a release of their own that every path must make.
void ci_webp_decode(const uint8_t *bytes, size_t count, int alpha, int keep_truncated, const struct ci_sink *sink,
                    struct ci_outcome *outcome);

/// What an AVIF file says before its pixels are decoded.
struct ci_avif_facts {
  uint32_t width;
  uint32_t height;
  int frames;
  int alpha;
  int gray;  ///< no chroma planes
  int icc;
  int orientation;  ///< EXIF's number for the file's `irot` and `imir`, 1 to 8
};

/// Whether AVIF is decoded: the trait AVIF of the package. Without, the two functions below say CI_UNSUPPORTED.
int ci_avif_available(void);

/// The facts of an AVIF file by libavif, which reads its boxes and takes no memory for pixels.
/// C because the decoder has a release of its own that every path must make.
void ci_avif_header(const uint8_t *bytes, size_t count, int maximum_frames, struct ci_avif_facts *facts,
                    struct ci_outcome *outcome);

/// AVIF by libavif: the picture, or the first frame of a sequence, as RGB or RGBA rows. No picture inside it may have
/// more than `maximum_pixels`. C for the same reason.
void ci_avif_decode(const uint8_t *bytes, size_t count, size_t maximum_pixels, const struct ci_sink *sink,
                    struct ci_outcome *outcome);

#pragma clang assume_nonnull end
