import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunStep, RunView } from '../../../../shared/modules/sop/run-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { stepTitle } from './run-text.ts';
import { openAfter } from './run-way.ts';
import { useKeepRun } from './use-run.ts';

export type RunSheetName = 'deviation' | 'request' | 'pause' | 'handOver' | 'abandon' | 'reopen';

export interface RunSheetProps {
  readonly run: RunView;
  readonly onClose: () => void;
}

interface StepSheetProps extends RunSheetProps {
  /** The step it is about; null: the run as a whole. */
  readonly current: RunStep | null;
  readonly onGo?: (at: string) => void;
}

/** Something was done otherwise than the step says; it may stand in place of an answer. */
export function DeviationSheet({ run, current, onClose, onGo }: StepSheetProps) {
  const { t } = useTranslation('sop');
  const keep = useKeepRun();
  const [what, setWhat] = useState('');
  const [reason, setReason] = useState('');
  const [place, setPlace] = useState<'beside' | 'instead'>(current?.answer === null ? 'instead' : 'beside');
  const deviate = useMutation(
    useApi().sop.runs.deviate.mutationOptions({
      onSuccess: (next) => {
        keep(next);
        onClose();
        if (current !== null && place === 'instead') {
          onGo?.(openAfter(next, current.at));
        }
      },
    }),
  );
  const { runId, versionHash } = run;
  const save = () =>
    deviate.mutate({ runId, versionHash, at: current?.at ?? null, what, reason, isInstead: place === 'instead' });
  return (
    <FormSheet
      title={t('run.deviation.title')}
      saveLabel={t('run.deviation.save')}
      canSave={what.trim() !== '' && reason.trim() !== ''}
      mutation={deviate}
      onClose={onClose}
      onSave={save}
    >
      {current !== null && <p>{stepTitle(current)}</p>}
      <TextField
        label={t('run.deviation.what')}
        value={what}
        onChange={setWhat}
        isRequired
        autoFocus
        maxLength={2000}
      />
      <TextField label={t('run.deviation.why')} value={reason} onChange={setReason} isRequired maxLength={2000} />
      {current !== null && current.answer === null && (
        <ChoiceField
          label={t('run.deviation.place')}
          value={place}
          onChange={setPlace}
          choices={[
            { value: 'instead', label: t('run.deviation.instead') },
            { value: 'beside', label: t('run.deviation.beside') },
          ]}
        />
      )}
      <p>{t('run.deviation.more')}</p>
    </FormSheet>
  );
}

/** The practice differs from the procedure: asked of whoever writes it, while the run goes on (finding CC4). */
export function RequestSheet({ run, current, onClose }: StepSheetProps) {
  const { t } = useTranslation('sop');
  const [practice, setPractice] = useState('');
  const [why, setWhy] = useState('');
  const ask = useMutation(useApi().sop.requests.ask.mutationOptions({ onSuccess: onClose }));
  const { sopId, versionId, runId } = run;
  return (
    <FormSheet
      title={t('run.request.title')}
      saveLabel={t('run.request.save')}
      canSave={practice.trim() !== ''}
      mutation={ask}
      onClose={onClose}
      onSave={() => ask.mutate({ sopId, versionId, runId, stepKey: current?.step.key ?? null, practice, why })}
    >
      {current !== null && <p>{stepTitle(current)}</p>}
      <TextField
        label={t('run.request.practice')}
        value={practice}
        onChange={setPractice}
        isRequired
        autoFocus
        maxLength={2000}
      />
      <TextField label={t('run.request.why')} value={why} onChange={setWhy} maxLength={2000} />
      <p>{t('run.request.more')}</p>
    </FormSheet>
  );
}

export function PauseSheet({ run, onClose }: RunSheetProps) {
  const { t } = useTranslation('sop');
  const keep = useKeepRun();
  const [reason, setReason] = useState('');
  const pause = useMutation(
    useApi().sop.runs.pause.mutationOptions({
      onSuccess: (next) => {
        onClose();
        keep(next);
      },
    }),
  );
  return (
    <FormSheet
      title={t('run.pause.title')}
      saveLabel={t('run.pause.save')}
      canSave
      mutation={pause}
      onClose={onClose}
      onSave={() => pause.mutate({ runId: run.runId, reason })}
    >
      <TextField label={t('run.pause.reason')} value={reason} onChange={setReason} autoFocus maxLength={500} />
      <p>{t('run.pause.kept')}</p>
    </FormSheet>
  );
}

