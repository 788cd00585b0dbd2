import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../../data/data-layer.tsx';
import { SignatureMarks } from '../../../ui/signature-mark.tsx';

/** Signatures on one record of the service side, as everywhere else; nothing while they are read. */
export function ServiceSignatures({ hash }: { readonly hash: string }) {
  const { data } = useQuery(
    useApi().people.signatures.queryOptions({
      input: { hashes: [hash] },
      meta: { topics: ['people', 'maintenance'] },
    }),
  );
  return (
    data !== undefined && <SignatureMarks signatures={data.map((each) => ({ ...each, isCurrent: each.counts }))} />
  );
}
