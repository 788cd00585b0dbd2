import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckDetail } from '../../../../shared/modules/calibration/standards-contract.ts';
import { RecordSignatures } from '../../../app/record-signatures.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useIsSigned } from '../../../app/use-is-signed.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { toneOfVerdict } from '../../../ui/verdict-tone.ts';
import { CheckMeasured } from '../parts/check-measured.tsx';
import { VoidCheckSheet } from '../parts/void-check-sheet.tsx';

const route = getRouteApi('/standard-checks/$checkId');

/** One check as it was recorded: values, limits, verdict, and what today's arithmetic says of it. */
export function CheckRecordScreen() {
  const { t } = useTranslation('calibration');
  const { checkId } = route.useParams();
  const check = useQuery(useApi().calibration.standards.equipment.getCheck.queryOptions({ input: { checkId } }));
  return (
    <Loaded query={check} waiting={<Screen title={t('check.title')}>{null}</Screen>}>
      {(data) => <CheckView check={data} />}
    </Loaded>
  );
}

function CheckView({ check }: { readonly check: CheckDetail }) {
  const { t } = useTranslation('calibration');
  const say = useSay();
  const [isVoiding, setVoiding] = useState(false);
  const isSigned = useIsSigned(check.hash, 'calibration');
  const standard = useQuery(
    useApi().calibration.standards.equipment.get.queryOptions({ input: { standardId: check.standardId } }),
  );
  return (
    <Screen
      title={t('check.titleOf')}
      crumbs={[
        { label: t('places.standards'), to: '/calibration/standards' },
        { label: check.standardName, to: `/standards/${check.standardId}` },
      ]}
      actions={{
        state: <RecordMark place={isSigned ? 'signed' : 'saved-here'} />,
        secondary: [{ label: t('check.void'), look: 'quiet', onPress: () => setVoiding(true) }],
      }}
      side={
        <Card title={t('session.facts')}>
          <KeyValue
            rows={[
              { label: t('check.phaseTitle'), value: t(`check.phase.${check.phase}`) },
              { label: t('factors.on'), value: formatCivilDay(check.performedOn) },
              { label: t('factors.by'), value: check.actor },
              { label: t('terms.sourceShort'), value: check.source },
              { label: t('session.algorithm'), value: check.recomputed.algorithm },
              ...(check.note === '' ? [] : [{ label: t('note'), value: check.note }]),
            ]}
          />
        </Card>
      }
    >
      <Banner tone={toneOfVerdict[check.verdict]} title={t(`verdict.${check.verdict}`)}>
        {check.why.map((why) => (
          <p key={why}>{say(`standards.why.${why}`)}</p>
        ))}
      </Banner>
      {!check.recomputed.isSame && (
        <Banner tone="attention" title={t('record.differs')}>
          <p>
            {t('record.differsMore', {
              was: t(`verdict.${check.verdict}`),
              now: t(`verdict.${check.recomputed.verdict}`),
              algorithm: check.recomputed.algorithm,
            })}
          </p>
        </Banner>
      )}
      {check.reviewId !== null && (
        <Banner tone="stop" title={t('impact.opened')}>
          <p>
            <Link to="/impact-reviews/$reviewId" params={{ reviewId: check.reviewId }}>
              {t('impact.look')}
            </Link>
          </p>
        </Banner>
      )}
      <Card title={t('record.signatures')}>
        <RecordSignatures hash={check.hash} topic="calibration" />
      </Card>
      <CheckMeasured measurement={check.measurement} />
      {isVoiding && (
        <VoidCheckSheet
          checkId={check.id}
          standardId={check.standardId}
          needsPassword={standard.data?.needsPassword ?? true}
          onClose={() => setVoiding(false)}
        />
      )}
    </Screen>
  );
}
