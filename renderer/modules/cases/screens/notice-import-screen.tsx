import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoticePreview } from '../../../../shared/modules/cases/project-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import type { HostClient } from '../../../data/client.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import styles from '../../../ui/rows.module.css';

type Opened = Awaited<ReturnType<HostClient['cases']['notices']['open']>>;

/** Notices from a file: what it holds and whom it concerns here is shown before anything is kept. */
export function NoticeImportScreen() {
  const { t } = useTranslation('notices');
  const api = useApi().cases.notices;
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<{ readonly name: string; readonly held: Opened } | null>(null);
  const [rows, setRows] = useState<string[]>([]);
  const open = useMutation(api.open.mutationOptions());
  const take = useMutation(
    api.take.mutationOptions({ onSuccess: () => void navigate({ to: '/cases/notices', replace: true }) }),
  );
  const read = async (chosen: File | undefined) => {
    if (chosen === undefined) {
      return;
    }
    const bytes = new Uint8Array(await chosen.arrayBuffer());
    open.mutate(
      { fileName: chosen.name, bytes },
      {
        onSuccess: (held) => {
          setFile({ name: chosen.name, held });
          setRows(held.notices.filter(({ isKnown }) => !isKnown).map(({ row }) => String(row)));
        },
      },
    );
    if (input.current !== null) {
      // The same file chosen again is a choice too.
      input.current.value = '';
    }
  };
  const choose = () => input.current?.click();
  return (
    <Screen
      title={t('import.title')}
      crumbs={[{ label: t('title'), to: '/cases/notices' }]}
      actions={
        file === null
          ? { primary: { label: t('import.choose'), icon: 'file', isPending: open.isPending, onPress: choose } }
          : {
              state: <RecordMark place="draft" detail={file.name} />,
              secondary: [{ label: t('import.another'), onPress: choose }],
              primary: {
                label: t('import.take', { count: rows.length }),
                isDisabled: rows.length === 0,
                isPending: take.isPending,
                onPress: () => take.mutate({ importId: file.held.importId, rows: rows.map(Number) }),
              },
            }
      }
    >
      <input
        ref={input}
        type="file"
        accept=".benchside,.json,.csv"
        hidden
        aria-label={t('import.choose')}
        onChange={(event) => void read(event.target.files?.[0])}
      />
      {file === null && (
        <Card title={t('import.choose')}>
          <p>{t('import.more')}</p>
        </Card>
      )}
      {open.isPending && <p role="status">{t('import.reading')}</p>}
      <MutationError mutation={open} />
      <MutationError mutation={take} />
      {file !== null && <Held held={file.held} rows={rows} onRows={setRows} />}
    </Screen>
  );
}

interface HeldProps {
  readonly held: Opened;
  readonly rows: readonly string[];
  readonly onRows: (rows: string[]) => void;
}

function Held({ held, rows, onRows }: HeldProps) {
  const { t } = useTranslation('notices');
  const say = useSay();
  const fresh = held.notices.filter(({ isKnown }) => !isKnown);
  const known = held.notices.filter(({ isKnown }) => isKnown);
  return (
    <>
      {fresh.length === 0 ? (
        <Banner tone="info" title={t('import.nothing')} />
      ) : (
        <Card title={t('import.preview')}>
          <CheckField
            label={t('import.which')}
            values={rows}
            onChange={onRows}
            choices={fresh.map((each) => ({
              value: String(each.row),
              label: `${each.number} ${each.title}`.trim(),
              detail: <Concerned of={each} />,
            }))}
          />
        </Card>
      )}
      {known.length > 0 && (
        <Card title={t('import.known')}>
          <ul className={styles.plain}>
            {known.map((each) => (
              <li key={each.row}>{`${each.number} ${each.title}`.trim()}</li>
            ))}
          </ul>
        </Card>
      )}
      {held.rejected.length > 0 && (
        <Card title={t('import.rejected')} tone="attention">
          <ul className={styles.plain}>
            {held.rejected.map((each) => (
              <li key={`${each.row} ${each.code}`}>
                {t('import.row', { row: each.row })}: {say(each.code, each.data)}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

/** Whom a notice of the file concerns here, before it is taken. */
function Concerned({ of }: { readonly of: NoticePreview }) {
  const { t } = useTranslation('notices');
  const concerned = of.matches.filter(({ verdict }) => verdict !== 'does-not-apply');
  return (
    <>
      {[of.maker, t(`severity.${of.severity}`)].filter(Boolean).join(', ')}
      {': '}
      {concerned.length === 0
        ? t('noMatch')
        : concerned
            .map(({ instrumentName, verdict }) =>
              verdict === 'applies' ? instrumentName : t('match.perhaps', { instrument: instrumentName }),
            )
            .join(', ')}
    </>
  );
}
