import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PackPreview } from '../../../../shared/modules/definitions/contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';

type Item = PackPreview['items'][number];
const canTake = ({ refusedBecause, standing }: Item) => refusedBecause === '' && standing !== 'same';

/** A pack of definitions: tried out and shown, then taken by a person with a reason, whole or not at all. */
export function PackImportScreen() {
  const { t } = useTranslation('definitions');
  const navigate = useNavigate();
  const api = useApi().definitions;
  const input = useRef<HTMLInputElement>(null);
  const [bytes, setBytes] = useState<Uint8Array<ArrayBuffer> | null>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [reason, setReason] = useState('');
  const preview = useMutation(api.previewPack.mutationOptions());
  const take = useMutation(api.takePack.mutationOptions());
  const read = async (picked: File | undefined) => {
    if (picked === undefined) return;
    const next = new Uint8Array(await picked.arrayBuffer());
    setBytes(next);
    take.reset();
    preview.mutate(
      { bytes: next },
      // What is older than what is here is never chosen for the person.
      {
        onSuccess: ({ items }) =>
          setChosen(
            items.filter((item) => canTake(item) && item.standing !== 'older').map(({ index }) => String(index)),
          ),
      },
    );
    // The same file chosen again is a choice too.
    if (input.current !== null) input.current.value = '';
  };
  const choose = () => input.current?.click();
  const found = preview.data;
  const takeThem = () => {
    if (bytes === null || found === undefined) return;
    take.mutate({ bytes, sha256: found.sha256, indexes: chosen.map(Number), reason });
  };
  return (
    <Screen
      title={t('pack.importTitle')}
      crumbs={[{ label: t('title'), to: '/definitions' }]}
      actions={
        take.data !== undefined
          ? { primary: { label: t('open'), onPress: () => void navigate({ to: '/definitions' }) } }
          : found === undefined
            ? { primary: { label: t('pack.choose'), icon: 'file', isPending: preview.isPending, onPress: choose } }
            : {
                secondary: [{ label: t('pack.another'), onPress: choose }],
                primary: {
                  label: t('pack.take', { count: chosen.length }),
                  isDisabled: chosen.length === 0 || reason.trim() === '',
                  isPending: take.isPending,
                  onPress: takeThem,
                },
              }
      }
    >
      <input
        ref={input}
        type="file"
        accept=".benchside"
        hidden
        aria-label={t('pack.choose')}
        onChange={(event) => void read(event.target.files?.[0])}
      />
      <MutationError mutation={preview} />
      <MutationError mutation={take} />
      {take.data !== undefined ? (
        <Banner tone="good" title={t('pack.taken', { count: take.data.takenCount })}>
          {t('pack.takenMore')}
        </Banner>
      ) : found === undefined ? (
        <Card title={t('pack.importTitle')}>
          <p>{t('pack.importMore')}</p>
        </Card>
      ) : (
        <Preview found={found} chosen={chosen} onChoose={setChosen} reason={reason} onReason={setReason} />
      )}
    </Screen>
  );
}

interface PreviewProps {
  readonly found: PackPreview;
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[]) => void;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
}

function Preview({ found, chosen, onChoose, reason, onReason }: PreviewProps) {
  const { t } = useTranslation('definitions');
  const say = useSay();
  return (
    <>
      <Card title={t('pack.inPack')}>
        <p className={styles.muted}>
          {t('pack.made', { by: found.madeBy, at: formatInstant(found.madeAt, 'minutes') })}
        </p>
        <p className={styles.muted}>
          {found.signedBy ? t(`pack.signed.${found.signedBy.standing}`, found.signedBy) : t('pack.unsigned')}
        </p>
        {found.badLines.length > 0 && (
          <Banner
            tone="attention"
            title={t('pack.bad', {
              count: found.badLines.length,
              lines: found.badLines.map(({ line }) => line).join(', '),
            })}
          >
            {t('pack.badMore')}
          </Banner>
        )}
        <CheckField
          label={t('pack.whichToTake')}
          values={chosen}
          choices={found.items.filter(canTake).map((item) => ({
            value: String(item.index),
            label: `${item.key} ${item.version}`,
            detail: t(`pack.standing.${item.standing}`),
          }))}
          onChange={onChoose}
        />
        {found.items
          .filter((item) => !canTake(item))
          .map((item) => (
            <p key={item.index} className={styles.row}>
              <StateMark tone={item.refusedBecause === '' ? 'info' : 'attention'}>
                {`${item.key} ${item.version}`.trim()}
              </StateMark>{' '}
              {item.refusedBecause === ''
                ? t('pack.standing.same')
                : `${t('pack.refused', { why: say(item.refusedBecause) })} ${item.problem}`}
            </p>
          ))}
        <TextField label={t('pack.reason')} value={reason} onChange={onReason} isRequired maxLength={500} />
      </Card>
      {found.items
        .filter((item) => item.changes.length > 0)
        .map((item) => (
          <Card key={item.index} title={`${item.key}: ${t('pack.changes', { count: item.changeCount })}`}>
            <DataTable
              caption={item.key}
              rows={item.changes}
              rowKey={({ path }) => path}
              columns={[
                { key: 'path', title: t('pack.place'), cell: ({ path }) => path },
                { key: 'before', title: t('pack.before'), kind: 'code', cell: ({ before }) => before },
                { key: 'after', title: t('pack.after'), kind: 'code', cell: ({ after }) => after },
              ]}
            />
            {item.changeCount > item.changes.length && <p>{t('pack.more', { count: item.changes.length })}</p>}
          </Card>
        ))}
    </>
  );
}
