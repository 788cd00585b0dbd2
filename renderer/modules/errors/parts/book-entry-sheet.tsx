import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type AffectsResults,
  affectsResults,
  type Severity,
  severity,
} from '../../../../shared/instruments/signals.ts';
import type { ErrorDetail } from '../../../../shared/modules/errors/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface BookEntrySheetProps {
  readonly error: ErrorDetail;
  readonly onClose: () => void;
}

/** The lab's own entry for a code, from the manual it owns. The shipped entry stays visible beside it. */
export function BookEntrySheet({ error, onClose }: BookEntrySheetProps) {
  const { t } = useTranslation('errors');
  const api = useApi();
  const instrument = useQuery(api.instruments.get.queryOptions({ input: { instrumentId: error.instrumentId } }));
  const [title, setTitle] = useState(error.book?.title ?? error.text);
  const [meaning, setMeaning] = useState(error.book?.meaning ?? '');
  const [checks, setChecks] = useState(error.book?.firstChecks.join('\n') ?? '');
  const [source, setSource] = useState('');
  const [level, setLevel] = useState<Severity>(error.severity);
  const [affects, setAffects] = useState<AffectsResults>(error.affectsResults);
  const write = useMutation(api.errors.writeBookEntry.mutationOptions({ onSuccess: onClose }));
  const definitionKey = instrument.data?.definitionKey;
  return (
    <Sheet
      title={t('book.title', { code: error.code })}
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      state={<RecordMark place="draft" />}
      actions={
        <Button
          look="primary"
          isDisabled={definitionKey === undefined || title.trim() === '' || source.trim() === ''}
          isPending={write.isPending}
          onPress={() =>
            definitionKey !== undefined &&
            write.mutate({
              definitionKey,
              code: error.code,
              title,
              severity: level,
              affectsResults: affects,
              meaning,
              firstChecks: checks
                .split('\n')
                .map((line) => line.trim())
                .filter((line) => line !== ''),
              source,
              reason: '',
            })
          }
        >
          {t('book.save')}
        </Button>
      }
    >
      <TextField label={t('book.entryTitle')} value={title} onChange={setTitle} isRequired autoFocus />
      <TextField label={t('book.meaning')} value={meaning} onChange={setMeaning} isLong />
      <TextField label={t('book.checks')} value={checks} onChange={setChecks} isLong />
      <ChoiceField
        label={t('entry.severity')}
        value={level}
        onChange={setLevel}
        choices={severity.options.map((value) => ({ value, label: t(`severity.${value}`) }))}
      />
      <ChoiceField
        label={t('book.affects')}
        value={affects}
        onChange={setAffects}
        choices={affectsResults.options.map((value) => ({ value, label: t(`affects.${value}`) }))}
      />
      <TextField label={t('book.source')} value={source} onChange={setSource} isRequired />
      <MutationError mutation={write} />
    </Sheet>
  );
}
