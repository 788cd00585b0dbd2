import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LivePosition, NamingView, Unnamed } from '../../../../shared/modules/definitions/contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatInstant } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { type Nameable, NameSheet } from '../parts/name-sheet.tsx';

/** The newest message of an instrument, place by place: what is named, how it is known, and a way to name the rest. */
export function FieldsScreen() {
  const { t } = useTranslation('definitions');
  const { id, title, crumbs } = useInstrument();
  const api = useApi().definitions;
  const naming = useQuery(
    api.naming.queryOptions({
      input: { instrumentId: id },
      meta: { topics: ['definitions', 'messages', 'instruments'] },
    }),
  );
  const [about, setAbout] = useState<Nameable | null>(null);
  const [version, setVersion] = useState<string | null>(null);
  return (
    <Screen title={title} crumbs={crumbs}>
      {version !== null && (
        <Banner tone="good" title={t('fields.saved', { version })}>
          {t('fields.savedMore')}
        </Banner>
      )}
      <Loaded query={naming}>
        {(view) => (
          <>
            <Stale instrumentId={id} count={view.staleCount} />
            <Naming view={view} onName={setAbout} />
            {about !== null && (
              <NameSheet
                instrumentId={id}
                about={about}
                analytes={view.analytes}
                onSaved={setVersion}
                onClose={() => setAbout(null)}
              />
            )}
          </>
        )}
      </Loaded>
    </Screen>
  );
}

function Stale({ instrumentId, count }: { readonly instrumentId: string; readonly count: number }) {
  const { t } = useTranslation('definitions');
  const readAgain = useMutation(useApi().definitions.readAgain.mutationOptions());
  const done = readAgain.data;
  return (
    <>
      <MutationError mutation={readAgain} />
      {done !== undefined && (
        <Banner tone="good" title={t('fields.readDone', { count: done.readCount, changed: done.changedCount })}>
          {t('fields.readKept')} {done.goneCount > 0 && t('fields.readGone', { count: done.goneCount })}
        </Banner>
      )}
      {count > 0 && done === undefined && (
        <Banner
          tone="info"
          title={t('fields.stale', { count })}
          action={
            <Button isPending={readAgain.isPending} onPress={() => readAgain.mutate({ instrumentId })}>
              {t('fields.readAgain')}
            </Button>
          }
        >
          {t('fields.readKept')}
        </Banner>
      )}
    </>
  );
}

interface NamingProps {
  readonly view: NamingView;
  readonly onName: (about: Nameable) => void;
}

function Naming({ view, onName }: NamingProps) {
  const { t } = useTranslation('definitions');
  if (!view.isNameable) return <EmptyState title={t('fields.notNameable')}>{t('fields.notNameableMore')}</EmptyState>;
  if (view.messageId === null) return <EmptyState title={t('fields.none')}>{t('fields.noneMore')}</EmptyState>;
  const tests = view.unnamed.filter(({ kind }) => kind === 'test' || view.positions.length === 0);
  return (
    <>
      <Card title={t('fields.title')}>
        <p>{t('fields.about')}</p>
        {view.askWhere !== '' && <p className={styles.muted}>{t('fields.ask', { where: view.askWhere })}</p>}
      </Card>
      {tests.length > 0 && (
        <Card title={t('fields.unnamed')}>
          <ul className={styles.rows}>
            {tests.map((one) => (
              <UnnamedRow key={one.place} one={one} onName={onName} />
            ))}
          </ul>
        </Card>
      )}
      {view.positions.length > 0 ? (
        <Positions view={view} onName={onName} />
      ) : (
        tests.length === 0 && <p role="status">{t('fields.allNamed')}</p>
      )}
    </>
  );
}

function UnnamedRow({ one, onName }: { readonly one: Unnamed; readonly onName: NamingProps['onName'] }) {
  const { t } = useTranslation('definitions');
  const [shows = ''] = one.examples;
  const test = one.place.replace(/^test /, '');
  return (
    <li className={styles.row}>
      <span className={styles.main}>
        <StateMark tone="unknown">{one.place}</StateMark>
        <span className={styles.text}>{shows}</span>
        <span className={styles.muted}>{t('fields.inMessages', { count: one.messageCount })}</span>
      </span>
      <Button
        onPress={() =>
          onName({ place: one.place, isTest: one.kind === 'test', shows, name: test, test, analyte: null, unit: '' })
        }
      >
        {t('fields.name_it')}
      </Button>
    </li>
  );
}

function Positions({ view, onName }: NamingProps) {
  const { t } = useTranslation('definitions');
  return (
    <Card title={t('fields.message')}>
      <p className={styles.muted}>{t('fields.received', { at: formatInstant(view.receivedAt ?? '', 'minutes') })}</p>
      <DataTable<LivePosition>
        caption={t('fields.message')}
        rows={view.positions}
        rowKey={({ place }) => place}
        columns={[
          { key: 'position', title: t('fields.position'), kind: 'code', cell: (row) => row.position },
          { key: 'shows', title: t('fields.shows'), kind: 'code', cell: (row) => row.shows },
          {
            key: 'name',
            title: t('fields.name'),
            cell: (row) => [row.name, row.test === row.name ? '' : row.test, row.unit].filter(Boolean).join(' · '),
          },
          {
            key: 'known',
            title: t('fields.known'),
            cell: (row) => (
              <StateMark tone={row.status === 'ask' || row.status === 'none' ? 'unknown' : 'info'}>
                {t(`fields.status.${row.status}`)}
              </StateMark>
            ),
          },
          {
            key: 'act',
            title: '',
            cell: (row) => {
              const isUnknown = row.status === 'ask' || row.status === 'none';
              return (
                <Button
                  look="quiet"
                  aria-label={`${t(isUnknown ? 'fields.name_it' : 'fields.rename')} ${row.position}`}
                  onPress={() => onName({ ...row, name: isUnknown ? '' : row.name, isTest: false })}
                >
                  {t(isUnknown ? 'fields.name_it' : 'fields.rename')}
                </Button>
              );
            },
          },
        ]}
      />
    </Card>
  );
}
