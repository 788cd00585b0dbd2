import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VisitDetail } from '../../../../shared/modules/cases/visit-contract.ts';
import type { Action } from '../../../app/action-bar.tsx';
import { Screen } from '../../../app/screen.tsx';
import { usePrint } from '../../../app/use-print.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { CustomerCard } from '../parts/customer-card.tsx';
import { FollowUpsCard } from '../parts/follow-ups-card.tsx';
import { toneOfVisit } from '../parts/tones.ts';
import { SummaryCard, VisitFacts, VisitHistory, WorkCard } from '../parts/visit-cards.tsx';
import {
  CancelVisitSheet,
  ChangeVisitSheet,
  FollowUpSheet,
  MoveSheet,
  StrikeSheet,
  SummarySheet,
  WorkSheet,
} from '../parts/visit-sheets.tsx';

const route = getRouteApi('/visits/$visitId');

type OpenSheet =
  | { readonly name: 'arrive' | 'leave' | 'change' | 'cancel' | 'work' | 'summary' | 'follow-up' }
  | { readonly name: 'strike'; readonly entry: VisitDetail['work'][number] }
  | null;

/** One visit: planned, worked, summed up, signed by the customer and by the specialist, followed up. */
export function VisitScreen() {
  const { t } = useTranslation('visits');
  const { visitId } = route.useParams();
  const query = useQuery(
    useApi().cases.visits.get.queryOptions({
      input: { visitId },
      meta: { topics: ['cases', 'maintenance', 'people'] },
    }),
  );
  return (
    <Loaded query={query} waiting={<Screen title={t('visit')}>{null}</Screen>}>
      {(data) => <VisitView key={data.id} visit={data} />}
    </Loaded>
  );
}

function VisitView({ visit }: { readonly visit: VisitDetail }) {
  const { t } = useTranslation('visits');
  const navigate = useNavigate();
  const [sheet, setSheet] = useState<OpenSheet>(null);
  const closing = useClosing(visit);
  const close = () => setSheet(null);
  const toCustomer = () => void navigate({ to: '/visits/$visitId/customer', params: { visitId: visit.id } });
  const primary = wayOn(visit, t, { setSheet, toCustomer, sign: closing.start });
  const isOpen = visit.state !== 'closed' && visit.state !== 'cancelled';
  const secondary: Action[] = [
    ...usePrint('visit', { visitId: visit.id }),
    ...(visit.state === 'on-site' || visit.state === 'left'
      ? [
          ...(visit.work.length === 0 ? [] : [{ label: t('work.add'), onPress: () => setSheet({ name: 'work' }) }]),
          ...(visit.summary === null
            ? []
            : [{ label: t('summary.change'), onPress: () => setSheet({ name: 'summary' }) }]),
        ]
      : []),
  ];
  return (
    <Screen
      title={`${visit.number} ${visit.place}`}
      crumbs={[{ label: t('title'), to: '/cases/visits' }]}
      actions={{
        state: <RecordMark place={visit.closed === null ? 'saved-here' : 'signed'} />,
        secondary,
        ...(primary === null ? {} : { primary }),
      }}
      side={
        <>
          <VisitFacts
            visit={visit}
            onChange={() => setSheet({ name: 'change' })}
            onCancel={() => setSheet({ name: 'cancel' })}
          />
          <VisitHistory visit={visit} />
        </>
      }
    >
      <Headline visit={visit} />
      <MutationError mutation={closing.mutation} />
      <WorkCard
        visit={visit}
        onAdd={() => setSheet({ name: 'work' })}
        onStrike={(entry) => setSheet({ name: 'strike', entry })}
      />
      <SummaryCard visit={visit} isOpen={isOpen} onWrite={() => setSheet({ name: 'summary' })} />
      <CustomerCard visit={visit} />
      <FollowUpsCard visit={visit} onAdd={() => setSheet({ name: 'follow-up' })} />
      {sheet !== null && <OpenedSheet visit={visit} sheet={sheet} onClose={close} />}
    </Screen>
  );
}

interface OpenedSheetProps {
  readonly visit: VisitDetail;
  readonly sheet: NonNullable<OpenSheet>;
  readonly onClose: () => void;
}

