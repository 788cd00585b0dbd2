import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GravimetrySheet } from '../../../../shared/modules/calibration/standards-contract.ts';
import type { Action } from '../../../app/action-bar.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { formatTimeOfDay } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { toneOfVerdict } from '../../../ui/verdict-tone.ts';
import { GravimetryConditions } from './gravimetry-conditions.tsx';
import { GravimetryResults } from './gravimetry-results.tsx';
import { GravimetryVolume } from './gravimetry-volume.tsx';
import { useKeepSheet } from './use-keep-sheet.ts';
import { VolumesSheet } from './volumes-sheet.tsx';

/** Weights looked at: those since the last deliveries, not the balance's whole day. */
const shownWeights = 20;

/** A pipette check by weighing: conditions, volumes, deliveries from the balance on the line, errors, verdict, signature. */
export function GravimetryForm({ sheet }: { readonly sheet: GravimetrySheet }) {
  const { t } = useTranslation('calibration');
  const say = useSay();
  const navigate = useNavigate();
  const signedAct = useSignedAct();
  const isSigned = useNeedsPassword()(sheet.needsPassword);
  const api = useApi().calibration.standards.gravimetry;
  const [chosen, setChosen] = useState<number | null>(null);
  const [open, setOpen] = useState<'none' | 'volumes' | 'discard'>('none');
  const finish = useMutation(api.finish.mutationOptions());
  const { keep, end: endSheet } = useKeepSheet();
  // Pending until it stands on the screen: pressed again meanwhile, nothing is taken twice.
  const weigh = useMutation(api.weigh.mutationOptions({ onSuccess: keep }));
  const { input, result } = sheet;
  const isWire = input.balance?.kind === 'instrument';
  const weights = useQuery({
    ...api.weights.queryOptions({
      input: { sheetId: sheet.sheetId, limit: shownWeights },
      meta: { topics: ['messages', 'calibration'] },
    }),
    enabled: isWire,
  });
  const isFull = (index: number) => {
    const volume = input.volumes[index];
    return (
      volume === undefined ||
      volume.weighings.filter(({ excluded }) => excluded === null).length >= input.replicateCount
    );
  };
  const firstOpen = input.volumes.findIndex((_, index) => !isFull(index));
  const at = chosen !== null && chosen < input.volumes.length ? chosen : Math.max(0, firstOpen);
  const volume = input.volumes[at];
  const as = input.way === 'cumulative' && volume?.start === null ? 'start' : 'replicate';
  // Newest first: what is taken next is the newest that has come to rest and is a delivery. A balance that was set to zero
  // shows nothing, and a vessel that grows never weighs less.
  const before = input.way === 'tared' ? 0 : heaviest(volume);
  const isDelivery = (rawValue: string) => as === 'start' || Number(rawValue) > before;
  const next = weights.data?.find(({ isTaken, isStable, rawValue }) => !isTaken && isStable && isDelivery(rawValue));
  const take = (weight: { messageId: string; rawValue: string }) =>
    weigh.mutate({
      sheetId: sheet.sheetId,
      volume: at,
      as,
      weight: { kind: 'wire', messageId: weight.messageId, rawValue: weight.rawValue },
    });

  const end = async () => {
    const done = await signedAct({
      needsSignature: sheet.needsPassword,
      title: t('gravimetry.signTitle', { name: sheet.standardName }),
      lines: [
        { label: t('check.phaseTitle'), value: t(`check.phase.${sheet.phase}`) },
        {
          label: t('gravimetry.conditions'),
          value: t('gravimetry.conditionsAre', {
            celsius: input.conditions.waterCelsius ?? t('blank'),
            pressure: input.conditions.pressureHpa ?? t('blank'),
            humidity: input.conditions.humidityPercent ?? t('blank'),
          }),
        },
        { label: t('gravimetry.balance'), value: input.balance?.name ?? t('none') },
        { label: t('gravimetry.z'), value: result.z === null ? t('blank') : result.z.toFixed(5) },
        ...input.volumes.map((run, index) => ({
          label: `${run.selectedUl} µL`,
          value: t('gravimetry.volumeIs', {
            count: result.volumes[index]?.count ?? 0,
            systematic: microlitres(result.volumes[index]?.systematicUl ?? null),
            random: microlitres(result.volumes[index]?.randomUl ?? null),
            verdict: t(`verdict.${result.volumes[index]?.verdict ?? 'cannot-evaluate'}`),
          }),
        })),
        { label: t('sign.verdict'), value: t(`verdict.${result.verdict}`) },
      ],
      meaning: 'performed',
      act: (signing) => finish.mutateAsync({ sheetId: sheet.sheetId, password: signing?.password ?? null }),
    });
    if (done !== null) {
      await navigate({ to: '/standard-checks/$checkId', params: { checkId: done.result.checkId }, replace: true });
      endSheet(sheet.sheetId);
    }
  };

  const takeNext: Action | null =
    next === undefined || firstOpen < 0
      ? null
      : {
          label: t(as === 'start' ? 'gravimetry.takeStart' : 'gravimetry.takeNext', {
            value: `${next.rawValue} ${next.unit}`,
          }),
          isPending: weigh.isPending,
          onPress: () => take(next),
        };
  const finishIt: Action = {
    label: isSigned ? t('gravimetry.sign') : t('gravimetry.finish'),
    isPending: finish.isPending,
    onPress: () => void end().catch(() => undefined),
  };
  return (
    <Screen
      title={t('gravimetry.title')}
      crumbs={[
        { label: t('places.standards'), to: '/calibration/standards' },
        { label: sheet.standardName, to: `/standards/${sheet.standardId}` },
      ]}
      actions={{
        state: <RecordMark place="draft" detail={t('draftSaved', { at: formatTimeOfDay(sheet.savedAt, 'seconds') })} />,
        secondary: [
          { label: t('gravimetry.discard'), look: 'quiet', onPress: () => setOpen('discard') },
          ...(takeNext === null ? [] : [finishIt]),
        ],
        primary: takeNext ?? finishIt,
      }}
      side={<GravimetryConditions key={sheet.sheetId} sheet={sheet} />}
    >
      <Banner tone={toneOfVerdict[result.verdict]} title={t(`verdict.${result.verdict}`)}>
        {result.why.map((why) => (
          <p key={why}>{say(`standards.why.${why}`)}</p>
        ))}
        <p>{t(`check.phase.${sheet.phase}`)}</p>
      </Banner>
      <Card
        title={t('gravimetry.volumes')}
        action={
          <Button look="quiet" onPress={() => setOpen('volumes')}>
            {t('gravimetry.changeVolumes')}
          </Button>
        }
      >
        <ChoiceField
          label={t('gravimetry.which')}
          layout="row"
          value={String(at)}
          onChange={(value) => setChosen(Number(value))}
          choices={input.volumes.map((run, index) => ({
            value: String(index),
            label: `${run.selectedUl} µL`,
            detail: t('gravimetry.weighed', {
              count: run.weighings.filter(({ excluded }) => excluded === null).length,
              wanted: input.replicateCount,
            }),
          }))}
        />
      </Card>
      {volume !== undefined && (
        <GravimetryVolume
          key={at}
          sheet={sheet}
          index={at}
          as={as}
          weights={isWire ? (weights.data ?? []) : null}
          isPending={weigh.isPending}
          onTake={take}
        />
      )}
      <MutationError mutation={weigh} />
      <GravimetryResults input={input} result={result} />
      {!isSigned && <MutationError mutation={finish} />}
      {open === 'volumes' && <VolumesSheet sheet={sheet} onClose={() => setOpen('none')} />}
      {open === 'discard' && <DiscardSheet sheet={sheet} onClose={() => setOpen('none')} />}
    </Screen>
  );
}

