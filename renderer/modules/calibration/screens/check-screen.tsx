import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckPhase } from '../../../../shared/modules/calibration/standards-terms.ts';
import { Screen } from '../../../app/screen.tsx';
import type { HostClient } from '../../../data/client.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { GravimetryForm } from '../parts/gravimetry-form.tsx';
import { PointsCheck } from '../parts/points-check.tsx';
import { useKeepSheet } from '../parts/use-keep-sheet.ts';

const route = getRouteApi('/standards/$standardId/check');

/** One check of a standard: by points, or for a pipette by weighing. */
export function CheckScreen() {
  const { t } = useTranslation('calibration');
  const { standardId } = route.useParams();
  const standard = useQuery(useApi().calibration.standards.equipment.get.queryOptions({ input: { standardId } }));
  return (
    <Loaded query={standard} waiting={<Screen title={t('check.title')}>{null}</Screen>}>
      {(data) =>
        data.checkKind === 'gravimetric' ? (
          <Gravimetry standard={data} />
        ) : (
          <PointsCheck key={standardId} standard={data} />
        )
      }
    </Loaded>
  );
}

type Standard = Awaited<ReturnType<HostClient['calibration']['standards']['equipment']['get']>>;

/** The sheet that is open for this pipette, or the question which check is begun. */
function Gravimetry({ standard }: { readonly standard: Standard }) {
  const { t } = useTranslation('calibration');
  const sheets = useQuery(useApi().calibration.standards.gravimetry.list.queryOptions());
  return (
    <Loaded query={sheets} waiting={<Screen title={t('check.title')}>{null}</Screen>}>
      {(rows) => {
        const open = rows.find((sheet) => sheet.standardId === standard.id);
        return open === undefined ? (
          <BeginGravimetry standard={standard} />
        ) : (
          <GravimetryForm key={open.sheetId} sheet={open} />
        );
      }}
    </Loaded>
  );
}

function BeginGravimetry({ standard }: { readonly standard: Standard }) {
  const { t } = useTranslation('calibration');
  const [phase, setPhase] = useState<CheckPhase>('as-found');
  const { keep } = useKeepSheet();
  const open = useMutation(useApi().calibration.standards.gravimetry.open.mutationOptions({ onSuccess: keep }));
  return (
    <Screen
      title={t('gravimetry.title')}
      crumbs={[
        { label: t('places.standards'), to: '/calibration/standards' },
        { label: standard.name, to: `/standards/${standard.id}` },
      ]}
      actions={{
        state: <RecordMark place="draft" />,
        primary: {
          label: t('gravimetry.begin'),
          isPending: open.isPending,
          onPress: () => open.mutate({ standardId: standard.id, phase, isNew: false }),
        },
      }}
    >
      <Banner tone="info" title={t('gravimetry.about')}>
        <p>{t('gravimetry.aboutMore')}</p>
      </Banner>
      <Card title={t('check.phaseTitle')}>
        <ChoiceField
          label={t('check.phaseTitle')}
          isLabelHidden
          value={phase}
          onChange={setPhase}
          autoFocus
          choices={(['as-found', 'as-left'] as const).map((value) => ({
            value,
            label: t(`check.phase.${value}`),
            detail: t(`check.phaseMore.${value}`),
          }))}
        />
        <MutationError mutation={open} />
      </Card>
    </Screen>
  );
}