function OpenedSheet({ sheet, ...about }: OpenedSheetProps) {
  switch (sheet.name) {
    case 'arrive':
    case 'leave':
      return <MoveSheet {...about} move={sheet.name} />;
    case 'change':
      return <ChangeVisitSheet {...about} />;
    case 'cancel':
      return <CancelVisitSheet {...about} />;
    case 'work':
      return <WorkSheet {...about} />;
    case 'summary':
      return <SummarySheet {...about} />;
    case 'follow-up':
      return <FollowUpSheet {...about} />;
    case 'strike':
      return <StrikeSheet {...about} entry={sheet.entry} />;
  }
}

interface Ways {
  readonly setSheet: (sheet: OpenSheet) => void;
  readonly toCustomer: () => void;
  readonly sign: () => void;
}

type Say = ReturnType<typeof useTranslation<'visits'>>['t'];

/** What comes next: arrive, write down work, sum up, let the customer sign, leave, sign and close. */
function wayOn(visit: VisitDetail, t: Say, { setSheet, toCustomer, sign }: Ways): Action | null {
  if (visit.state === 'planned') {
    return { label: t('arrive.button'), onPress: () => setSheet({ name: 'arrive' }) };
  }
  if (visit.state === 'closed' || visit.state === 'cancelled') {
    return null;
  }
  if (visit.work.length === 0) {
    return { label: t('work.add'), icon: 'add', onPress: () => setSheet({ name: 'work' }) };
  }
  if (visit.summary === null) {
    return { label: t('summary.write'), onPress: () => setSheet({ name: 'summary' }) };
  }
  if (visit.customer === 'none' || visit.customer === 'earlier-state') {
    return { label: t('customer.sign'), icon: 'signed', onPress: toCustomer };
  }
  return visit.state === 'on-site'
    ? { label: t('leave.button'), onPress: () => setSheet({ name: 'leave' }) }
    : { label: t('close.button'), icon: 'signed', isDisabled: visit.blocked.length > 0, onPress: sign };
}

/** The specialist signs exactly the sheet the customer saw, with the customer's answer. */
function useClosing(visit: VisitDetail) {
  const { t } = useTranslation('visits');
  const signedAct = useSignedAct();
  const mutation = useMutation(useApi().cases.visits.close.mutationOptions());
  const { summary, signature, declined } = visit;
  const start = async () => {
    await signedAct({
      needsSignature: true,
      title: t('close.signTitle', { number: visit.number, place: visit.place }),
      lines: [
        { label: t('fields.purpose'), value: visit.purpose },
        {
          label: t('work.title'),
          value: visit.work
            .filter(({ struckReason }) => struckReason === null)
            .map(({ text }) => text)
            .join('; '),
        },
        ...(summary === null
          ? []
          : [
              { label: t('summary.found'), value: summary.found },
              { label: t('summary.done'), value: summary.done },
              { label: t('summary.leftAs'), value: summary.leftAs },
              ...(summary.openPoints === '' ? [] : [{ label: t('summary.openPoints'), value: summary.openPoints }]),
            ]),
        {
          label: t('close.customer'),
          value:
            signature !== null
              ? [signature.printedName, signature.functionName, formatInstant(signature.at, 'minutes')]
                  .filter(Boolean)
                  .join(', ')
              : t('customer.declined', { reason: declined?.reason ?? '' }),
        },
        ...(signature === null ? [] : [{ label: t('close.sheetHash'), value: signature.seenHash }]),
      ],
      meaning: 'performed',
      act: (signing) => mutation.mutateAsync({ visitId: visit.id, statement: '', signing }),
    });
  };
  // What is refused is on the screen, or in the signing sheet, through the mutation.
  return { mutation, start: () => void start().catch(() => undefined) };
}

function Headline({ visit }: { readonly visit: VisitDetail }) {
  const { t } = useTranslation('visits');
  const say = useSay();
  const at =
    visit.state === 'left' && visit.leftAt !== null
      ? formatInstant(visit.leftAt, 'minutes')
      : visit.arrivedAt === null
        ? ''
        : formatInstant(visit.arrivedAt, 'minutes');
  return (
    <Banner
      tone={visit.state === 'cancelled' ? 'info' : toneOfVisit[visit.state]}
      title={t(`headline.${visit.state}`, { at, day: formatCivilDay(visit.plannedOn) })}
    >
      <p>{visit.purpose}</p>
      {visit.state === 'left' && visit.blocked.map((code) => <p key={code}>{say(code)}</p>)}
      {visit.hasConflict && <p>{t('conflict')}</p>}
    </Banner>
  );
}
