import type { Faces, Look } from './faces.ts';

/** Grey of rules and of shaded columns; everything that means something is black. */
export const ruleGrey = '#999999';
export const shadeGrey = '#EEEEEE';

/** What can be put on paper. The counting pass has a canvas that draws nothing. */
export interface Canvas {
  newPage(): void;
  /** `baseline` is where the letters stand. */
  text(font: string, size: number, text: string, x: number, baseline: number): void;
  line(from: Point, to: Point, width: number, colour?: string): void;
  rect(box: Box, how: { fill?: string; stroke?: number; colour?: string }): void;
  hatch(box: Box): void;
  /** A PNG or JPEG, base64; the picture keeps its shape within the box. */
  picture(base64: string, box: Box): void;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** The canvas of the counting pass: pages are counted, nothing is drawn. */
export const noCanvas: Canvas = {
  newPage: () => undefined,
  text: () => undefined,
  line: () => undefined,
  rect: () => undefined,
  hatch: () => undefined,
  picture: () => undefined,
};

export interface SheetOptions {
  readonly canvas: Canvas;
  readonly faces: Faces;
  readonly size: { readonly width: number; readonly height: number };
  readonly margin: { readonly x: number; readonly top: number; readonly bottom: number };
  /** Draws head and foot of a page that has just begun. */
  readonly furnish: (sheet: Sheet, page: number) => void;
}

/** Sets things one below the other and begins pages; knows nothing of what they mean. */
export class Sheet {
  readonly faces: Faces;
  readonly left: number;
  readonly width: number;
  readonly height: number;
  y = 0;
  pageCount = 0;
  readonly #options: SheetOptions;

  constructor(options: SheetOptions) {
    this.#options = options;
    this.faces = options.faces;
    this.left = options.margin.x;
    this.width = options.size.width - 2 * options.margin.x;
    this.height = options.size.height;
  }

  get canvas(): Canvas {
    return this.#options.canvas;
  }

  get bottom(): number {
    return this.height - this.#options.margin.bottom;
  }

  /** Space from here to the foot of the page. */
  get room(): number {
    return this.pageCount === 0 ? 0 : this.bottom - this.y;
  }

  get isAtTop(): boolean {
    return this.y === this.#options.margin.top;
  }

  newPage(): void {
    this.canvas.newPage();
    this.pageCount += 1;
    this.y = this.#options.margin.top;
    this.#options.furnish(this, this.pageCount);
  }

  /** Begins a page unless so much fits on this one; answers whether it did. */
  need(height: number): boolean {
    if (this.pageCount > 0 && (height <= this.room || this.isAtTop)) return false;
    this.newPage();
    return true;
  }

  skip(height: number): void {
    this.y = Math.min(this.bottom, this.y + height);
  }

  /** One line at a place; `align` is about the given x. */
  put(text: string, at: Point, look: Look, size: number, align: 'left' | 'centre' | 'right' = 'left'): void {
    if (text === '') return;
    const width = align === 'left' ? 0 : this.faces.widthOf(text, look, size);
    let x = align === 'left' ? at.x : align === 'right' ? at.x - width : at.x - width / 2;
    for (const run of this.faces.runs(text, look)) {
      this.canvas.text(run.font, size, run.text, x, at.y);
      x += this.faces.widthOf(run.text, look, size);
    }
  }

  /** A paragraph over the width, page by page. */
  paragraph(text: string, look: Look, size: number, indent = 0): void {
    const height = size * 1.35;
    for (const line of this.faces.wrap(text, look, size, this.width - indent)) {
      this.need(height);
      this.put(line, { x: this.left + indent, y: this.y + size }, look, size);
      this.y += height;
    }
  }
}
