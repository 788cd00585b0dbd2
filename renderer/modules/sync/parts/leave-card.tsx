import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Leaving, LossKind } from '../../../../shared/modules/sync/sites-contract.ts';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSayCode } from '../../../i18n/say.ts';
import { formatBytes, formatCount, formatDay } from '../../../i18n/time.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './sync.module.css';

/** Takes the open site off this laptop: what stands against it, and, when nothing does, the way. */
export function LeaveCard() {
  const { t } = useTranslation('sites');
  const leaving = useQuery(useApi().sync.sites.leaving.queryOptions());
  const [sheet, setSheet] = useState<'say' | 'remove' | null>(null);
  const close = () => setSheet(null);
  return (
    <Card title={t('leave.title')}>
      <Loaded query={leaving}>
        {(facts) => (
          <>
            <p>{facts.siteName === '' ? t('leave.whatHere') : t('leave.what', { name: facts.siteName })}</p>
            <Proof facts={facts} />
            <div className={styles.actions}>
              {!facts.isBlank && facts.siteName !== '' && facts.saidAt === null && (
                <Button onPress={() => setSheet('say')}>{t('leave.say')}</Button>
              )}
              {facts.missing.length === 0 && (facts.isBlank || facts.saidAt !== null) && (
                <Button look="stop" onPress={() => setSheet('remove')}>
                  {t('leave.remove')}
                </Button>
              )}
            </div>
            {sheet === 'say' && <SaySheet onClose={close} />}
            {sheet === 'remove' && <RemoveSheet facts={facts} onClose={close} />}
          </>
        )}
      </Loaded>
    </Card>
  );
}

function Proof({ facts }: { readonly facts: Leaving }) {
  const { t } = useTranslation('sites');
  const sayCode = useSayCode();
  const { isBlank, missing, saidAt } = facts;
  if (isBlank) {
    return <p>{t('leave.blank')}</p>;
  }
  return (
    <>
      <StateMark tone={missing.length === 0 ? 'good' : 'attention'}>
        {t(missing.length === 0 ? 'leave.whole' : 'leave.notWhole')}
      </StateMark>
      <ul>
        {missing.map(({ code, data }) => (
          <li key={code}>{sayCode({ code, data: { count: formatCount(data.count) } })}</li>
        ))}
        <li>{saidAt === null ? t('leave.notSaid') : t('leave.said', { at: formatDay(saidAt) })}</li>
      </ul>
    </>
  );
}

function SaySheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('sites');
  const [reason, setReason] = useState('');
  const say = useMutation(useApi().sync.sites.sayLeaving.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('leave.sayTitle')}
      saveLabel={t('leave.say')}
      canSave={reason.trim() !== ''}
      onSave={() => say.mutate({ reason })}
      onClose={onClose}
      mutation={say}
    >
      <p>{t('leave.sayWhat')}</p>
      <TextField label={t('leave.reason')} value={reason} onChange={setReason} maxLength={500} isRequired autoFocus />
    </FormSheet>
  );
}

/** Each thing that goes is ticked by name; who does it proves again who they are. */
function RemoveSheet({ facts, onClose }: { readonly facts: Leaving; readonly onClose: () => void }) {
  const { t } = useTranslation('sites');
  const needsPassword = useNeedsPassword()(true);
  const [known, setKnown] = useState<LossKind[]>([]);
  const [password, setPassword] = useState('');
  const leave = useMutation(useApi().sync.sites.leave.mutationOptions({ onSuccess: onClose }));
  const { lost, siteName } = facts;
  const isKnown = lost.every(({ kind }) => known.includes(kind));
  return (
    <FormSheet
      title={t('leave.remove')}
      saveLabel={t('leave.remove')}
      canSave={isKnown && (!needsPassword || password !== '')}
      onSave={() => leave.mutate({ password: needsPassword ? password : null, known })}
      onClose={onClose}
      mutation={leave}
    >
      <p>{siteName === '' ? t('leave.whatHere') : t('leave.what', { name: siteName })}</p>
      <CheckField
        label={t('leave.known')}
        values={known}
        onChange={setKnown}
        choices={lost.map(({ kind, count }) => ({
          value: kind,
          label: t(`losses.${kind}`, { count: count ?? 0, size: formatBytes(count ?? 0) }),
        }))}
      />
      {needsPassword ? (
        <TextField
          label={t('leave.password')}
          type="password"
          value={password}
          onChange={setPassword}
          maxLength={256}
          isRequired
        />
      ) : (
        <p className={styles.detail}>{t('leave.hint')}</p>
      )}
    </FormSheet>
  );
}
