import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import type { HostClient } from '../../../data/client.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { CertificateRows } from '../parts/certificate-rows.tsx';
import { CertificateSheet } from '../parts/certificate-sheet.tsx';
import { CheckRows } from '../parts/check-rows.tsx';
import { DueMark } from '../parts/due-mark.tsx';
import { HistoryCard } from '../parts/history-card.tsx';
import { ChangeStandardSheet, StandardStatusSheet } from '../parts/standard-sheet.tsx';
import { toneOfDue } from '../parts/tones.ts';

const route = getRouteApi('/standards/$standardId');

type Standard = Awaited<ReturnType<HostClient['calibration']['standards']['equipment']['get']>>;

/** One standard: how far it can be relied on, its checks and certificates, and what it is. */
export function StandardScreen() {
  const { t } = useTranslation('calibration');
  const { standardId } = route.useParams();
  const standard = useQuery(useApi().calibration.standards.equipment.get.queryOptions({ input: { standardId } }));
  return (
    <Loaded query={standard} waiting={<Screen title={t('places.standards')}>{null}</Screen>}>
      {(data) => <StandardView standard={data} />}
    </Loaded>
  );
}

function StandardView({ standard }: { readonly standard: Standard }) {
  const { t } = useTranslation('calibration');
  const say = useSay();
  const navigate = useNavigate();
  const [sheet, setSheet] = useState<'none' | 'change' | 'status' | 'certificate'>('none');
  const close = () => setSheet('none');
  const openReviews = standard.reviews.filter(({ answer }) => answer === null);
  const tone = toneOfDue[standard.state];
  return (
    <Screen
      title={standard.name}
      crumbs={[{ label: t('places.standards'), to: '/calibration/standards' }]}
      actions={{
        state: <RecordMark place="saved-here" />,
        secondary: [
          { label: t('standard.statusTitle'), look: 'quiet', onPress: () => setSheet('status') },
          { label: t('certificate.add'), onPress: () => setSheet('certificate') },
        ],
        ...(standard.status === 'retired'
          ? {}
          : {
              primary: {
                label: t(standard.checkKind === 'gravimetric' ? 'standard.weigh' : 'standard.check'),
                onPress: () =>
                  void navigate({ to: '/standards/$standardId/check', params: { standardId: standard.id } }),
              },
            }),
      }}
      side={
        <>
          <Facts standard={standard} onChange={() => setSheet('change')} />
          <HistoryCard lines={standard.history} />
        </>
      }
    >
      <Banner tone={tone === 'not-set-up' ? 'unknown' : tone} title={say(`standards.state.${standard.state}`)}>
        {standard.check !== null && (
          <p>
            {t('standard.checkStanding')} <DueMark standing={standard.check} />
          </p>
        )}
        {standard.certificate !== null && (
          <p>
            {t('standard.certificateStanding')} <DueMark standing={standard.certificate} />
          </p>
        )}
        {standard.hasConflict && <p>{t('conflict')}</p>}
      </Banner>
      {openReviews.map((review) => (
        <Banner key={review.id} tone="stop" title={t('impact.open')}>
          <p>
            <Link to="/impact-reviews/$reviewId" params={{ reviewId: review.id }}>
              {t('impact.look')}
            </Link>
          </p>
        </Banner>
      ))}
      <Card title={t('check.title')}>
        <CheckRows checks={standard.checks} />
      </Card>
      <Card title={t('certificate.title')}>
        <CertificateRows rows={standard.certificates} />
      </Card>
      {sheet === 'change' && <ChangeStandardSheet standardId={standard.id} terms={standard.terms} onClose={close} />}
      {sheet === 'status' && <StandardStatusSheet standardId={standard.id} status={standard.status} onClose={close} />}
      {sheet === 'certificate' && (
        <CertificateSheet subject={{ kind: 'standard', id: standard.id }} certificate={null} onClose={close} />
      )}
    </Screen>
  );
}

function Facts({ standard, onChange }: { readonly standard: Standard; readonly onChange: () => void }) {
  const { t } = useTranslation('calibration');
  const say = useSay();
  const { terms } = standard;
  return (
    <Card
      title={t('session.facts')}
      action={
        <Button look="quiet" onPress={onChange}>
          {t('change')}
        </Button>
      }
    >
      <KeyValue
        rows={[
          { label: t('standard.kind'), value: say(`standards.kind.${terms.kind}`) },
          {
            label: t('standard.statusTitle'),
            value: (
              <StateMark tone={standard.status === 'in-use' ? 'good' : 'not-set-up'}>
                {t(`standard.status.${standard.status}`)}
              </StateMark>
            ),
          },
          { label: t('standard.maker'), value: [terms.maker, terms.model].filter(Boolean).join(' ') },
          { label: t('standard.serialNumber'), value: terms.serialNumber },
          { label: t('standard.assetNumber'), value: terms.assetNumber },
          { label: t('standard.place'), value: terms.place },
          ...(terms.pipette === null
            ? []
            : [
                {
                  label: t('standard.volumes'),
                  value: terms.pipette.isVariable
                    ? t('standard.volumesFrom', { from: terms.pipette.lowestUl, to: terms.pipette.nominalUl })
                    : `${terms.pipette.nominalUl} µL`,
                },
                { label: t('standard.channelCount'), value: String(terms.pipette.channelCount) },
                { label: t('standard.tips'), value: terms.pipette.tips },
              ]),
          ...terms.points.map((point) => ({
            key: `${point.label} ${point.nominal}`,
            label: point.label || t('standard.point'),
            value: t(point.limit === null ? 'standard.pointBlank' : 'standard.pointIs', {
              label: '',
              nominal: point.nominal,
              unit: terms.unit,
              limit: point.limit ?? '',
              limitUnit: point.limitKind === 'percent' ? '%' : terms.unit,
            }),
          })),
          {
            label: t('standard.checkMonths'),
            value: terms.checkMonths === null ? t('blank') : t('tab.months', { count: terms.checkMonths }),
          },
          { label: t('standard.source'), value: terms.source },
          ...(terms.note === '' ? [] : [{ label: t('note'), value: terms.note }]),
        ]}
      />
    </Card>
  );
}
