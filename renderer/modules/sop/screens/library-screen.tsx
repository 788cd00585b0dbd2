import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SopRow } from '../../../../shared/modules/sop/library-contract.ts';
import type { Action } from '../../../app/action-bar.tsx';
import { ButtonLink } from '../../../app/button-link.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { SwitchField } from '../../../ui/choice-field.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { SearchField } from '../../../ui/text-field.tsx';
import { useIsDrawn } from '../../../ui/use-is-drawn.ts';
import { AddSopSheet } from '../parts/library-add-sheet.tsx';
import { useExportSops } from '../parts/library-export.tsx';
import { LibraryRow } from '../parts/library-row.tsx';
import { groupOf } from '../parts/version-tones.ts';

/** So many rows fill a window; the others are drawn right after them. */
const firstRows = 10;
const groups = ['attention', 'effective', 'working', 'retired'] as const;

/** What is in force, what needs someone, what is being written. */
export function LibraryScreen() {
  const { t } = useTranslation('sop');
  const navigate = useNavigate();
  const { may } = useSession();
  const [isAdding, setAdding] = useState(false);
  const [withRetired, setWithRetired] = useState(false);
  const [search, setSearch] = useState('');
  const sops = useQuery(
    useApi().sop.library.list.queryOptions({ input: { withRetired }, meta: { topics: ['sop', 'people'] } }),
  );
  const exporting = useExportSops();
  const start: Action = {
    label: t('run.start.action'),
    onPress: () => void navigate({ to: '/procedures/start/$sopId', params: { sopId: 'choose' } }),
  };
  const ids = (sops.data ?? []).map(({ sopId }) => sopId);
  return (
    <Screen
      title={t('library.title')}
      actions={{
        state: exporting.told,
        secondary: [
          ...(ids.length === 0 || !exporting.canStart
            ? []
            : [
                {
                  label: t('library.exportAll'),
                  isPending: exporting.mutation.isPending,
                  onPress: () => void exporting.start(ids, t('library.title')),
                },
              ]),
          ...(may('sop.write') ? [start] : []),
        ],
        primary: may('sop.write') ? { label: t('library.add'), icon: 'add', onPress: () => setAdding(true) } : start,
      }}
      side={
        <Card title={t('library.filter')}>
          <SearchField label={t('library.search')} value={search} onChange={setSearch} />
          <SwitchField label={t('library.withRetired')} isOn={withRetired} onChange={setWithRetired} />
        </Card>
      }
    >
      <MutationError mutation={exporting.mutation} />
      <Loaded query={sops}>{(rows) => <Groups rows={rows} search={search} />}</Loaded>
      {isAdding && <AddSopSheet onClose={() => setAdding(false)} />}
    </Screen>
  );
}

function Groups({ rows, search }: { readonly rows: readonly SopRow[]; readonly search: string }) {
  const { t } = useTranslation('sop');
  const isDrawn = useIsDrawn();
  const toRead = rows.filter(({ mustIRead }) => mustIRead).length;
  const words = search.trim().toLowerCase();
  const found = rows.filter(({ code, title }) => `${code} ${title}`.toLowerCase().includes(words));
  const inOrder = groups.flatMap((group) => found.filter((row) => groupOf(row) === group));
  const drawn = isDrawn ? inOrder : inOrder.slice(0, firstRows);
  if (rows.length === 0) {
    return (
      <EmptyState
        title={t('library.empty')}
        action={<ButtonLink to="/procedures/starters">{t('library.emptyStarters')}</ButtonLink>}
      >
        <p>{t('library.emptyMore')}</p>
      </EmptyState>
    );
  }
  return (
    <>
      {toRead > 0 && (
        <Banner
          tone="attention"
          title={t('library.toRead', { count: toRead })}
          action={<ButtonLink to="/procedures/reading">{t('library.toReadGo')}</ButtonLink>}
        />
      )}
      {toRead === 0 &&
        rows.every((row) => groupOf(row) !== 'attention') &&
        rows.some((row) => row.effective !== null) && <Banner tone="good" title={t('library.calm')} />}
      {found.length === 0 && <p>{t('library.none')}</p>}
      {groups.map((group) => {
        const ofGroup = drawn.filter((row) => groupOf(row) === group);
        return (
          ofGroup.length > 0 && (
            <section key={group} className={styles.plain} aria-labelledby={`library-${group}`}>
              <h2 id={`library-${group}`}>{t(`library.group.${group}`)}</h2>
              <ul className={styles.rows}>
                {ofGroup.map((row) => (
                  <li key={row.sopId}>
                    <LibraryRow row={row} />
                  </li>
                ))}
              </ul>
            </section>
          )
        );
      })}
    </>
  );
}
