import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../../../shared/modules/calibration/sessions-contract.ts';
import type { ActionBarProps } from '../../../app/action-bar.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { TimeText } from '../../../ui/time-text.tsx';

interface SessionFrameProps {
  readonly session: Session;
  readonly actions: ActionBarProps;
  /** Above the facts in the side panel: the steps. */
  readonly steps?: ReactNode;
  readonly children: ReactNode;
}

/** What all steps of a session have around them: where it is, its steps, what it is about. */
export function SessionFrame({ session, actions, steps, children }: SessionFrameProps) {
  const { t } = useTranslation('calibration');
  const say = useSay();
  return (
    <Screen
      title={t(`session.title.${session.kind}`)}
      crumbs={[
        { label: t('title'), to: '/calibration/instruments' },
        { label: session.instrumentName, to: `/instruments/${session.instrumentId}/calibration` },
      ]}
      actions={actions}
      side={
        <>
          {steps}
          <SessionFacts session={session} />
        </>
      }
    >
      {session.conflicts.map(({ code, data }) => (
        <Banner key={`${code} ${JSON.stringify(data)}`} tone="attention" title={say(code, data)} />
      ))}
      {children}
    </Screen>
  );
}

function SessionFacts({ session }: { readonly session: Session }) {
  const { t } = useTranslation('calibration');
  return (
    <Card title={t('session.facts')}>
      <KeyValue
        rows={[
          { label: t('session.instrument'), value: session.instrumentName },
          { label: t('session.model'), value: [session.model, session.serialNumber].filter(Boolean).join(' · ') },
          { label: t('session.reason'), value: t(`reason.${session.reason}`) },
          ...(session.reasonText === '' ? [] : [{ label: t('session.reasonText'), value: session.reasonText }]),
          { label: t('session.opened'), value: <TimeText at={session.openedAt} look="full" /> },
          { label: t('session.openedBy'), value: session.openedBy },
          { label: t('session.procedure'), value: t(`session.procedureState.${session.procedure}`) },
          { label: t('session.algorithm'), value: session.judgement.algorithm },
        ]}
      />
    </Card>
  );
}
