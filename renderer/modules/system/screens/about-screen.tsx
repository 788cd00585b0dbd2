import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { About, Health } from '../../../../shared/modules/system/contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { getBridge } from '../../../data/bridge.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCount } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { CodeText } from '../../../ui/code-text.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';

/** What this program is, what it runs on, where it keeps things, and how it is. */
export function AboutScreen() {
  const { t } = useTranslation('system');
  const api = useApi();
  const about = useQuery(api.system.about.queryOptions());
  const health = useQuery(api.system.health.queryOptions());
  const marks = useQuery(api.system.marks.queryOptions());
  const [isCopied, setCopied] = useState(false);
  const bridge = getBridge();
  const copy = async () => {
    const facts = { about: about.data, health: health.data, marks: marks.data };
    await bridge?.copyText(JSON.stringify(facts, null, 2));
    setCopied(true);
  };
  return (
    <Screen
      title={t('about.title')}
      crumbs={[{ label: t('settings.title'), to: '/settings' }]}
      {...(bridge === null ? {} : { actions: { primary: { label: t('about.copy'), onPress: () => void copy() } } })}
    >
      {isCopied && <Banner tone="good" title={t('about.copied')} />}
      <Loaded query={about}>{(facts) => <Program about={facts} />}</Loaded>
      <Loaded query={health}>{(facts) => <Diagnostics health={facts} />}</Loaded>
      {(marks.data ?? []).length > 0 && (
        <Card title={t('about.marks')}>
          <DataTable
            caption={t('about.marks')}
            rows={marks.data ?? []}
            // Main and host may both name a step.
            rowKey={(mark) => `${mark.name} ${mark.atMs}`}
            columns={[
              { key: 'name', title: t('about.mark'), kind: 'code', cell: (mark) => mark.name },
              { key: 'ms', title: t('about.ms'), kind: 'number', cell: (mark) => formatCount(Math.round(mark.atMs)) },
            ]}
          />
        </Card>
      )}
    </Screen>
  );
}

function Program({ about }: { readonly about: About }) {
  const { t } = useTranslation('system');
  const source = about.electronSource as 'official';
  return (
    <>
      <Card title={t('about.program')}>
        <KeyValue
          rows={[
            { label: t('about.version'), value: about.appVersion },
            { label: t('about.build'), value: <CodeText>{about.build}</CodeText> },
            { label: t('about.electron'), value: `${about.electron} (${t(`about.electronSource.${source}`)})` },
            { label: t('about.node'), value: about.node },
            { label: t('about.sqlite'), value: about.sqlite },
            { label: t('about.platform'), value: about.platform },
          ]}
        />
      </Card>
      <Card title={t('about.bench')}>
        <KeyValue
          rows={[
            { label: t('about.workstation'), value: <CodeText>{about.workstation}</CodeText> },
            {
              label: t('about.scope'),
              value: (
                <>
                  <CodeText>{about.scope.id.replace(/^provisional:/, '')}</CodeText>{' '}
                  {about.scope.isProvisional && t('about.provisional')}
                </>
              ),
            },
            {
              label: t('about.actor'),
              value: about.actor.kind === 'os-user' ? t('about.osUser', { name: about.actor.name }) : about.actor.name,
            },
            { label: t('about.dataFolder'), value: <CodeText>{about.dataFolder}</CodeText> },
            { label: t('about.keys'), value: t(`about.keyProvider.${about.keyProvider}`) },
          ]}
        />
      </Card>
    </>
  );
}

function Diagnostics({ health }: { readonly health: Health }) {
  const { t } = useTranslation('system');
  return (
    <Card title={t('about.diagnostics')}>
      <KeyValue
        rows={[
          {
            label: t('about.store'),
            value: (
              <StateMark tone={health.store === 'ok' ? 'good' : 'stop'}>
                {t(`about.storeState.${health.store}`)}
              </StateMark>
            ),
          },
          {
            label: t('about.clock'),
            value: (
              <StateMark
                tone={
                  health.clockQuality === 'ok' ? 'good' : health.clockQuality === 'stepped' ? 'attention' : 'unknown'
                }
              >
                {t(`about.clockQuality.${health.clockQuality}`)}
              </StateMark>
            ),
          },
          { label: t('records.count'), value: formatCount(health.recordCount) },
          { label: t('records.unknownRecords'), value: formatCount(health.unknownRecordCount) },
          { label: t('records.conflicts'), value: formatCount(health.conflictCount) },
          { label: t('records.free'), value: `${formatCount(health.freeMegabytes)} MB` },
        ]}
      />
    </Card>
  );
}
