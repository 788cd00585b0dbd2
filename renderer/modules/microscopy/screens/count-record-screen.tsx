import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountDetail } from '../../../../shared/modules/microscopy/contract.ts';
import { showPercent } from '../../../../shared/modules/microscopy/rules-tally.ts';
import { RecordSignatures } from '../../../app/record-signatures.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useIsSigned } from '../../../app/use-is-signed.ts';
import { usePrint } from '../../../app/use-print.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import rowStyles from '../../../ui/rows.module.css';
import { VoidCountSheet } from '../parts/void-sheets.tsx';

const route = getRouteApi('/differentials/$countId');

/** One finished count: cells, shares with their limits, who read and signed it, and the way to a second reader's. */
export function CountRecordScreen() {
  const { t } = useTranslation('microscopy');
  const { countId } = route.useParams();
  const count = useQuery(useApi().microscopy.counts.record.queryOptions({ input: { countId } }));
  return (
    <Loaded query={count} waiting={<Screen title={t('tab.counts')}>{null}</Screen>}>
      {(data) => <CountRecord count={data} />}
    </Loaded>
  );
}

function CountRecord({ count }: { readonly count: CountDetail }) {
  const { t } = useTranslation('microscopy');
  const navigate = useNavigate();
  const [isVoiding, setVoiding] = useState(false);
  const isSigned = useIsSigned(count.hash, 'microscopy');
  const others = useQuery(
    useApi().microscopy.comparisons.candidates.queryOptions({ input: { countId: count.countId } }),
  );
  const other = others.data?.[0];
  const print = usePrint('differential-count', { countId: count.countId });
  // The earlier count is the first reader's.
  const compare = (otherId: string, otherFinishedAt: string) => {
    const isFirst = count.finishedAt <= otherFinishedAt;
    const [firstId, secondId] = isFirst ? [count.countId, otherId] : [otherId, count.countId];
    void navigate({ to: '/compare-differentials/$firstId/$secondId', params: { firstId, secondId } });
  };
  return (
    <Screen
      title={t('record.title', { slide: count.slide.shows })}
      crumbs={[{ label: count.instrumentName, to: `/instruments/${count.instrumentId}/microscopy` }]}
      actions={{
        state: <RecordMark place={isSigned ? 'signed' : 'saved-here'} />,
        secondary: [...print, { label: t('void'), look: 'quiet', onPress: () => setVoiding(true) }],
        ...(other === undefined
          ? {}
          : { primary: { label: t('record.compare'), onPress: () => compare(other.countId, other.finishedAt) } }),
      }}
      side={
        <Card title={t('record.facts')}>
          <KeyValue
            rows={[
              { label: t('record.reader'), value: count.by },
              { label: t('record.microscope'), value: count.instrumentName },
              { label: t('record.on'), value: formatCivilDay(count.on) },
              { label: t('record.target'), value: t('start.cells', { count: count.target }) },
              { label: t('record.undone'), value: String(count.undone) },
              ...(count.note === '' ? [] : [{ label: t('note'), value: count.note }]),
            ]}
          />
        </Card>
      }
    >
      {count.isShort && <Banner tone="attention" title={t('record.short', { reason: count.shortReason })} />}
      <Card title={t('signatures')}>
        <RecordSignatures hash={count.hash} topic="microscopy" />
      </Card>
      <Card title={t('record.result')}>
        <Result count={count} />
      </Card>
      <Card title={t('record.comparisons')}>
        {count.comparisonIds.length === 0 ? (
          <p>{t(other === undefined ? 'record.compareNone' : 'record.compare')}</p>
        ) : (
          <ul className={rowStyles.plain}>
            {count.comparisonIds.map((comparisonId) => (
              <li key={comparisonId}>
                <Link to="/differential-comparisons/$comparisonId" params={{ comparisonId }}>
                  {t('record.seeComparison')}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Card>
      {isVoiding && <VoidCountSheet count={count} onClose={() => setVoiding(false)} />}
    </Screen>
  );
}

function Result({ count }: { readonly count: CountDetail }) {
  const { t } = useTranslation('microscopy');
  const beside = count.classes.filter(({ isCounted, cells }) => !isCounted && cells > 0);
  return (
    <>
      <DataTable
        caption={t('record.result')}
        rows={count.classes.filter(({ isCounted }) => isCounted)}
        rowKey={({ key }) => key}
        columns={[
          { key: 'class', title: t('record.class'), cell: ({ name }) => name },
          { key: 'cells', title: t('record.cells'), kind: 'number', cell: ({ cells }) => cells },
          {
            key: 'percent',
            title: t('record.percent'),
            kind: 'number',
            cell: ({ percent }) => t('count.percent', { percent: showPercent(percent) }),
          },
          {
            key: 'limits',
            title: t('record.limits'),
            kind: 'number',
            cell: ({ limits }) =>
              limits === null
                ? ''
                : t('record.limitsOf', { low: showPercent(limits.low), high: showPercent(limits.high) }),
          },
        ]}
      />
      {beside.length > 0 && (
        <KeyValue
          rows={beside.map(({ name, cells, percent }) => ({
            label: name,
            value: t('record.besideIs', { count: cells, percent: showPercent(percent) }),
          }))}
        />
      )}
      <p className={rowStyles.muted}>{t('record.source')}</p>
    </>
  );
}
