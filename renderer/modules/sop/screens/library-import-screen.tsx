import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileItem } from '../../../../shared/modules/sop/library-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';

interface ReadFile {
  readonly fileName: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const canTake = (item: FileItem) => item.refusedBecause === '' && !item.isKnown;

/** Procedures from a file: read first, chosen, and taken as drafts. */
export function SopImportScreen() {
  const { t } = useTranslation('sop');
  const navigate = useNavigate();
  const api = useApi().sop.files;
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<ReadFile | null>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const preview = useMutation(api.preview.mutationOptions());
  const take = useMutation(api.take.mutationOptions());
  const read = async (picked: File | undefined) => {
    if (picked === undefined) {
      return;
    }
    const next = { fileName: picked.name, bytes: new Uint8Array(await picked.arrayBuffer()) };
    setFile(next);
    take.reset();
    preview.mutate(next, {
      onSuccess: ({ items }) => setChosen(items.filter(canTake).map(({ index }) => String(index))),
    });
    if (input.current !== null) {
      // The same file chosen again is a choice too.
      input.current.value = '';
    }
  };
  const choose = () => input.current?.click();
  const found = preview.data;
  const taken = take.data;
  return (
    <Screen
      title={t('library.importTitle')}
      actions={
        taken !== undefined
          ? {
              secondary: [{ label: t('library.importAnother'), onPress: choose }],
              primary: { label: t('library.importGo'), onPress: () => void navigate({ to: '/procedures/library' }) },
            }
          : found === undefined
            ? {
                primary: {
                  label: t('library.importChoose'),
                  icon: 'file',
                  isPending: preview.isPending,
                  onPress: choose,
                },
              }
            : {
                secondary: [{ label: t('library.importAnother'), onPress: choose }],
                primary: {
                  label: t('library.importTake', { count: chosen.length }),
                  isDisabled: chosen.length === 0,
                  isPending: take.isPending,
                  onPress: () =>
                    file !== null && take.mutate({ ...file, sha256: found.sha256, indexes: chosen.map(Number) }),
                },
              }
      }
    >
      <input
        ref={input}
        type="file"
        accept=".benchside"
        hidden
        aria-label={t('library.importChoose')}
        onChange={(event) => void read(event.target.files?.[0])}
      />
      <MutationError mutation={preview} />
      <MutationError mutation={take} />
      {taken !== undefined ? (
        <Banner tone="good" title={t('library.importTaken', { count: taken.takenCount })}>
          {taken.knownCount > 0 && t('library.importTakenKnown', { count: taken.knownCount })}
        </Banner>
      ) : found === undefined ? (
        <Card title={t('library.importTitle')}>
          <p>{t('library.importMore')}</p>
          {preview.isPending && <p role="status">{t('library.importReading')}</p>}
        </Card>
      ) : (
        <Card title={file?.fileName ?? ''}>
          <p className={styles.muted}>
            {t('library.importMade', { by: found.madeBy, at: formatInstant(found.madeAt, 'minutes') })}
          </p>
          <p className={styles.muted}>
            {found.signedBy
              ? t(`library.importSigned.${found.signedBy.standing}`, found.signedBy)
              : t('library.importUnsigned')}
          </p>
          {found.badLines.length > 0 && (
            <Banner tone="attention" title={t('library.importBad', { count: found.badLines.length })}>
              {t('library.importBadMore', { lines: found.badLines.map(({ line }) => line).join(', ') })}
            </Banner>
          )}
          {found.items.length === 0 ? (
            <p>{t('library.importNone')}</p>
          ) : (
            <Items items={found.items} chosen={chosen} onChange={setChosen} />
          )}
        </Card>
      )}
    </Screen>
  );
}

interface ItemsProps {
  readonly items: readonly FileItem[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

function Items({ items, chosen, onChange }: ItemsProps) {
  const { t } = useTranslation('sop');
  const say = useSay();
  const others = items.filter((item) => !canTake(item));
  return (
    <>
      <CheckField
        label={t('library.importWhich')}
        values={chosen}
        choices={items.filter(canTake).map((item) => ({
          value: String(item.index),
          label: `${item.code} ${item.title}`.trim(),
          detail: <ItemFacts item={item} />,
        }))}
        onChange={onChange}
      />
      {others.length > 0 && (
        <ul className={styles.rows}>
          {others.map((item) => (
            <li key={item.index} className={styles.row}>
              <span className={styles.main}>
                <StateMark tone={item.isKnown ? 'info' : 'attention'}>
                  {item.isKnown
                    ? t('library.importKnown')
                    : t('library.importRefused', { why: say(`sop.file.${item.refusedBecause}`) })}
                </StateMark>
                <span className={styles.text}>{`${item.code} ${item.title}`.trim()}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function ItemFacts({ item }: { readonly item: FileItem }) {
  const { t } = useTranslation('sop');
  return (
    <span className={styles.rest}>
      <span>{t('library.version', { number: item.versionNumber })}</span>
      <span>{t('library.importSteps', { count: item.stepCount })}</span>
      <span>
        {item.joins === null
          ? t('library.importNew')
          : t('library.importJoins', { code: item.joins.code, title: item.joins.title })}
      </span>
      {item.problems.length > 0 && (
        <StateMark tone="unknown">{t('library.importProblems', { count: item.problems.length })}</StateMark>
      )}
    </span>
  );
}
