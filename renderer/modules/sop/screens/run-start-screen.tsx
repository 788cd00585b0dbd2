import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SopRow } from '../../../../shared/modules/sop/library-contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useApi, useCards } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { useKeepRun } from '../parts/use-run.ts';

const route = getRouteApi('/procedures/start/$sopId');

/** Starting a run of an effective version: which procedure, on which instrument, and what to have at hand before. */
export function RunStartScreen() {
  const { t } = useTranslation('sop');
  const sops = useQuery(
    useApi().sop.library.list.queryOptions({ input: { withRetired: false }, meta: { topics: ['sop', 'people'] } }),
  );
  return (
    <Loaded query={sops} waiting={<Screen title={t('run.start.title')}>{null}</Screen>}>
      {(rows) => <StartForm sops={rows.filter(({ effective }) => effective !== null)} />}
    </Loaded>
  );
}

const none = '';

function StartForm({ sops }: { readonly sops: readonly SopRow[] }) {
  const { t } = useTranslation('sop');
  const navigate = useNavigate();
  const keep = useKeepRun();
  const { sopId: asked } = route.useParams();
  const cards = useCards().data ?? [];
  const [chosen, setChosen] = useState<string | null>(asked === 'choose' ? null : asked);
  const [instrumentId, setInstrumentId] = useState<string | null>(null);
  const sop = sops.find(({ sopId }) => sopId === chosen);
  const fitting = cards.filter(
    ({ definitionKey }) =>
      sop === undefined || sop.definitionKeys.length === 0 || sop.definitionKeys.includes(definitionKey),
  );
  // A procedure for certain models with one such instrument: that one.
  const only = sop !== undefined && sop.definitionKeys.length > 0 && fitting.length === 1 ? fitting[0] : undefined;
  const onInstrument = instrumentId ?? only?.id ?? none;
  const start = useMutation(
    useApi().sop.runs.start.mutationOptions({
      onSuccess: (run) => {
        keep(run);
        void navigate({ to: '/procedures/runs/$runId', params: { runId: run.runId }, replace: true });
      },
    }),
  );
  return (
    <Screen
      title={t('run.start.title')}
      crumbs={[{ label: t('run.runs'), to: '/procedures/runs' }]}
      actions={{
        primary: {
          label: t('run.start.start'),
          isDisabled: sop === undefined,
          isPending: start.isPending,
          onPress: () =>
            sop !== undefined &&
            start.mutate({
              sopId: sop.sopId,
              versionId: null,
              instrumentId: onInstrument === none ? null : onInstrument,
              isTrial: false,
            }),
        },
      }}
    >
      {sops.length === 0 ? (
        <EmptyState
          title={t('run.start.noneTitle')}
          action={<ButtonLink to="/procedures/library">{t('run.start.library')}</ButtonLink>}
        >
          <p>{t('run.start.noneMore')}</p>
        </EmptyState>
      ) : (
        <Card>
          <SelectField
            label={t('run.start.which')}
            placeholder={t('run.start.choose')}
            value={chosen}
            onChange={setChosen}
            autoFocus={asked === 'choose'}
            options={sops.map(({ sopId, code, title, effective }) => ({
              value: sopId,
              label: [code, title].filter(Boolean).join(' '),
              detail: t('run.list.version', { number: effective?.number ?? 0 }),
            }))}
          />
          <SelectField
            label={t('run.start.instrument')}
            value={onInstrument}
            onChange={setInstrumentId}
            autoFocus={asked !== 'choose' && only === undefined && fitting.length > 0}
            options={[
              { value: none, label: t('run.start.noInstrument') },
              ...fitting.map(({ id, name, model, serialNumber }) => ({
                value: id,
                label: name,
                detail: `${model} ${serialNumber}`.trim(),
              })),
            ]}
          />
        </Card>
      )}
      {sop?.mustIRead === true && (
        <Banner
          tone="attention"
          title={t('run.start.notRead')}
          action={<ButtonLink to="/procedures/reading">{t('run.start.toRead')}</ButtonLink>}
        />
      )}
      {sop !== undefined && sop.openRunCount > 0 && (
        <Banner tone="info" title={t('run.start.openRuns', { count: sop.openRunCount })}>
          <p>{t('run.start.openRunsMore')}</p>
        </Banner>
      )}
      {sop !== undefined && <BeforeStart sop={sop} />}
      <MutationError mutation={start} />
    </Screen>
  );
}

/** What the version asks for before it is begun. */
function BeforeStart({ sop }: { readonly sop: SopRow }) {
  const { t } = useTranslation('sop');
  const version = useQuery({
    ...useApi().sop.versions.get.queryOptions({
      input: { sopId: sop.sopId, versionId: sop.effective?.versionId ?? '' },
    }),
    enabled: sop.effective !== null,
  });
  return (
    <Loaded query={version}>
      {({ content }) => (
        <Card title={t('run.start.before')}>
          {(['purpose', 'materials', 'safety'] as const)
            .filter((key) => content[key] !== '')
            .map((key) => (
              <div key={key}>
                <h3>{t(`run.about.${key}`)}</h3>
                <p>{content[key]}</p>
              </div>
            ))}
          <p>{t('run.start.steps', { count: content.steps.length })}</p>
        </Card>
      )}
    </Loaded>
  );
}
