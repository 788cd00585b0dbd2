import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncState } from '../../../../shared/modules/sync/contract.ts';
import type { LoopState } from '../../../../shared/sync/state.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { useSay, useSayCode } from '../../../i18n/say.ts';
import { formatBytes, formatCount, formatInstant } from '../../../i18n/time.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import { StateMark, type Tone } from '../../../ui/state-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './sync.module.css';

/** The hub of this site, and what each of the three ways to and from it does at this moment. */
export function HubCard({ state }: { readonly state: SyncState }) {
  const { t } = useTranslation('sync');
  const { may } = useSession();
  const [isMoving, setMoving] = useState(false);
  if (state.hub === null) {
    return null;
  }
  return (
    <Card
      title={t('hub.title')}
      action={
        may('machine.manage') && (
          <Button look="quiet" onPress={() => setMoving(!isMoving)} aria-expanded={isMoving}>
            {t('hub.move')}
          </Button>
        )
      }
    >
      <KeyValue
        rows={[
          { label: t('hub.address'), value: state.hub.address },
          { label: t('hub.fingerprint'), value: state.hubFingerprint },
          {
            label: t('hub.lastContact'),
            value: state.lastContactAt === null ? t('hub.never') : <TimeText at={state.lastContactAt} look="log" />,
          },
          { label: t('hub.push'), value: <Loop loop={state.push} /> },
          { label: t('hub.pull'), value: <Loop loop={state.pull} /> },
          { label: t('hub.blobs'), value: <Loop loop={state.blobs} inBytes /> },
        ]}
      />
      {isMoving && <MoveForm onMoved={() => setMoving(false)} />}
    </Card>
  );
}

const tones: Readonly<Record<LoopState['state'], Tone>> = {
  off: 'not-set-up',
  idle: 'good',
  working: 'info',
  waiting: 'attention',
};

function Loop({ loop, inBytes = false }: { readonly loop: LoopState; readonly inBytes?: boolean }) {
  const { t } = useTranslation('sync');
  const say = useSay();
  const sayCode = useSayCode();
  const { state, done, total, problem, nextTryAt, lastDoneAt } = loop;
  const format = inBytes ? formatBytes : formatCount;
  const words =
    state === 'waiting' && nextTryAt !== null
      ? t('loops.waiting', { at: formatInstant(nextTryAt, 'seconds') })
      : state === 'idle' && lastDoneAt !== null
        ? t('loops.idleAt', { at: formatInstant(lastDoneAt, 'seconds') })
        : state === 'waiting'
          ? t('loops.working')
          : t(`loops.${state}`);
  return (
    <span>
      <StateMark tone={tones[state]}>{words}</StateMark>
      {state === 'working' && total !== null && (
        <span className={styles.detail}> {t('loops.workingOf', { done: format(done), total: format(total) })}</span>
      )}
      {problem !== null && (
        <span className={styles.detail}>
          {' '}
          {problem.code.startsWith('records/') ? say(`sync.why.${problem.code}`) : sayCode(problem)}
        </span>
      )}
    </span>
  );
}

function MoveForm({ onMoved }: { readonly onMoved: () => void }) {
  const { t } = useTranslation('sync');
  const move = useMutation(useApi().sync.moveHub.mutationOptions({ onSuccess: onMoved }));
  const [address, setAddress] = useState('');
  const save = () => move.mutate({ address });
  return (
    <OwnForm onSubmit={save} isDisabled={address.trim() === '' || move.isPending}>
      <TextField
        label={t('join.address')}
        description={t('hub.moveMore')}
        value={address}
        onChange={setAddress}
        maxLength={300}
        autoFocus
      />
      <MutationError mutation={move} />
      <div>
        <Button onPress={save} isPending={move.isPending} isDisabled={address.trim() === ''}>
          {t('hub.moveSave')}
        </Button>
      </div>
    </OwnForm>
  );
}
