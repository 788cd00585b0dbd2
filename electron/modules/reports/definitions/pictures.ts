import type { ReportBlock } from '../../../../shared/reports/document.ts';
import type { HostContext } from '../../../host/module.ts';
import { findSettable } from '../pdf/settable-picture.ts';
import { say } from '../say.ts';
import { cut } from './verdicts.ts';

/** A picture that a report names, and where its bytes are asked for. */
export interface PictureToSet {
  readonly sha256: string;
  readonly caption: string;
  readonly of: 'case' | 'guide';
}

/** Set on one paper at most; more are named with their hash. */
const mostPictures = 12;
/** Of all pictures of one paper together: what a preview carries to the window and a parcel to the reader. */
const mostBytes = 24 * 1024 * 1024;
const size = { widthMm: 120, heightMm: 80 } as const;

/**
 * Pictures under their captions. What cannot be set (a GIF or WebP, a damaged file, one that is not on this bench, one too
 * many) is said in its place with its hash: a paper is never silent about a picture it names.
 */
export async function pictureBlocks(context: HostContext, pictures: readonly PictureToSet[]): Promise<ReportBlock[]> {
  if (pictures.length === 0) return [];
  const blocks: ReportBlock[] = [{ kind: 'heading', text: say('case.pictures') }];
  let count = 0;
  let byteCount = 0;
  for (const one of pictures) {
    const bytes = await read(context, one);
    const isRoom = count < mostPictures && byteCount + (bytes?.length ?? 0) <= mostBytes;
    const type = bytes === null || !isRoom ? null : findSettable(bytes);
    if (bytes === null || type === null) {
      const why = bytes === null ? 'missing' : isRoom ? 'not-settable' : 'no-room';
      const data = { caption: cut(one.caption, 200), sha256: one.sha256 };
      blocks.push({ kind: 'note', tone: 'plain', text: say(`case.picture.${why}`, data) });
      continue;
    }
    count += 1;
    byteCount += bytes.length;
    const image = { type, base64: Buffer.from(bytes).toString('base64') };
    blocks.push({ kind: 'picture', caption: cut(one.caption, 300), image, ...size });
  }
  return blocks;
}

/** The bytes, or null where they are not on this bench or no longer what they were. */
async function read({ calls }: HostContext, { of, sha256 }: PictureToSet): Promise<Uint8Array | null> {
  try {
    const { bytes } = await (of === 'case' ? calls.cases.picture({ sha256 }) : calls.troubleshooting.photo({ sha256 }));
    return bytes;
  } catch {
    return null;
  }
}
