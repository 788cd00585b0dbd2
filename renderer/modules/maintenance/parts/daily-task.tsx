import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgendaItem } from '../../../../shared/modules/maintenance/agenda-contract.ts';
import type { FieldEntry, PlanTerms } from '../../../../shared/modules/maintenance/terms.ts';
import { type Crumb, Screen } from '../../../app/screen.tsx';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './daily.module.css';
import { doneNow, toPerformedWhen } from './done-when.tsx';
import { entryOf, entryText, withEntry } from './entry-text.ts';
import { FieldInput } from './field-input.tsx';
import { SkipSheet } from './skip-sheet.tsx';

interface DailyTaskProps {
  readonly item: AgendaItem & Pick<PlanTerms, 'fields'>;
  readonly today: string;
  readonly crumbs: readonly Crumb[];
  readonly progress: ReactNode;
  readonly side: ReactNode;
  readonly onLater: () => void;
}

/** One of the daily tasks on the whole screen; Enter stores it and the next one takes its place. */
export function DailyTask({ item, today, crumbs, progress, side, onLater }: DailyTaskProps) {
  const { t } = useTranslation('daily');
  const { t: tSheet } = useTranslation('sheet');
  const signedAct = useSignedAct();
  const isSigned = useNeedsPassword()(item.needsSignature);
  const [entries, setEntries] = useState<readonly FieldEntry[]>([]);
  const [reason, setReason] = useState('');
  const [isSkipping, setIsSkipping] = useState(false);
  // The same request when it is pressed again after a broken connection: stored once.
  const requestId = useRef(crypto.randomUUID());
  const perform = useMutation(useApi().maintenance.sheets.performNow.mutationOptions());
  const isEmpty = (key: string) => {
    const entry = entryOf(entries, key);
    return (entry.value ?? '') === '' && entry.photo === null;
  };
  const isMissing = item.fields.some((field) => field.isRequired && isEmpty(field.key));

  const done = async () => {
    const input = {
      requestId: requestId.current,
      planId: item.planId,
      occurrence: item.occurrence,
      entries: [...entries],
      ...toPerformedWhen(doneNow, today),
      isExtra: false,
      cannotEvaluateReason: isMissing ? reason.trim() : '',
      note: '',
    };
    await signedAct({
      needsSignature: item.needsSignature,
      title: tSheet('signTitle', { task: item.title, instrument: item.instrumentName }),
      lines: item.fields.map((field) => ({
        label: field.label,
        value: entryText(field, entryOf(entries, field.key), tSheet) || tSheet('signEmpty'),
      })),
      meaning: 'performed',
      act: (signing) => perform.mutateAsync({ ...input, signing }),
    });
  };

  return (
    <Screen
      title={item.title}
      crumbs={crumbs}
      actions={{
        state: <RecordMark place="draft" />,
        secondary: [
          { label: t('later'), onPress: onLater, look: 'quiet' },
          { label: t('notDone'), onPress: () => setIsSkipping(true) },
        ],
        primary: {
          label: isSigned ? t('recordSign') : t('record'),
          isDisabled: isMissing && reason.trim() === '',
          isPending: perform.isPending,
          onPress: () => void done().catch(() => undefined),
        },
      }}
      side={side}
    >
      {progress}
      <Card title={item.instrumentName}>
        <div className={styles.task}>
          {item.fields.length === 0 && <p>{tSheet('noFields')}</p>}
          {item.fields.map((field, index) => (
            <FieldInput
              key={field.key}
              instrumentId={item.instrumentId}
              field={field}
              entry={entryOf(entries, field.key)}
              onChange={(entry) => setEntries((before) => withEntry(before, entry))}
              autoFocus={index === 0}
            />
          ))}
          {isMissing && entries.length > 0 && (
            <TextField
              label={tSheet('cannotReason')}
              description={tSheet('cannotReasonHint')}
              value={reason}
              onChange={setReason}
              maxLength={500}
            />
          )}
        </div>
      </Card>
      {!isSigned && <MutationError mutation={perform} />}
      {isSkipping && (
        <SkipSheet
          planId={item.planId}
          occurrence={item.occurrence}
          onClose={() => setIsSkipping(false)}
          onSkipped={onLater}
        />
      )}
    </Screen>
  );
}
