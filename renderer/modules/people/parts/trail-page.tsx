import { useQuery } from '@tanstack/react-query';
import type { AuditEntry } from '../../../../shared/modules/people/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { AuditEntryRow } from './audit-entry.tsx';

const none: readonly never[] = [];

/** The entries of one page of the trail, with the signatures on them. */
export function TrailPage({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const hashes = entries.map(({ hash }) => hash);
  const signatures = useQuery(
    useApi().people.signatures.queryOptions({ input: { hashes }, enabled: hashes.length > 0 }),
  ).data;
  return entries.map((entry) => {
    const own = signatures?.filter(({ targets }) => targets.some(({ hash }) => hash === entry.hash)) ?? none;
    return (
      <li key={entry.hash}>
        <AuditEntryRow entry={entry} signatures={own} />
      </li>
    );
  });
}
