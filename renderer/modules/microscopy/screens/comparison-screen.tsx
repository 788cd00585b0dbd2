import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison, ComparisonDetail } from '../../../../shared/modules/microscopy/contract.ts';
import { RecordSignatures } from '../../../app/record-signatures.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useIsSigned } from '../../../app/use-is-signed.ts';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { usePrint } from '../../../app/use-print.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { Compared, ComparedVerdict } from '../parts/compared.tsx';

const recordRoute = getRouteApi('/differential-comparisons/$comparisonId');
const newRoute = getRouteApi('/compare-differentials/$firstId/$secondId');

/** Two finished counts of one slide held against each other, before it is recorded. */
export function CompareScreen() {
  const { t } = useTranslation('microscopy');
  const { firstId, secondId } = newRoute.useParams();
  const compared = useQuery(useApi().microscopy.comparisons.preview.queryOptions({ input: { firstId, secondId } }));
  return (
    <Loaded query={compared} waiting={<Screen title={t('tab.comparisons')}>{null}</Screen>}>
      {(data) => <Preview compared={data} firstId={firstId} secondId={secondId} />}
    </Loaded>
  );
}

interface PreviewProps {
  readonly compared: Comparison;
  readonly firstId: string;
  readonly secondId: string;
}

function Preview({ compared, firstId, secondId }: PreviewProps) {
  const { t } = useTranslation('microscopy');
  const navigate = useNavigate();
  const signedAct = useSignedAct();
  const isSigned = useNeedsPassword()(true);
  const [requestId] = useState(() => crypto.randomUUID());
  const [note, setNote] = useState('');
  const record = useMutation(useApi().microscopy.comparisons.record.mutationOptions());
  const { slide, first, second, verdict, rows } = compared;
  const save = async () => {
    const done = await signedAct({
      needsSignature: true,
      title: t('compare.title', { slide: slide.shows }),
      lines: [
        { label: t('compare.first'), value: `${first.by}, ${t('start.cells', { count: first.counted })}` },
        { label: t('compare.second'), value: `${second.by}, ${t('start.cells', { count: second.counted })}` },
        { label: t('compare.result'), value: t(`verdict.${verdict}`) },
        ...rows
          .filter(({ isWithin }) => !isWithin)
          .map(({ name, first: one, second: other }) => ({
            label: name,
            value: `${one} / ${other}, ${t('compare.outside')}`,
          })),
        ...(note.trim() === '' ? [] : [{ label: t('note'), value: note.trim() }]),
      ],
      meaning: 'performed',
      act: (signing) => record.mutateAsync({ requestId, firstId, secondId, note: note.trim(), signing }),
    });
    if (done !== null) {
      const { comparisonId } = done.result;
      await navigate({ to: '/differential-comparisons/$comparisonId', params: { comparisonId }, replace: true });
    }
  };
  return (
    <Screen
      title={t('compare.title', { slide: slide.shows })}
      actions={{
        state: <RecordMark place="draft" />,
        primary: {
          label: t(isSigned ? 'compare.save' : 'compare.saveUnsigned'),
          icon: 'signed',
          isPending: record.isPending,
          onPress: () => void save().catch(() => undefined),
        },
      }}
    >
      <ComparedVerdict compared={compared} />
      <Compared compared={compared} />
      <Card>
        <TextField label={t('note')} value={note} onChange={setNote} maxLength={2000} />
      </Card>
      {!isSigned && <MutationError mutation={record} />}
    </Screen>
  );
}

/** A comparison as it was recorded. */
export function ComparisonScreen() {
  const { t } = useTranslation('microscopy');
  const { comparisonId } = recordRoute.useParams();
  const detail = useQuery(useApi().microscopy.comparisons.get.queryOptions({ input: { comparisonId } }));
  return (
    <Loaded query={detail} waiting={<Screen title={t('tab.comparisons')}>{null}</Screen>}>
      {(data) => <Recorded detail={data} />}
    </Loaded>
  );
}

function Recorded({ detail }: { readonly detail: ComparisonDetail }) {
  const { t } = useTranslation('microscopy');
  const { row } = detail;
  const isSigned = useIsSigned(row.hash, 'microscopy');
  const print = usePrint('reader-comparison', { comparisonId: row.comparisonId });
  return (
    <Screen
      title={t('compare.title', { slide: detail.slide.shows })}
      crumbs={[{ label: row.instrumentName, to: `/instruments/${row.instrumentId}/microscopy` }]}
      actions={{ state: <RecordMark place={isSigned ? 'signed' : 'saved-here'} />, secondary: print }}
      side={
        <Card title={t('compare.facts')}>
          <KeyValue
            rows={[
              { label: t('record.on'), value: formatCivilDay(row.on) },
              { label: t('compare.recordedBy'), value: row.by },
              { label: t('compare.algorithm'), value: detail.algorithm },
              { label: t('compare.source'), value: detail.source },
              ...(detail.note === '' ? [] : [{ label: t('note'), value: detail.note }]),
            ]}
          />
        </Card>
      }
    >
      {row.isUndermined && <Banner tone="attention" title={t('compare.undermined')} />}
      <ComparedVerdict compared={detail} />
      <Card title={t('signatures')}>
        <RecordSignatures hash={row.hash} topic="microscopy" />
      </Card>
      <Compared compared={detail} />
    </Screen>
  );
}
