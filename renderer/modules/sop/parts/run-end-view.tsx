import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunView } from '../../../../shared/modules/sop/run-contract.ts';
import { useFrameState } from '../../../app/frame-state.ts';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatTimeOfDay } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './run-page.module.css';
import { RunPage } from './run-page.tsx';
import { signingLines, signingTitle } from './run-text.ts';
import { VerdictMark } from './run-verdict.tsx';
import { atEnd, openBeforeEnd, stepBefore } from './run-way.ts';
import { useKeepRun } from './use-run.ts';
import { useRunKeys } from './use-run-keys.ts';

interface RunEndViewProps {
  readonly run: RunView;
  readonly onGo: (at: string) => void;
}

/** The end of the way: what is still open, or what finishing will say; then it is finished, and signed where it asks for it. */
export function RunEndView({ run, onGo }: RunEndViewProps) {
  const { t } = useTranslation('sop');
  const keep = useKeepRun();
  const signedAct = useSignedAct();
  const isSigned = useNeedsPassword()(run.needsSignature);
  const isBench = useFrameState((state) => state.isBenchMode);
  const [note, setNote] = useState('');
  const finish = useMutation(useApi().sop.runs.finish.mutationOptions());
  const open = openBeforeEnd(run);
  const first = open[0];
  const before = stepBefore(run, atEnd);
  const { verdict, because } = run.foretold;

  const done = async () => {
    const input = { runId: run.runId, note: note.trim() };
    const finished = await signedAct({
      needsSignature: run.needsSignature,
      title: signingTitle(run, t),
      lines: [
        ...signingLines(run, t),
        { label: t('run.signing.verdict'), value: [t(`run.verdict.${verdict}`), ...because].join(', ') },
        ...(input.note === '' ? [] : [{ label: t('run.finish.note'), value: input.note }]),
      ],
      meaning: 'performed',
      act: (signing) => finish.mutateAsync({ ...input, signing }),
    });
    if (finished !== null) {
      keep(finished.result);
    }
  };
  const onFinish = () => void done().catch(() => undefined);
  useRunKeys({
    isOn: isBench,
    onNext: first === undefined ? onFinish : () => onGo(first.at),
    onBack: before === null ? null : () => onGo(before),
  });
  return (
    <RunPage
      run={run}
      current={null}
      shown={atEnd}
      onGo={onGo}
      mark={<RecordMark place={run.place} detail={formatTimeOfDay(run.changedAt, 'seconds')} />}
      secondary={before === null ? [] : [{ label: t('run.step.back'), onPress: () => onGo(before) }]}
      primary={
        first === undefined
          ? {
              label: isSigned ? t('run.finish.finishSign') : t('run.finish.finish'),
              isPending: finish.isPending,
              onPress: onFinish,
            }
          : { label: t('run.finish.answer', { title: first.title }), onPress: () => onGo(first.at) }
      }
    >
      {first === undefined ? (
        <Card title={t('run.finish.heading')}>
          <p>
            <VerdictMark verdict={verdict} why="" />
          </p>
          {because.length > 0 && <p>{t('run.finish.because', { steps: because.join(', ') })}</p>}
          <p>{t('run.finish.readOnly')}</p>
          <TextField label={t('run.finish.note')} value={note} onChange={setNote} maxLength={2000} />
        </Card>
      ) : (
        <Card title={t('run.finish.headingOpen', { count: open.length })} tone="attention">
          <p>{t('run.finish.refused')}</p>
          <ul className={styles.lists}>
            {open.map(({ at, title }) => (
              <li key={at}>
                <Button onPress={() => onGo(at)}>{title}</Button>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {run.strayDrafts.length > 0 && (
        <Banner tone="info" title={t('run.finish.stray')}>
          <ul className={styles.lists}>
            {run.strayDrafts.map(({ at, title, value }) => (
              <li key={at}>{t('run.finish.strayLine', { title, value })}</li>
            ))}
          </ul>
        </Banner>
      )}
      {!isSigned && <MutationError mutation={finish} />}
    </RunPage>
  );
}