const anyone = '';

/** To the next shift: for whom, and what they have to know. */
export function HandOverSheet({ run, onClose }: RunSheetProps) {
  const { t } = useTranslation('sop');
  const keep = useKeepRun();
  const api = useApi();
  const { person } = useSession();
  const names = useQuery(api.people.signInNames.queryOptions());
  const [to, setTo] = useState<string>(anyone);
  const [note, setNote] = useState('');
  const choices = (names.data ?? []).filter(({ personId }) => personId !== person?.personId);
  const handOver = useMutation(
    api.sop.runs.handOver.mutationOptions({
      onSuccess: (next) => {
        onClose();
        keep(next);
      },
    }),
  );
  const chosen = choices.find(({ personId }) => personId === to);
  return (
    <FormSheet
      title={t('run.handOver.title')}
      saveLabel={t('run.handOver.save')}
      canSave={note.trim() !== ''}
      mutation={handOver}
      onClose={onClose}
      onSave={() =>
        handOver.mutate({
          runId: run.runId,
          toPersonId: chosen?.personId ?? null,
          toWhom: chosen?.printedName ?? '',
          note,
        })
      }
    >
      <TextField label={t('run.handOver.note')} value={note} onChange={setNote} isRequired autoFocus maxLength={2000} />
      {choices.length > 0 && (
        <SelectField
          label={t('run.handOver.to')}
          value={to}
          onChange={setTo}
          options={[
            { value: anyone, label: t('run.handOver.anyone') },
            ...choices.map(({ personId, printedName }) => ({ value: personId, label: printedName })),
          ]}
        />
      )}
    </FormSheet>
  );
}

/** Giving up needs a reason; what was answered stays in the record. */
export function AbandonSheet({ run, onClose }: RunSheetProps) {
  const { t } = useTranslation('sop');
  const keep = useKeepRun();
  const [reason, setReason] = useState('');
  const abandon = useMutation(
    useApi().sop.runs.abandon.mutationOptions({
      onSuccess: (next) => {
        onClose();
        keep(next);
      },
    }),
  );
  return (
    <FormSheet
      title={t('run.abandon.title')}
      saveLabel={t('run.abandon.save')}
      canSave={reason.trim() !== ''}
      mutation={abandon}
      onClose={onClose}
      onSave={() => abandon.mutate({ runId: run.runId, reason })}
    >
      <TextField
        label={t('run.abandon.reason')}
        value={reason}
        onChange={setReason}
        isRequired
        autoFocus
        maxLength={1000}
      />
      <p>{t('run.abandon.more')}</p>
    </FormSheet>
  );
}

/** A finished run is corrected by a new revision; the one before stays as it was. */
export function ReopenSheet({ run, onClose }: RunSheetProps) {
  const { t } = useTranslation('sop');
  const keep = useKeepRun();
  const [reason, setReason] = useState('');
  const reopen = useMutation(
    useApi().sop.runs.reopen.mutationOptions({
      onSuccess: (next) => {
        onClose();
        keep(next);
      },
    }),
  );
  return (
    <FormSheet
      title={t('run.correct.title')}
      saveLabel={t('run.correct.save')}
      canSave={reason.trim() !== ''}
      mutation={reopen}
      onClose={onClose}
      onSave={() => reopen.mutate({ runId: run.runId, reason })}
    >
      <TextField
        label={t('run.correct.why')}
        value={reason}
        onChange={setReason}
        isRequired
        autoFocus
        maxLength={1000}
      />
      <p>{t('run.correct.more')}</p>
    </FormSheet>
  );
}

interface RunSheetsProps extends StepSheetProps {
  readonly open: RunSheetName | null;
}

/** The sheet that is open over a run, if any. */
export function RunSheets({ open, ...props }: RunSheetsProps) {
  switch (open) {
    case 'deviation':
      return <DeviationSheet {...props} />;
    case 'request':
      return <RequestSheet {...props} />;
    case 'pause':
      return <PauseSheet {...props} />;
    case 'handOver':
      return <HandOverSheet {...props} />;
    case 'abandon':
      return <AbandonSheet {...props} />;
    case 'reopen':
      return <ReopenSheet {...props} />;
    case null:
      return null;
  }
}
