import { crc32, inflateSync } from 'node:zlib';

export type PictureType = 'png' | 'jpeg';

/** Larger than any phone's; a small file must not unfold to gigabytes. */
const mostPixelBytes = 200 * 1024 * 1024;
const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * The type of a picture that can be set on paper, or null: not a PNG or JPEG, or damaged. Looked at here, because the writer
 * of the PDF ends on a damaged one while it works.
 */
export function findSettable(bytes: Uint8Array): PictureType | null {
  const picture = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (picture.subarray(0, 8).equals(pngStart)) return isWholePng(picture) ? 'png' : null;
  return picture[0] === 0xff && picture[1] === 0xd8 && isReadableJpeg(picture) ? 'jpeg' : null;
}

/** Every part with its checksum, and as many bytes of pixels as its size asks for (PNG specification, 5 and 11). */
function isWholePng(picture: Buffer): boolean {
  const data: Buffer[] = [];
  let wanted = 0;
  let hasPalette = false;
  for (let at = 8; at + 12 <= picture.length; ) {
    const length = picture.readUInt32BE(at);
    const end = at + 8 + length;
    if (end + 4 > picture.length) return false;
    const type = picture.toString('latin1', at + 4, at + 8);
    if (crc32(picture.subarray(at + 4, end)) !== picture.readUInt32BE(end)) return false;
    if (type === 'IHDR' && length >= 13) {
      const [width, height] = [picture.readUInt32BE(at + 8), picture.readUInt32BE(at + 12)];
      const [depth = 0, colour = 0, interlace = 0] = [picture[at + 16], picture[at + 17], picture[at + 20]];
      // An interlaced one is cut into seven, which the writer of the PDF puts together only for some kinds.
      if (interlace !== 0 || width === 0 || height === 0 || !(colour in channelsOf)) return false;
      hasPalette = colour !== 3;
      wanted = height * (1 + Math.ceil((width * depth * (channelsOf[colour] ?? 0)) / 8));
    }
    if (type === 'PLTE') hasPalette = true;
    if (type === 'IDAT') data.push(picture.subarray(at + 8, end));
    if (type === 'IEND') break;
    at = end + 4;
  }
  if (wanted === 0 || wanted > mostPixelBytes || !hasPalette) return false;
  try {
    return inflateSync(Buffer.concat(data), { maxOutputLength: mostPixelBytes }).length === wanted;
  } catch {
    return false;
  }
}

/** Its marks can be followed to the one that holds its size (ITU T.81, B.1). */
function isReadableJpeg(picture: Buffer): boolean {
  for (let at = 2; at + 9 < picture.length; ) {
    const [start, mark = 0] = [picture[at], picture[at + 1]];
    if (start !== 0xff) return false;
    const isSize = mark >= 0xc0 && mark <= 0xcf && mark !== 0xc4 && mark !== 0xc8 && mark !== 0xcc;
    if (isSize) {
      const channels = picture[at + 9] ?? 0;
      return picture.readUInt16BE(at + 5) > 0 && picture.readUInt16BE(at + 7) > 0 && [1, 3, 4].includes(channels);
    }
    if (mark === 0xda || mark === 0xd9) return false;
    at += 2 + picture.readUInt16BE(at + 2);
  }
  return false;
}
