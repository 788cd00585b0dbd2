import { useQuery } from '@tanstack/react-query';
import { useApi } from '../data/data-layer.tsx';
import { SignatureMarks } from '../ui/signature-mark.tsx';

interface RecordSignaturesProps {
  readonly hash: string;
  /** The module whose records may unseat it. */
  readonly topic: string;
}

/** Signatures on one record, as everywhere else; nothing while they are read. */
export function RecordSignatures({ hash, topic }: RecordSignaturesProps) {
  const { data } = useQuery(
    useApi().people.signatures.queryOptions({
      input: { hashes: [hash] },
      meta: { topics: ['people', topic] },
    }),
  );
  return (
    data !== undefined && <SignatureMarks signatures={data.map((each) => ({ ...each, isCurrent: each.counts }))} />
  );
}
