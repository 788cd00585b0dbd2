import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BathBoard, ProgramRow } from '../../../../shared/modules/processing/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import rowStyles from '../../../ui/rows.module.css';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { readDecimal } from './plan-draft.ts';

interface ProgramSheetProps {
  readonly board: BathBoard;
  /** Null: a new one, which begins with every bath in use. */
  readonly program: ProgramRow | null;
  readonly onClose: () => void;
}

interface StepDraft {
  readonly key: string;
  readonly stationId: string;
  readonly minutes: string;
}

/** Seconds of what was typed in minutes, null where it is blank; `wrong` is no such time. */
function readSeconds(text: string): number | null | 'wrong' {
  const minutes = readDecimal(text);
  if (minutes === null || minutes === 'wrong') return minutes;
  const seconds = Math.round(Number(minutes) * 60);
  return seconds >= 0 && seconds <= 604_800 ? seconds : 'wrong';
}

/** A program: the baths in their order with the time in each. Saving makes a new version. */
export function ProgramSheet({ board, program, onClose }: ProgramSheetProps) {
  const { t } = useTranslation('processing');
  const inUse = board.stations.filter(({ isInUse }) => isInUse);
  const [name, setName] = useState(program?.terms.name ?? '');
  const [source, setSource] = useState(program?.terms.source ?? '');
  const [isRetired, setRetired] = useState(program?.terms.isRetired ?? false);
  const [reason, setReason] = useState('');
  const [steps, setSteps] = useState<StepDraft[]>(() =>
    program === null
      ? inUse.map(({ stationId }) => ({ key: crypto.randomUUID(), stationId, minutes: '' }))
      : program.terms.steps.map(({ stationId, seconds }) => ({
          key: crypto.randomUUID(),
          stationId,
          minutes: seconds === null ? '' : String(Number((seconds / 60).toFixed(4))),
        })),
  );
  const set = useMutation(useApi().processing.programs.set.mutationOptions({ onSuccess: onClose }));
  const read = steps.map((step) => ({ ...step, seconds: readSeconds(step.minutes) }));
  const stationOf = (stationId: string) => board.stations.find((one) => one.stationId === stationId);
  const isReadable = read.length > 0 && read.every(({ seconds }) => seconds !== 'wrong');
  const canSave = name.trim() !== '' && isReadable && (program === null || reason.trim() !== '');
  const total = read.reduce<number | null>(
    (sum, { seconds }) => (sum === null || typeof seconds !== 'number' ? null : sum + seconds),
    0,
  );
  const save = () =>
    set.mutate({
      ...{ instrumentId: board.instrumentId, programId: program?.programId ?? null, reason: reason.trim() },
      terms: {
        ...{ name: name.trim(), isRetired, source: source.trim() },
        steps: read.map(({ stationId, seconds }) => ({
          ...{ stationId, position: stationOf(stationId)?.position ?? 1, content: '' },
          seconds: seconds === 'wrong' ? null : seconds,
        })),
      },
    });
  return (
    <FormSheet
      title={program === null ? t('program.add') : t('program.edit', { name: program.terms.name })}
      saveLabel={t('save')}
      canSave={canSave}
      mutation={set}
      onClose={onClose}
      onSave={save}
    >
      <TextField label={t('program.name')} value={name} onChange={setName} isRequired autoFocus maxLength={80} />
      <ol className={rowStyles.fields} aria-label={t('program.stepsTitle')}>
        {read.map(({ key, stationId, minutes, seconds }) => {
          const station = stationOf(stationId);
          const position = station?.position ?? 0;
          return (
            <li key={key} className={rowStyles.withAction}>
              <TextField
                label={t('program.minutes', { position })}
                value={minutes}
                onChange={(typed) =>
                  setSteps(steps.map((step) => (step.key === key ? { ...step, minutes: typed } : step)))
                }
                isMono
                inputMode="decimal"
                maxLength={8}
                description={station?.content ?? ''}
                error={seconds === 'wrong' ? t('program.minutesMore') : undefined}
              />
              <Button
                look="quiet"
                icon="close"
                onPress={() => setSteps(steps.filter((step) => step.key !== key))}
                aria-label={t('program.removeStep', { position })}
              />
            </li>
          );
        })}
      </ol>
      <SelectField
        label={t('program.addStep')}
        value={null}
        onChange={(stationId) => setSteps([...steps, { key: crypto.randomUUID(), stationId, minutes: '' }])}
        options={inUse.map(({ stationId, position, content }) => ({
          value: stationId,
          label: t('board.next', { position, content }),
        }))}
      />
      <p className={rowStyles.muted}>
        {total === null ? t('program.totalOpen') : t('program.total', { minutes: Number((total / 60).toFixed(1)) })}
      </p>
      <TextField
        label={t('source')}
        value={source}
        onChange={setSource}
        maxLength={300}
        description={t('sourceMore')}
      />
      {program !== null && (
        <>
          <ChoiceField
            label={t('program.state')}
            layout="row"
            value={isRetired ? 'no' : 'yes'}
            onChange={(value) => setRetired(value === 'no')}
            choices={(['yes', 'no'] as const).map((value) => ({ value, label: t(`program.states.${value}`) }))}
          />
          <TextField label={t('reason')} value={reason} onChange={setReason} isRequired maxLength={500} />
        </>
      )}
    </FormSheet>
  );
}
