import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ImpactOutcome, impactOutcome } from '../../../../shared/modules/calibration/standards-terms.ts';
import { RecordSignatures } from '../../../app/record-signatures.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import type { HostClient } from '../../../data/client.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { HistoryCard } from '../parts/history-card.tsx';

const route = getRouteApi('/impact-reviews/$reviewId');

type Review = Awaited<ReturnType<HostClient['calibration']['standards']['impact']['get']>>;

/** Something was out of tolerance: the work since its last good check, and what a person says of it. */
export function ImpactScreen() {
  const { t } = useTranslation('calibration');
  const { reviewId } = route.useParams();
  const review = useQuery(useApi().calibration.standards.impact.get.queryOptions({ input: { reviewId } }));
  return (
    <Loaded query={review} waiting={<Screen title={t('places.impact')}>{null}</Screen>}>
      {(data) => <ImpactView key={data.id} review={data} />}
    </Loaded>
  );
}

function ImpactView({ review }: { readonly review: Review }) {
  const { t } = useTranslation('calibration');
  const say = useSay();
  const signedAct = useSignedAct();
  const isSigned = useNeedsPassword()(review.needsPassword);
  const [outcome, setOutcome] = useState<ImpactOutcome | null>(null);
  const [statement, setStatement] = useState('');
  const answer = useMutation(useApi().calibration.standards.impact.answer.mutationOptions());
  const sign = async () => {
    if (outcome === null) return;
    await signedAct({
      needsSignature: review.needsPassword,
      title: t('impact.signTitle', { name: review.name }),
      lines: [
        { label: t('impact.items'), value: String(review.itemCount) },
        { label: t('impact.outcome'), value: say(`standards.outcome.${outcome}`) },
        { label: t('impact.statement'), value: statement.trim() },
      ],
      meaning: 'reviewed',
      act: (signing) =>
        answer.mutateAsync({
          reviewId: review.id,
          outcome,
          statement: statement.trim(),
          password: signing?.password ?? null,
        }),
    });
  };
  return (
    <Screen
      title={t('impact.title', { name: review.name })}
      crumbs={[{ label: t('places.impact'), to: '/calibration/impact' }]}
      actions={{
        state: <RecordMark place={review.answer === null ? 'draft' : 'saved-here'} />,
        ...(review.answer === null
          ? {
              primary: {
                label: isSigned ? t('impact.sign') : t('impact.save'),
                isDisabled: outcome === null || statement.trim() === '',
                isPending: answer.isPending,
                onPress: () => void sign().catch(() => undefined),
              },
            }
          : {}),
      }}
      side={<HistoryCard lines={review.history} />}
    >
      <Banner
        tone={review.answer === null ? 'stop' : 'good'}
        title={review.answer === null ? t('impact.open') : say(`standards.outcome.${review.answer.outcome}`)}
      >
        <p>{t('impact.foundOn', { day: formatCivilDay(review.foundOn) })}</p>
        <p>
          {review.lastGoodOn === null
            ? t('impact.neverGood')
            : t('impact.lastGood', { day: formatCivilDay(review.lastGoodOn) })}
        </p>
        {review.cause.kind === 'check' && (
          <p>
            <Link to="/standard-checks/$checkId" params={{ checkId: review.cause.id }}>
              {t('impact.cause')}
            </Link>
          </p>
        )}
        {review.hasConflict && <p>{t('conflict')}</p>}
      </Banner>
      {review.answer === null ? (
        <Card title={t('impact.answer')}>
          <ChoiceField
            label={t('impact.outcome')}
            value={outcome}
            onChange={setOutcome}
            choices={impactOutcome.options.map((value) => ({ value, label: say(`standards.outcome.${value}`) }))}
          />
          <TextField
            label={t('impact.statement')}
            description={t('impact.statementMore')}
            value={statement}
            onChange={setStatement}
            isRequired
            maxLength={4000}
          />
          {!isSigned && <MutationError mutation={answer} />}
        </Card>
      ) : (
        <Card title={t('impact.answer')}>
          <p>{review.answer.statement}</p>
          <p>
            {review.answer.by}, {formatInstant(review.answer.at, 'minutes')}
          </p>
          <RecordSignatures hash={review.answer.hash} topic="calibration" />
        </Card>
      )}
      <Card title={t('impact.items')}>
        <DataTable
          caption={t('impact.items')}
          rows={review.items}
          rowKey={(item) => `${item.kind} ${item.id} ${item.on}`}
          empty={<p>{t('impact.noItems')}</p>}
          columns={[
            {
              key: 'what',
              title: t('impact.what'),
              cell: (item) => say(`standards.impact.${item.kind}`, { name: item.name }),
            },
            { key: 'on', title: t('factors.on'), cell: ({ on }) => (on === null ? '–' : formatCivilDay(on)) },
            { key: 'count', title: t('impact.count'), kind: 'number', cell: ({ count }) => count },
          ]}
        />
        {review.itemCount > review.items.length && (
          <p>{t('impact.moreItems', { count: review.itemCount - review.items.length })}</p>
        )}
      </Card>
    </Screen>
  );
}
