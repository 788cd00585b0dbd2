import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GuardFact } from '../../../../shared/modules/calibration/sessions-contract.ts';
import {
  type CalibrationReason,
  calibrationReason,
  type SessionKind,
  type VerificationReason,
  verificationReason,
} from '../../../../shared/modules/calibration/terms.ts';
import { Screen } from '../../../app/screen.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark, type Tone } from '../../../ui/state-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { useSayGuard } from '../parts/use-say-guard.ts';

const route = getRouteApi('/instruments/$id/calibration/new/$kind');

const toneOfFact = { stop: 'stop', think: 'attention', fine: 'good' } as const satisfies Record<
  GuardFact['tone'],
  Tone
>;

/** "Should it be calibrated at all?" is asked first, with what the bench knows, and answered with a reason. */
export function StartSessionScreen() {
  const { t } = useTranslation('calibration');
  const { kind: asked } = route.useParams();
  const kind: SessionKind = asked === 'verification' ? 'verification' : 'calibration';
  const { id, card, crumbs } = useInstrument();
  const api = useApi().calibration;
  const navigate = useNavigate();
  // Pressed twice, it is one session.
  const [requestId] = useState(() => crypto.randomUUID());
  const [reason, setReason] = useState<CalibrationReason | VerificationReason | null>(null);
  const [reasonText, setReasonText] = useState('');
  const [triggerIds, setTriggerIds] = useState<string[] | null>(null);
  const guard = useQuery(
    api.sessions.guard.queryOptions({
      input: { instrumentId: id, kind },
      meta: { topics: ['calibration', 'errors', 'messages', 'maintenance'] },
    }),
  );
  const standing = useQuery(api.verification.standing.queryOptions({ input: { instrumentId: id } }));
  const triggers = (standing.data?.[0]?.openTriggers ?? []).filter(({ origin }) => origin === 'noted');
  const answered = triggerIds ?? triggers.map(({ triggerId }) => triggerId);
  const open = useMutation(
    api.sessions.open.mutationOptions({
      onSuccess: ({ sessionId }) =>
        void navigate({ to: '/calibrations/$sessionId', params: { sessionId }, replace: true }),
    }),
  );
  const reasons = kind === 'calibration' ? calibrationReason.options : verificationReason.options;
  const isReady = reason !== null && (reason !== 'other' || reasonText.trim() !== '');
  return (
    <Screen
      title={t(`start.title.${kind}`)}
      crumbs={[...crumbs, { label: card?.name ?? '', to: `/instruments/${id}/calibration` }]}
      actions={{
        state: <RecordMark place="draft" />,
        secondary: [
          {
            label: t(`start.leave.${kind}`),
            onPress: () => void navigate({ to: '/instruments/$id/calibration', params: { id } }),
          },
        ],
        primary: {
          label: t(`start.begin.${kind}`),
          isDisabled: !isReady,
          isPending: open.isPending,
          onPress: () =>
            reason !== null &&
            open.mutate({
              requestId,
              kind,
              instrumentId: id,
              reason,
              reasonText: reasonText.trim(),
              triggerIds: kind === 'verification' ? answered : [],
            }),
        },
      }}
    >
      <Loaded query={guard}>
        {({ facts, isConfirmed }) => (
          <>
            <Guard facts={facts} kind={kind} />
            {!isConfirmed && (
              <Banner tone="unknown" title={t('start.notConfirmed')}>
                <p>{t('start.notConfirmedMore')}</p>
              </Banner>
            )}
          </>
        )}
      </Loaded>
      <Card title={t('start.why')}>
        <ChoiceField
          label={t('start.reason')}
          value={reason}
          onChange={setReason}
          choices={reasons.map((value) => ({ value, label: t(`reason.${value}`) }))}
        />
        <TextField
          label={t('start.reasonText')}
          value={reasonText}
          onChange={setReasonText}
          isRequired={reason === 'other'}
          maxLength={1000}
        />
        {kind === 'verification' && triggers.length > 0 && (
          <CheckField
            label={t('start.triggers')}
            values={answered}
            onChange={setTriggerIds}
            choices={triggers.map((trigger) => ({
              value: trigger.triggerId,
              label: t(`reason.${trigger.kind}`),
              detail: [trigger.on, trigger.note].filter(Boolean).join(', '),
            }))}
          />
        )}
      </Card>
      <MutationError mutation={open} />
    </Screen>
  );
}

function Guard({ facts, kind }: { readonly facts: readonly GuardFact[]; readonly kind: SessionKind }) {
  const { t } = useTranslation('calibration');
  const sayGuard = useSayGuard();
  const isAgainst = facts.some(({ tone }) => tone === 'stop');
  return (
    <Card title={t(`start.question.${kind}`)} tone={isAgainst ? 'attention' : 'info'}>
      <p>{t(`start.questionMore.${kind}`)}</p>
      <ul className={styles.plain}>
        {facts.map((fact) => (
          <li key={fact.code}>
            <StateMark tone={toneOfFact[fact.tone]}>{sayGuard(fact)}</StateMark>
          </li>
        ))}
      </ul>
    </Card>
  );
}
