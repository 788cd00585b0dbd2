import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BathBoard } from '../../../../shared/modules/processing/contract.ts';
import { readCount } from '../../../app/typed-fields.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { readPlaceMoment } from './place-moment.ts';

const none = 'none';

/** One run: what was run last is filled in, and the hands are where Enter saves it. */
export function RunSheet({ board, onClose }: { readonly board: BathBoard; readonly onClose: () => void }) {
  const { t } = useTranslation('processing');
  const say = useSay();
  const [requestId] = useState(() => crypto.randomUUID());
  const last = board.runs[0];
  const [programId, setProgramId] = useState(() => firstProgram(board) ?? none);
  const [count, setCount] = useState(board.countUnit === 'cycles' ? '1' : String(last?.count ?? ''));
  const [outcome, setOutcome] = useState<'completed' | 'interrupted'>('completed');
  const [at, setAt] = useState('');
  const [note, setNote] = useState('');
  const read = readCount(count, 1);
  const moment = readPlaceMoment(at);
  const log = useMutation(useApi().processing.runs.log.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('run.title')}
      saveLabel={t('run.save')}
      canSave={read !== null && moment !== 'wrong'}
      mutation={log}
      onClose={onClose}
      onSave={() =>
        read !== null &&
        moment !== 'wrong' &&
        log.mutate({
          ...{ instrumentId: board.instrumentId, requestId, programId: programId === none ? null : programId },
          ...{ count: read, outcome, at: moment, note: note.trim() },
        })
      }
    >
      <TextField
        label={t(`run.count.${board.countUnit}`)}
        value={count}
        onChange={setCount}
        isRequired
        isMono
        autoFocus
        inputMode="numeric"
        maxLength={5}
      />
      <SelectField
        label={t('run.program')}
        value={programId}
        onChange={setProgramId}
        options={[
          ...board.programs.map((program) => ({
            value: program.programId,
            label: program.terms.name,
            detail: t('program.version', { version: program.version }),
          })),
          { value: none, label: t('run.noProgram') },
        ]}
      />
      <ChoiceField
        label={t('run.outcome')}
        layout="row"
        value={outcome}
        onChange={setOutcome}
        choices={(['completed', 'interrupted'] as const).map((value) => ({
          value,
          label: say(`processing.outcome.${value}`),
        }))}
      />
      <TextField
        label={t('run.at')}
        value={at}
        onChange={setAt}
        isMono
        maxLength={16}
        description={t('run.atMore', { example: `${board.today} 07:30` })}
        error={moment === 'wrong' ? t('run.badMoment') : undefined}
      />
      <TextField label={t('note')} value={note} onChange={setNote} maxLength={500} />
    </FormSheet>
  );
}

/** The program of the last run while it is in use, else the only one there is. */
function firstProgram({ programs, runs }: BathBoard): string | null {
  const last = programs.find(({ programId }) => programId === runs[0]?.programId);
  return (last ?? (programs.length === 1 ? programs[0] : undefined))?.programId ?? null;
}
