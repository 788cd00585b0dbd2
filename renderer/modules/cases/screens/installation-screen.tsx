import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstallationDetail } from '../../../../shared/modules/cases/project-contract.ts';
import type { Action } from '../../../app/action-bar.tsx';
import { RecordSignatures } from '../../../app/record-signatures.tsx';
import { type Crumb, Screen } from '../../../app/screen.tsx';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import styles from '../../../ui/rows.module.css';
import { TimeText } from '../../../ui/time-text.tsx';
import { AnswerItemSheet } from '../parts/answer-item-sheet.tsx';
import {
  type InstallationItemDetail,
  InstallationItems,
  useSayItem,
  useSayProof,
} from '../parts/installation-items.tsx';
import { AddItemSheet, CancelInstallationSheet, NameInstrumentSheet } from '../parts/installation-sheets.tsx';
import { Story } from '../parts/timeline-card.tsx';

const route = getRouteApi('/installations/$installationId');

type OpenSheet =
  | { readonly name: 'add' | 'name' | 'cancel' }
  | { readonly name: 'answer'; readonly item: InstallationItemDetail }
  | null;

/** One installation: what is to be shown in each phase, the gates before the first patient sample, and the signed go-live. */
export function InstallationScreen() {
  const { t } = useTranslation('installations');
  const { installationId } = route.useParams();
  const query = useQuery(
    useApi().cases.installations.get.queryOptions({
      input: { installationId },
      meta: { topics: ['cases', 'people'] },
    }),
  );
  return (
    <Loaded query={query} waiting={<Screen title={t('installation')}>{null}</Screen>}>
      {(data) => <InstallationView key={data.id} of={data} />}
    </Loaded>
  );
}

function InstallationView({ of }: { readonly of: InstallationDetail }) {
  const { t } = useTranslation('installations');
  const [sheet, setSheet] = useState<OpenSheet>(null);
  const close = () => setSheet(null);
  const goLive = useGoLive(of);
  const isOpen = of.state === 'open';
  const primary = usePrimary(of, setSheet, goLive.start);
  const crumbs: Crumb[] = [
    { label: t('title'), to: '/cases/installations' },
    ...(of.instrumentId === null ? [] : [{ label: of.instrumentName, to: `/instruments/${of.instrumentId}/cases` }]),
  ];
  const secondary: Action[] = isOpen
    ? [
        { label: t('cancel.button'), onPress: () => setSheet({ name: 'cancel' }) },
        { label: t('addItem.button'), onPress: () => setSheet({ name: 'add' }) },
      ]
    : [];
  return (
    <Screen
      title={`${of.number} ${of.title}`}
      crumbs={crumbs}
      actions={{
        state: <RecordMark place={of.live === null ? 'saved-here' : 'signed'} />,
        secondary,
        ...(primary === null ? {} : { primary }),
      }}
      side={<Side of={of} onName={() => setSheet({ name: 'name' })} />}
    >
      <Headline of={of} />
      <MutationError mutation={goLive.mutation} />
      {of.phases.map((phase) => (
        <InstallationItems
          key={phase.phase}
          phase={phase}
          isOpen={isOpen}
          onAnswer={(item) => setSheet({ name: 'answer', item })}
        />
      ))}
      {sheet?.name === 'answer' && (
        <AnswerItemSheet key={sheet.item.key} installationId={of.id} item={sheet.item} onClose={close} />
      )}
      {sheet?.name === 'add' && <AddItemSheet installationId={of.id} onClose={close} />}
      {sheet?.name === 'name' && <NameInstrumentSheet installationId={of.id} onClose={close} />}
      {sheet?.name === 'cancel' && <CancelInstallationSheet installationId={of.id} onClose={close} />}
    </Screen>
  );
}

/** The next line without an answer; when every gate is answered, going live. */
function usePrimary(of: InstallationDetail, setSheet: (sheet: OpenSheet) => void, start: () => void): Action | null {
  const { t } = useTranslation('installations');
  const sayItem = useSayItem();
  if (of.state !== 'open') {
    return null;
  }
  if (of.canGoLive) {
    return { label: t('live.button'), icon: 'signed', onPress: start };
  }
  const next = of.phases.flatMap(({ items }) => items).find((item) => item.state === 'open');
  if (next === undefined) {
    return of.instrumentId === null
      ? { label: t('nameInstrument.button'), onPress: () => setSheet({ name: 'name' }) }
      : null;
  }
  return {
    label: t('answer.next', { item: sayItem(next) }),
    onPress: () => setSheet({ name: 'answer', item: next }),
  };
}

/** The signature that puts the instrument to use: it shows every answer it rests on. */
function useGoLive(of: InstallationDetail) {
  const { t } = useTranslation('installations');
  const signedAct = useSignedAct();
  const sayItem = useSayItem();
  const sayProof = useSayProof();
  const mutation = useMutation(useApi().cases.installations.goLive.mutationOptions());
  const start = () =>
    signedAct({
      needsSignature: true,
      title: t('live.signTitle', { title: of.title }),
      lines: of.phases.flatMap(({ items }) => items).map((item) => ({ label: sayItem(item), value: sayProof(item) })),
      meaning: 'approved',
      act: (signing) => mutation.mutateAsync({ installationId: of.id, statement: '', signing }),
    });
  // What is refused is on the screen, or in the signing sheet, through the mutation.
  return { mutation, start: () => void start().catch(() => undefined) };
}

function Headline({ of }: { readonly of: InstallationDetail }) {
  const { t } = useTranslation('installations');
  if (of.state === 'live' && of.live !== null) {
    return <Banner tone="good" title={t('live.done', { at: formatInstant(of.live.at, 'minutes') })} />;
  }
  if (of.state === 'cancelled') {
    return <Banner tone="info" title={t('state.cancelled')} />;
  }
  return of.canGoLive ? (
    <Banner tone="attention" title={t('live.ready')} />
  ) : (
    <Banner tone="attention" title={t('live.blocked', { count: of.openGateCount })}>
      <p>{t('gateMore')}</p>
      {of.hasConflict && <p>{t('conflict')}</p>}
    </Banner>
  );
}

function Side({ of, onName }: { readonly of: InstallationDetail; readonly onName: () => void }) {
  const { t } = useTranslation('installations');
  return (
    <>
      <Card title={t('facts.title')}>
        <KeyValue
          rows={[
            { label: t('facts.number'), value: of.number },
            { label: t('plan.instrument'), value: of.instrumentId === null ? t('plan.notYet') : of.instrumentName },
            { label: t('plan.place'), value: of.place },
            { label: t('plan.responsible'), value: of.responsible },
            { label: t('plan.goLiveOn'), value: of.goLiveOn === null ? '' : formatCivilDay(of.goLiveOn) },
            { label: t('facts.started'), value: <TimeText at={of.plannedAt} look="full" /> },
            { label: t('facts.template'), value: of.templateVersion },
          ]}
        />
        {of.state === 'open' && of.instrumentId === null && (
          <div className={styles.actions}>
            <Button onPress={onName}>{t('nameInstrument.button')}</Button>
          </div>
        )}
        {of.live !== null && <RecordSignatures hash={of.live.hash} topic="cases" />}
      </Card>
      {of.history.length > 0 && (
        <Card title={t('history')}>
          <Story lines={of.history} />
        </Card>
      )}
    </>
  );
}
