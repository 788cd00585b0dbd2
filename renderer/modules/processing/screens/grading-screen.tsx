import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RecordSignatures } from '../../../app/record-signatures.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import type { HostClient } from '../../../data/client.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { KeptPhoto } from '../../../ui/kept-photo.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import { toneOfVerdict } from '../../../ui/verdict-tone.ts';
import styles from '../parts/baths.module.css';
import { SecondLookSheet } from '../parts/second-look-sheet.tsx';
import { toneOfSecond, toneOfStation } from '../parts/tones.ts';
import { useSayLimits } from '../parts/use-say-limits.ts';
import { VoidSheet } from '../parts/void-sheet.tsx';

const route = getRouteApi('/bath-gradings/$gradingId');
type Grading = Awaited<ReturnType<HostClient['processing']['gradings']['get']>>;

/** One grading: verdict, what was seen, pictures, the baths as they stood, and the second person. */
export function GradingScreen() {
  const { t } = useTranslation('processing');
  const { gradingId } = route.useParams();
  const grading = useQuery(useApi().processing.gradings.get.queryOptions({ input: { gradingId } }));
  return (
    <Loaded query={grading} waiting={<Screen title={t('grading.title')}>{null}</Screen>}>
      {(data) => <GradingView grading={data} />}
    </Loaded>
  );
}

function GradingView({ grading }: { readonly grading: Grading }) {
  const { t } = useTranslation('processing');
  const say = useSay();
  const navigate = useNavigate();
  const signedAct = useSignedAct();
  const api = useApi().processing.gradings;
  const [sheet, setSheet] = useState<'none' | 'disagree' | 'void'>('none');
  const close = () => setSheet('none');
  const { gradingId, verdict, decision, second, instrumentId } = grading;
  const confirm = useMutation(api.confirm.mutationOptions());
  const voidIt = useMutation(api.void.mutationOptions());
  const lines = [
    { label: t('grading.material'), value: [grading.material, grading.materialLot].filter(Boolean).join(', ') },
    { label: t('grading.verdict'), value: say(`processing.verdict.${verdict}`) },
    { label: t('grading.decision'), value: say(`processing.decision.${decision}`) },
  ];
  const look = async (outcome: 'agreed' | 'disagreed', note: string) => {
    const done = await signedAct({
      needsSignature: true,
      title: t('grading.second'),
      lines: [
        ...lines,
        { label: t('grading.second'), value: say(`processing.second.${outcome}`) },
        ...(note === '' ? [] : [{ label: t('note'), value: note }]),
      ],
      meaning: 'verified',
      act: (signing) => confirm.mutateAsync({ gradingId, outcome, note, password: signing?.password ?? null }),
    });
    if (done !== null) close();
  };
  const withdraw = async (reason: string) => {
    const done = await signedAct({
      needsSignature: true,
      title: t('grading.withdraw'),
      lines: [...lines, { label: t('reason'), value: reason }],
      meaning: 'performed',
      act: (signing) => voidIt.mutateAsync({ gradingId, reason, password: signing?.password ?? null }),
    });
    if (done !== null) await navigate({ to: '/instruments/$id/baths', params: { id: instrumentId } });
  };
  const isWaiting = second === 'waiting';
  return (
    <Screen
      title={t('grading.title')}
      crumbs={[{ label: grading.instrumentName, to: `/instruments/${instrumentId}/baths` }]}
      actions={{
        state: <RecordMark place="saved-here" />,
        secondary: [
          { label: t('grading.withdraw'), look: 'quiet', onPress: () => setSheet('void') },
          ...(isWaiting ? [{ label: t('grading.disagree'), onPress: () => setSheet('disagree') }] : []),
        ],
        ...(isWaiting
          ? {
              primary: {
                label: t('grading.agree'),
                isPending: confirm.isPending,
                onPress: () => void look('agreed', '').catch(() => undefined),
              },
            }
          : {}),
      }}
      side={<Facts grading={grading} />}
    >
      <Banner
        tone={toneOfVerdict[verdict]}
        title={`${say(`processing.verdict.${verdict}`)}. ${say(`processing.decision.${decision}`)}`}
      >
        {grading.why.map((one) => (
          <p key={one}>{say(`processing.grading-why.${one}`)}</p>
        ))}
        {grading.correctiveAction !== '' && <p>{grading.correctiveAction}</p>}
        {grading.hasConflict && <p>{t('conflict')}</p>}
      </Banner>
      {second !== 'not-asked' && (
        <Card title={t('grading.second')} tone={toneOfSecond[second]}>
          <StateMark tone={toneOfSecond[second]}>{say(`processing.second.${second}`)}</StateMark>
          {isWaiting && <p>{t('grading.secondMore')}</p>}
          {grading.confirmation !== null && grading.confirmation.note !== '' && <p>{grading.confirmation.note}</p>}
          {grading.confirmation !== null && <RecordSignatures hash={grading.confirmation.hash} topic="processing" />}
          <MutationError mutation={confirm} />
        </Card>
      )}
      <Seen grading={grading} />
      {grading.photos.length > 0 && (
        <Card title={t('grading.photos')}>
          <div className={styles.pictures}>
            {grading.photos.map((photo) => (
              <KeptPhoto
                key={photo.sha256}
                name={photo.name}
                query={api.photo.queryOptions({ input: { sha256: photo.sha256 } })}
              />
            ))}
          </div>
        </Card>
      )}
      <Baths grading={grading} />
      {sheet === 'disagree' && (
        <SecondLookSheet
          mutation={confirm}
          onClose={close}
          onSave={(note) => void look('disagreed', note).catch(() => undefined)}
        />
      )}
      {sheet === 'void' && (
        <VoidSheet
          what={grading.material}
          mutation={voidIt}
          onClose={close}
          onVoid={(reason) => void withdraw(reason).catch(() => undefined)}
        />
      )}
    </Screen>
  );
}

