import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportOptions } from '../../../../shared/modules/maintenance/import-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { TimeText } from '../../../ui/time-text.tsx';
import type { OpenedFile } from '../screens/import-screen.tsx';
import { ImportStepHead } from './import-step-head.tsx';

interface ImportFileStepProps {
  readonly onOpened: (file: OpenedFile, options: ImportOptions) => void;
  readonly onReport: (importId: string, fileName: string) => void;
}

/** Which file, and what it holds; the imports there were. */
export function ImportFileStep({ onOpened, onReport }: ImportFileStepProps) {
  const { t } = useTranslation('sheetImport');
  const api = useApi().maintenance.import;
  const input = useRef<HTMLInputElement>(null);
  const earlier = useQuery(api.list.queryOptions());
  const open = useMutation(api.open.mutationOptions());
  const take = async (chosen: File | undefined) => {
    if (chosen === undefined) {
      return;
    }
    const bytes = new Uint8Array(await chosen.arrayBuffer());
    open.mutate(
      { fileName: chosen.name, bytes },
      {
        onSuccess: ({ importId, sheets }) => {
          // The sheet with most rows is the one meant; another can be chosen.
          const [sheet] = sheets.toSorted((a, b) => b.rowCount - a.rowCount);
          if (sheet !== undefined) {
            onOpened({ importId, fileName: chosen.name, sheets }, sheet.suggested);
          }
        },
      },
    );
    if (input.current !== null) {
      // The same file chosen again is a choice too.
      input.current.value = '';
    }
  };
  return (
    <Screen
      title={t('title')}
      actions={{
        primary: {
          label: t('file.choose'),
          icon: 'file',
          isPending: open.isPending,
          onPress: () => input.current?.click(),
        },
      }}
      side={
        <Card title={t('file.earlier')}>
          <Loaded query={earlier}>
            {(rows) =>
              rows.length === 0 ? (
                <p>{t('file.earlierNone')}</p>
              ) : (
                <ul className={styles.rows}>
                  {rows.map((row) => (
                    <li key={row.importId} className={styles.withAction}>
                      <div className={styles.words}>
                        <span className={styles.text}>{row.fileName}</span>
                        <span className={styles.muted}>
                          {t(`kind.${row.kind}`)} · {t(`past.state.${row.state}`)} · <TimeText at={row.startedAt} /> ·{' '}
                          {t('past.by', { actor: row.actor })}
                        </span>
                        <span className={styles.muted}>
                          {t('past.line', {
                            taken: row.takenCount,
                            known: row.knownCount,
                            rejected: row.rejectedCount,
                          })}
                        </span>
                      </div>
                      {row.state !== 'opened' && (
                        <Button onPress={() => onReport(row.importId, row.fileName)}>{t('past.report')}</Button>
                      )}
                    </li>
                  ))}
                </ul>
              )
            }
          </Loaded>
        </Card>
      }
    >
      <ImportStepHead step="file" />
      <Card title={t('file.title')}>
        <p>{t('file.more')}</p>
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,.txt,.xlsx"
          hidden
          aria-label={t('file.choose')}
          onChange={(event) => void take(event.target.files?.[0])}
        />
        {open.isPending && <p role="status">{t('file.reading')}</p>}
        <MutationError mutation={open} />
      </Card>
    </Screen>
  );
}
