import { deflateSync, inflateSync } from 'node:zlib';

/** A picture's pixels, three bytes each. */
interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** A screen of ours has a handful of colours and the shades between them; more would only cost bytes. */
const COLOURS = 64;

function* chunksOf(png: Buffer): Generator<{ type: string; data: Buffer }> {
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    yield { type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) };
    at += length + 12;
  }
}

/** Undoes one of the five line filters of PNG in place (PNG specification 1.2, section 6). */
function unfilter(kind: number, line: Uint8Array, above: Uint8Array, step: number): void {
  for (let x = 0; x < line.length; x += 1) {
    const left = x >= step ? line[x - step]! : 0;
    const up = above[x]!;
    const corner = x >= step ? above[x - step]! : 0;
    let guess = 0;
    if (kind === 1) guess = left;
    else if (kind === 2) guess = up;
    else if (kind === 3) guess = (left + up) >> 1;
    else if (kind === 4) {
      const [byLeft, byUp, byCorner] = [
        Math.abs(up - corner),
        Math.abs(left - corner),
        Math.abs(left + up - 2 * corner),
      ];
      guess = byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
    }
    line[x] = (line[x]! + guess) & 255;
  }
}

/** Reads what a browser writes: eight bits a channel, RGB or RGBA, not interlaced. Transparency is dropped. */
export function readPng(png: Buffer): Pixels {
  const parts = [...chunksOf(png)];
  const head = parts.find(({ type }) => type === 'IHDR')?.data;
  if (head === undefined || head[8] !== 8 || (head[9] !== 2 && head[9] !== 6) || head[12] !== 0) {
    throw new Error('This picture is not of the kind a browser writes.');
  }
  const [width, height, step] = [head.readUInt32BE(0), head.readUInt32BE(4), head[9] === 6 ? 4 : 3];
  const raw = inflateSync(Buffer.concat(parts.filter(({ type }) => type === 'IDAT').map(({ data }) => data)));
  const rgb = new Uint8Array(width * height * 3);
  let above: Uint8Array = new Uint8Array(width * step);
  for (let y = 0; y < height; y += 1) {
    const at = y * (width * step + 1);
    const line = raw.subarray(at + 1, at + 1 + width * step);
    unfilter(raw[at]!, line, above, step);
    for (let x = 0; x < width; x += 1) rgb.set(line.subarray(x * step, x * step + 3), (y * width + x) * 3);
    above = line;
  }
  return { width, height, rgb };
}

const keyOf = (rgb: Uint8Array, at: number): number => (rgb[at]! << 16) | (rgb[at + 1]! << 8) | rgb[at + 2]!;

/** The most used colours, near ones counted as one. */
function choosePalette({ rgb }: Pixels): number[] {
  const counts = new Map<number, number>();
  for (let at = 0; at < rgb.length; at += 3) {
    const key = keyOf(rgb, at);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const palette: number[] = [];
  const NEAR = 300;
  for (const [colour] of [...counts].sort((a, b) => b[1] - a[1])) {
    if (palette.length === COLOURS) break;
    // The eight most used are kept exactly: they are the grounds, and two of them may lie close together.
    if (palette.length < 8 || palette.every((other) => distance(colour, other) > NEAR)) palette.push(colour);
  }
  return palette;
}

function distance(a: number, b: number): number {
  const [red, green, blue] = [(a >> 16) - (b >> 16), ((a >> 8) & 255) - ((b >> 8) & 255), (a & 255) - (b & 255)];
  return red * red + green * green + blue * blue;
}

const crcTable = Uint32Array.from({ length: 256 }, (_none, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = crcTable[(crc ^ byte) & 255]! ^ (crc >>> 8);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE((crc ^ 0xffffffff) >>> 0, body.length + 4);
  return framed;
}

/** The same picture with few colours: a third of the bytes, for pictures that live in the repository. */
export function shrinkPng(png: Buffer): Buffer {
  const pixels = readPng(png);
  const { width, height, rgb } = pixels;
  const palette = choosePalette(pixels);
  const nearest = new Map<number, number>();
  const indexOf = (colour: number): number => {
    let index = nearest.get(colour);
    if (index === undefined) {
      index = palette.reduce(
        (best, other, at) => (distance(colour, other) < distance(colour, palette[best]!) ? at : best),
        0,
      );
      nearest.set(colour, index);
    }
    return index;
  };
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) lines[y * (width + 1) + 1 + x] = indexOf(keyOf(rgb, (y * width + x) * 3));
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
