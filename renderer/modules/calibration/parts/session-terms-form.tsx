import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../../../shared/modules/calibration/sessions-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { SessionFrame } from './session-frame.tsx';
import { draftOfTerms, termsOfDraft } from './terms-draft.ts';
import { TermsForm } from './terms-form.tsx';
import { useReadSession } from './use-read-session.ts';

/** Limits of this session alone, with the reason; what the lab confirmed for the model stays as it is. */
export function SessionTermsForm({ session, onDone }: { readonly session: Session; readonly onDone: () => void }) {
  const { t } = useTranslation('calibration');
  const [draft, setDraft] = useState(() => draftOfTerms(session.terms));
  const [reason, setReason] = useState('');
  const readAgain = useReadSession(session.sessionId);
  const save = useMutation(
    useApi().calibration.sessions.setTerms.mutationOptions({
      onSuccess: async () => {
        await readAgain();
        onDone();
      },
    }),
  );
  const terms = termsOfDraft(draft);
  return (
    <SessionFrame
      session={session}
      actions={{
        state: <RecordMark place="draft" />,
        secondary: [{ label: t('back'), look: 'quiet', onPress: onDone }],
        primary: {
          label: t('terms.saveHere'),
          isDisabled: terms === null || reason.trim() === '',
          isPending: save.isPending,
          onPress: () => terms !== null && save.mutate({ sessionId: session.sessionId, terms, reason: reason.trim() }),
        },
      }}
    >
      <Banner tone="info" title={t('terms.hereTitle')}>
        <p>{t('terms.hereMore')}</p>
      </Banner>
      <Card title={t('reason.label')}>
        <TextField
          label={t('reason.label')}
          description={t('terms.reasonMore')}
          value={reason}
          onChange={setReason}
          isRequired
          maxLength={500}
        />
        <MutationError mutation={save} />
      </Card>
      <TermsForm draft={draft} onChange={setDraft} />
    </SessionFrame>
  );
}