function Seen({ grading }: { readonly grading: Grading }) {
  const { t } = useTranslation('processing');
  const say = useSay();
  const sayLimits = useSayLimits();
  return (
    <Card title={t('grading.criteria')}>
      <DataTable
        caption={t('grading.criteria')}
        rows={grading.criteria}
        rowKey={({ criterionId }) => criterionId}
        columns={[
          { key: 'text', title: t('grading.criterion'), cell: ({ text }) => text },
          {
            key: 'seen',
            title: t('grading.seen'),
            cell: ({ grade, value, unit }) =>
              grade === null ? `${value ?? '–'} ${unit}`.trim() : say(`processing.grade.${grade}`),
          },
          {
            key: 'limit',
            title: t('grading.limit'),
            cell: (one) => [one.kind === 'number' ? sayLimits(one) : '', one.source].filter(Boolean).join(', ') || '–',
          },
        ]}
      />
    </Card>
  );
}

function Baths({ grading }: { readonly grading: Grading }) {
  const { t } = useTranslation('processing');
  const say = useSay();
  return (
    <Card title={t('grading.baths')}>
      <DataTable
        isWide
        caption={t('grading.baths')}
        rows={grading.baths}
        rowKey={({ stationId }) => stationId}
        columns={[
          { key: 'bath', title: t('grading.bath'), kind: 'number', cell: ({ position }) => position },
          { key: 'content', title: t('grading.content'), cell: ({ content }) => content },
          { key: 'lot', title: t('grading.lot'), kind: 'code', cell: ({ lot }) => lot || '–' },
          {
            key: 'expires',
            title: t('fill.expires'),
            cell: ({ expiresOn }) =>
              expiresOn === null || expiresOn === 'not-stated' ? '–' : formatCivilDay(expiresOn),
          },
          { key: 'used', title: t('grading.used'), kind: 'number', cell: ({ usedCount }) => usedCount ?? '–' },
          {
            key: 'state',
            title: t('grading.state'),
            cell: ({ state }) => <StateMark tone={toneOfStation[state]}>{say(`processing.state.${state}`)}</StateMark>,
          },
        ]}
      />
    </Card>
  );
}

function Facts({ grading }: { readonly grading: Grading }) {
  const { t } = useTranslation('processing');
  const { run, note, material, materialLot } = grading;
  return (
    <Card title={t('grading.facts')}>
      <KeyValue
        rows={[
          { label: t('grading.material'), value: material },
          { label: t('grading.materialLot'), value: materialLot },
          { label: t('run.at'), value: <TimeText at={grading.at} look="full" /> },
          {
            label: t('grading.run'),
            value:
              run === null ? (
                t('grading.noRun')
              ) : (
                <span>
                  <TimeText at={run.at} /> {run.programName}
                </span>
              ),
          },
          { label: t('note'), value: note },
        ]}
      />
      <RecordSignatures hash={grading.hash} topic="processing" />
    </Card>
  );
}
