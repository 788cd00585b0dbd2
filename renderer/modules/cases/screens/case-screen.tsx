import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../../../../shared/modules/cases/case-contract.ts';
import type { CaseState } from '../../../../shared/modules/cases/terms.ts';
import type { Action } from '../../../app/action-bar.tsx';
import { type Crumb, Screen } from '../../../app/screen.tsx';
import { useSigning } from '../../../app/signing.ts';
import { usePrint } from '../../../app/use-print.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import styles from '../../../ui/rows.module.css';
import { LinkSheet, NoteSheet, PartSheet, PhotoSheet, TimeSheet } from '../parts/add-sheets.tsx';
import { CaseFacts, LinksCard } from '../parts/case-facts.tsx';
import { ChangeCaseSheet } from '../parts/change-case-sheet.tsx';
import { EffectSheet } from '../parts/effect-sheet.tsx';
import { NonconformityCard, type NonconformitySheetName } from '../parts/nonconformity-card.tsx';
import { ActionSheet, CauseSheet, DeclareSheet } from '../parts/nonconformity-sheets.tsx';
import { RecurrenceBanner } from '../parts/recurrence-banner.tsx';
import { ScoreCard } from '../parts/score-card.tsx';
import { StepSheet } from '../parts/step-sheet.tsx';
import { TaskSheet, TasksCard } from '../parts/tasks-card.tsx';
import { TimelineCard } from '../parts/timeline-card.tsx';
import { toneOfCase } from '../parts/tones.ts';
import { UsedCard } from '../parts/used-card.tsx';

const route = getRouteApi('/case/$caseId');

type AddName = 'note' | 'task' | 'photo' | 'part' | 'time';
type OpenSheet =
  | { readonly name: AddName | NonconformitySheetName | 'link' | 'change' }
  | { readonly name: 'step'; readonly to: CaseState | null }
  | null;

/** One case: what it is, why it stands where it does, what is to be done next, and its whole story. */
export function CaseScreen() {
  const { t } = useTranslation('cases');
  const { caseId } = route.useParams();
  const query = useQuery(
    useApi().cases.get.queryOptions({
      input: { caseId },
      meta: { topics: ['cases', 'errors', 'maintenance', 'people'] },
    }),
  );
  return (
    <Loaded query={query} waiting={<Screen title={t('case')}>{null}</Screen>}>
      {(data) => <CaseView key={data.id} of={data} />}
    </Loaded>
  );
}

function CaseView({ of }: { readonly of: CaseDetail }) {
  const { t } = useTranslation('cases');
  const [sheet, setSheet] = useState<OpenSheet>(null);
  const close = () => setSheet(null);
  const closing = useClosing(of);
  const primary = usePrimary(of, setSheet) ?? closing.action;
  const crumbs: Crumb[] = [
    { label: t('title'), to: '/cases/list' },
    ...(of.instrumentId === null ? [] : [{ label: of.instrumentName, to: `/instruments/${of.instrumentId}/cases` }]),
  ];
  const secondary: Action[] = [
    ...usePrint('case', { caseId: of.id }),
    { label: t('note.title'), onPress: () => setSheet({ name: 'note' }) },
    ...(of.nextStates.length > 0
      ? [{ label: t('step.other'), onPress: () => setSheet({ name: 'step', to: null }) }]
      : []),
  ];
  return (
    <Screen
      title={`${of.number} ${of.title}`}
      crumbs={crumbs}
      actions={{
        state: <RecordMark place={closing.isSigned ? 'signed' : of.place} />,
        secondary,
        ...(primary === null ? {} : { primary }),
      }}
      side={
        <>
          <CaseFacts of={of} onChange={() => setSheet({ name: 'change' })} />
          <LinksCard of={of} onAdd={() => setSheet({ name: 'link' })} />
          <UsedCard of={of} />
        </>
      }
    >
      <Headline of={of} />
      <RecurrenceBanner signs={of.recurrence} />
      {of.isOpen && <ScoreCard of={of} />}
      <NonconformityCard of={of} onSheet={(name) => setSheet({ name })} />
      <TasksCard of={of} />
      <AddCard onAdd={(name) => setSheet({ name })} />
      <TimelineCard caseId={of.id} />
      <OpenedSheet of={of} sheet={sheet} onClose={close} />
    </Screen>
  );
}

function AddCard({ onAdd }: { readonly onAdd: (name: AddName) => void }) {
  const { t } = useTranslation('cases');
  return (
    <Card title={t('add.title')}>
      <div className={styles.actions}>
        {(['note', 'task', 'photo', 'part', 'time'] as const).map((name) => (
          <Button key={name} icon={name === 'photo' ? 'photo' : 'add'} onPress={() => onAdd(name)}>
            {t(`add.${name}`)}
          </Button>
        ))}
      </div>
    </Card>
  );
}

