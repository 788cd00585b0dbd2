import type { WrittenBundle } from '../../sync/bundle/write-bundle.ts';

/** Sums over the parts of what was written. */
export const totalsOf = ({ records, files, parts }: WrittenBundle) => ({
  recordCount: records,
  fileCount: files,
  byteCount: parts.reduce((sum, { byteCount }) => sum + byteCount, 0),
  partCount: parts.length,
});
