import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../../../shared/modules/calibration/sessions-contract.ts';
import type { Outcome } from '../../../../shared/modules/calibration/terms.ts';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { SectionRows } from './section-rows.tsx';
import { StepFrame, type StepProps } from './step-screens.tsx';
import { useFormDraft } from './use-form-draft.ts';
import { useSayWhy } from './use-say-why.ts';

const outcomes = {
  calibration: ['calibrated', 'left-as-it-was', 'service-called', 'abandoned'],
  verification: ['verified', 'not-verified', 'service-called', 'abandoned'],
} as const satisfies Record<Session['kind'], readonly Outcome[]>;

/** What the figures say: the usual end. A person may choose another, with the reason. */
function usualOutcome({ kind, judgement }: Session): Outcome | null {
  if (kind === 'verification') {
    return judgement.verdict === 'pass' ? 'verified' : judgement.verdict === 'fail' ? 'not-verified' : null;
  }
  if (judgement.factors.some(({ decision }) => decision === 'service-called')) return 'service-called';
  if (judgement.factors.some(({ decision }) => decision === 'updated')) return 'calibrated';
  return judgement.factors.length > 0 && judgement.factors.every(({ decision }) => decision === 'kept')
    ? 'left-as-it-was'
    : null;
}

/** Everything that was found, on one page, and the signature under it. Never refused for a verdict: it asks for the reason. */
export function SignStep({ session, step, onGo }: StepProps) {
  const { t } = useTranslation('calibration');
  const signedAct = useSignedAct();
  const needsPassword = useNeedsPassword();
  const sayWhy = useSayWhy(session.terms);
  const draft = useFormDraft(session.sessionId, 'sign', session.drafts);
  const close = useMutation(useApi().calibration.sessions.close.mutationOptions());
  const { judgement } = session;
  const outcome = (draft.of('outcome') || usualOutcome(session)) as Outcome | null;
  const needsReason = judgement.verdict !== 'pass' || outcome === 'abandoned';
  const reason = draft.of('reason').trim();
  const isReady = outcome !== null && (!needsReason || reason !== '');
  const isSigned = needsPassword(session.needsSignature);

  const sign = async () => {
    if (outcome === null) return;
    await draft.flush();
    const input = {
      sessionId: session.sessionId,
      tip: session.tip,
      outcome,
      reason: needsReason ? reason : '',
      note: draft.of('note').trim(),
    };
    await signedAct({
      needsSignature: session.needsSignature,
      title: t('sign.title', { what: t(`session.title.${session.kind}`), instrument: session.instrumentName }),
      lines: [
        { label: t('session.reason'), value: t(`reason.${session.reason}`) },
        ...judgement.sections
          .filter(({ isNeeded, isStarted }) => isNeeded || isStarted)
          .map((section) => ({
            label: t(`step.${section.key}`),
            value: [t(`verdict.${section.verdict}`), ...sayWhy(section.whys)].join('. '),
          })),
        ...judgement.factors.map((factor) => ({
          label: session.terms.parameters.find(({ key }) => key === factor.parameter)?.label ?? factor.parameter,
          value: t('sign.factor', {
            current: factor.current ?? t('blank'),
            shadow: factor.shadow ?? t('blank'),
            set: factor.set ?? t('blank'),
            decision: t(`factor.decisionIs.${factor.decision}`),
          }),
        })),
        { label: t('sign.runs'), value: String(session.runCount) },
        { label: t('sign.outcome'), value: t(`outcome.${outcome}`) },
        { label: t('sign.verdict'), value: t(`verdict.${judgement.verdict}`) },
        ...(input.reason === '' ? [] : [{ label: t('sign.reason'), value: input.reason }]),
        ...(input.note === '' ? [] : [{ label: t('note'), value: input.note }]),
      ],
      meaning: 'performed',
      act: (signing) => close.mutateAsync({ ...input, signing }),
    });
  };

  return (
    <StepFrame
      session={session}
      step={step}
      onGo={onGo}
      draftSavedAt={draft.savedAt}
      primary={{
        label: isSigned ? t('sign.signAndClose') : t('sign.close'),
        ...(isSigned ? { icon: 'signed' as const } : {}),
        isDisabled: !isReady,
        isPending: close.isPending,
        // What it refuses stands on the screen through the mutation.
        onPress: () => void sign().catch(() => undefined),
      }}
    >
      <Card title={t('sign.found')}>
        <SectionRows session={session} judgement={judgement} onGo={onGo} />
      </Card>
      <Card title={t('sign.end')}>
        <ChoiceField
          label={t('sign.outcome')}
          value={outcome}
          onChange={(value) => draft.set('outcome', value)}
          choices={outcomes[session.kind].map((value) => ({ value: value as Outcome, label: t(`outcome.${value}`) }))}
        />
        {needsReason && (
          <TextField
            label={t('sign.reason')}
            description={t('sign.reasonMore')}
            value={draft.of('reason')}
            onChange={(value) => draft.set('reason', value)}
            isRequired
            maxLength={1000}
          />
        )}
        <TextField
          label={t('note')}
          value={draft.of('note')}
          onChange={(value) => draft.set('note', value)}
          maxLength={2000}
        />
      </Card>
      {!isSigned && <MutationError mutation={close} />}
    </StepFrame>
  );
}
