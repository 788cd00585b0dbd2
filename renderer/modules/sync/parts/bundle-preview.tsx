import { useTranslation } from 'react-i18next';
import type { BundlePreview } from '../../../../shared/modules/sync/bundles-contract.ts';
import { useSay } from '../../../i18n/say.ts';
import { formatBytes, formatCount } from '../../../i18n/time.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { StateMark, type Tone } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';

const makerTones: Readonly<Record<BundlePreview['maker'], Tone>> = {
  own: 'info',
  known: 'good',
  revoked: 'stop',
  unknown: 'unknown',
};

/** Everything a person should know before anything is taken: who, what, how many, what is damaged, what would conflict. */
export function BundlePreviewView({ found }: { readonly found: BundlePreview }) {
  const { t } = useTranslation('bundles');
  const say = useSay();
  const { from, to, files } = found;
  return (
    <>
      <KeyValue
        rows={[
          { label: t('read.made'), value: t('read.madeValue', { by: found.madeBy, from: from.label }) },
          { label: t('read.when'), value: <TimeText at={found.madeAt} look="full" /> },
          { label: t('read.words'), value: from.fingerprint },
          {
            label: t('read.maker'),
            value: <StateMark tone={makerTones[found.maker]}>{t(`read.makers.${found.maker}`)}</StateMark>,
          },
          {
            label: t('read.to'),
            value: `${to.map(({ label }) => label).join(', ') || t('read.anyone')}${found.isSealed ? `, ${t('read.sealed')}` : ''}`,
          },
          {
            label: t('read.records'),
            value: t('read.recordsValue', {
              fresh: formatCount(found.fresh),
              duplicate: formatCount(found.duplicate),
              total: formatCount(found.total),
            }),
          },
          {
            label: t('read.files'),
            value: t('read.filesValue', {
              fresh: formatCount(files.fresh),
              count: files.count,
              size: formatBytes(files.byteCount),
            }),
          },
        ]}
      />
      <Parts found={found} />
      {found.pending > 0 && <p>{t('read.pending', { count: found.pending })}</p>}
      {found.unknownType > 0 && <p>{t('read.unknown', { count: found.unknownType })}</p>}
      {found.conflictCount > 0 && (
        <>
          <p>{t('read.conflicts', { count: found.conflictCount })}</p>
          <ul>
            {found.conflicts.map(({ type, stream, workstation, seq }) => (
              <li key={`${stream} ${workstation} ${seq}`}>
                {say(`records.type.${type}`)}, {workstation}
              </li>
            ))}
          </ul>
        </>
      )}
      {found.problemCount > 0 && (
        <>
          <p>{t('read.problems', { count: found.problemCount })}</p>
          <ul>
            {found.problems.slice(0, 20).map(({ why, log, seq }) => (
              <li key={`${log} ${seq} ${why}`}>
                {log} {seq}: {say(`sync.why.${why}`)}
              </li>
            ))}
          </ul>
        </>
      )}
      {found.groups.length > 0 && (
        <DataTable
          caption={t('read.groups')}
          isWide
          rows={found.groups}
          rowKey={({ workstation, actor, type, day }) => `${workstation} ${actor} ${type} ${day}`}
          columns={[
            { key: 'day', title: t('read.day'), cell: ({ day }) => day },
            { key: 'who', title: t('read.who'), cell: ({ actor }) => actor },
            { key: 'workstation', title: t('read.workstation'), cell: ({ workstation }) => workstation },
            { key: 'type', title: t('read.kind'), cell: ({ type }) => say(`records.type.${type}`) },
            { key: 'count', title: t('read.count'), kind: 'number', cell: ({ count }) => formatCount(count) },
          ]}
        />
      )}
    </>
  );
}

/** What is wrong with the files themselves; nothing where all parts are whole. */
function Parts({ found }: { readonly found: BundlePreview }) {
  const { t } = useTranslation('bundles');
  const bad = found.parts.filter(({ state, damaged, unknown }) => state !== 'whole' || damaged + unknown > 0);
  if (bad.length + found.missingParts.length === 0 && found.isLastPartHere) {
    return null;
  }
  return (
    <ul>
      {bad.map(({ part, state, damaged, unknown }) => (
        <li key={part}>
          <StateMark tone="attention">{t('read.part', { part, state: t(`read.states.${state}`) })}</StateMark>
          {damaged > 0 && <> {t('read.damaged', { count: damaged })}</>}
          {unknown > 0 && <> {t('read.newer', { count: unknown })}</>}
        </li>
      ))}
      {found.missingParts.map((part) => (
        <li key={`missing ${part}`}>{t('read.missing', { part })}</li>
      ))}
      {!found.isLastPartHere && bad.every(({ state }) => state === 'whole') && <li>{t('read.noLast')}</li>}
    </ul>
  );
}