/** The most the vessel has shown, in the balance's own unit. */
function heaviest(volume: GravimetrySheet['input']['volumes'][number] | undefined): number {
  const shown = [volume?.start, ...(volume?.weighings ?? [])].map((weighing) => Number(weighing?.value ?? 0));
  return Math.max(0, ...shown.filter(Number.isFinite));
}

const microlitres = (value: number | null): string => (value === null ? '–' : `${value.toFixed(3)} µL`);

function DiscardSheet({ sheet, onClose }: { readonly sheet: GravimetrySheet; readonly onClose: () => void }) {
  const { t } = useTranslation('calibration');
  const { end } = useKeepSheet();
  const navigate = useNavigate();
  const discard = useMutation(
    useApi().calibration.standards.gravimetry.discard.mutationOptions({
      onSuccess: async () => {
        await navigate({ to: '/standards/$standardId', params: { standardId: sheet.standardId } });
        end(sheet.sheetId);
      },
    }),
  );
  return (
    <Sheet
      title={t('gravimetry.discardTitle')}
      isOpen
      onOpenChange={onClose}
      place="middle"
      actions={
        <Button
          look="primary"
          isPending={discard.isPending}
          onPress={() => discard.mutate({ sheetId: sheet.sheetId })}
          autoFocus
        >
          {t('gravimetry.discard')}
        </Button>
      }
    >
      <p>{t('gravimetry.discardMore')}</p>
      <MutationError mutation={discard} />
    </Sheet>
  );
}