interface OpenedSheetProps {
  readonly of: CaseDetail;
  readonly sheet: OpenSheet;
  readonly onClose: () => void;
}

function OpenedSheet({ of, sheet, onClose }: OpenedSheetProps) {
  const add = { caseId: of.id, onClose };
  const about = { of, onClose };
  switch (sheet?.name) {
    case 'note':
      return <NoteSheet {...add} />;
    case 'task':
      return <TaskSheet {...add} />;
    case 'photo':
      return <PhotoSheet {...add} />;
    case 'part':
      return <PartSheet {...add} />;
    case 'time':
      return <TimeSheet {...add} />;
    case 'link':
      return <LinkSheet {...add} />;
    case 'change':
      return <ChangeCaseSheet {...about} />;
    case 'declare':
      return <DeclareSheet {...about} />;
    case 'cause':
      return <CauseSheet {...about} />;
    case 'action':
      return <ActionSheet {...about} />;
    case 'effect':
      return <EffectSheet {...about} />;
    case 'step':
      return <StepSheet {...about} to={sheet.to} />;
    case undefined:
      return null;
  }
}

/** Steps in the order a case takes them. */
const wayOn: readonly CaseState[] = [
  'acknowledged',
  'investigating',
  'corrective-action',
  'pending-verification',
  'closed',
];

/** What is to be done now: what the nonconformity lacks, else the next step. Null for a closed case. */
function usePrimary(of: CaseDetail, setSheet: (sheet: OpenSheet) => void): Action | null {
  const { t } = useTranslation('cases');
  if (!of.isOpen) {
    return null;
  }
  const { nonconformity } = of;
  if (nonconformity !== null) {
    if (of.state === 'investigating' && nonconformity.investigated === null) {
      return { label: t('nce.cause.write'), onPress: () => setSheet({ name: 'cause' }) };
    }
    if (of.state === 'corrective-action' && of.actions.every(({ state }) => state === 'dropped')) {
      return { label: t('nce.action.plan'), onPress: () => setSheet({ name: 'action' }) };
    }
    if (of.state === 'pending-verification') {
      return { label: t('nce.effect.check'), icon: 'signed', onPress: () => setSheet({ name: 'effect' }) };
    }
  }
  // Going back is a step as well, but never the one that Enter means.
  const here = wayOn.indexOf(of.state);
  const to = wayOn.slice(here + 1).find((state) => of.nextStates.includes(state));
  return to === undefined ? null : { label: t(`next.${to}`), onPress: () => setSheet({ name: 'step', to }) };
}

/** The closing of a case without a nonconformity is signed from its page; one with it is closed by the signed check. */
function useClosing(of: CaseDetail): { readonly isSigned: boolean; readonly action: Action | null } {
  const { t } = useTranslation('cases');
  const api = useApi();
  const { sign } = useSigning();
  const signRecords = useMutation(api.people.sign.mutationOptions());
  const hash = of.closing?.hash ?? null;
  const { data: signatures } = useQuery(
    api.people.signatures.queryOptions({
      input: { hashes: hash === null ? [] : [hash] },
      enabled: hash !== null,
      meta: { topics: ['people', 'cases'] },
    }),
  );
  const isSigned = signatures?.some(({ counts }) => counts) === true;
  if (of.closing === null || signatures === undefined || isSigned) {
    return { isSigned, action: null };
  }
  const { hash: target, at, by, note } = of.closing;
  return {
    isSigned,
    action: {
      label: t('step.sign'),
      icon: 'signed',
      onPress: () =>
        void sign({
          title: t('step.signTitle', { number: of.number, title: of.title }),
          lines: [
            { label: t('step.signedState'), value: t('state.closed') },
            { label: t('facts.closed'), value: formatInstant(at, 'full') },
            { label: t('step.closedBy'), value: by },
            ...(note === '' ? [] : [{ label: t('step.note'), value: note }]),
          ],
          meaning: ['reviewed', 'approved'],
          act: (proof) => signRecords.mutateAsync({ targets: [target], ...proof }),
        }),
    },
  };
}

function Headline({ of }: { readonly of: CaseDetail }) {
  const { t } = useTranslation('cases');
  const say = useSay();
  return (
    <Banner
      tone={toneOfCase[of.state]}
      title={
        of.isOpen ? t('headline.open', { state: t(`state.${of.state}`), score: of.score }) : t(`state.${of.state}`)
      }
    >
      {of.description !== '' && <p className={styles.text}>{of.description}</p>}
      {of.blocked.map((each) => (
        <p key={each.state}>{t('headline.blocked', { step: t(`next.${each.state}`), why: say(each.code) })}</p>
      ))}
      {of.conflicts.map((each) => (
        <p key={each.code}>{say(each.code, each.data)}</p>
      ))}
    </Banner>
  );
}
