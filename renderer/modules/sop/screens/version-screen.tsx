import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SopDetail } from '../../../../shared/modules/sop/library-contract.ts';
import type { VersionDetail } from '../../../../shared/modules/sop/version-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { ProblemList } from '../parts/editor-problems.tsx';
import { ReadersCard } from '../parts/reading-readers.tsx';
import { useVersionActions } from '../parts/version-actions.tsx';
import { AskChangeSheet } from '../parts/version-ask-sheet.tsx';
import { VersionDocument } from '../parts/version-document.tsx';
import { VersionChanges, VersionFacts, VersionState } from '../parts/version-facts.tsx';

const route = getRouteApi('/procedures/sops/$sopId/versions/$versionId');

/** One version as it reads, and what is to be done with it. */
export function VersionScreen() {
  const { t } = useTranslation('sop');
  const { sopId, versionId } = route.useParams();
  const api = useApi().sop;
  const meta = { topics: ['sop', 'people'] };
  const sop = useQuery(api.library.get.queryOptions({ input: { sopId }, meta }));
  const version = useQuery(api.versions.get.queryOptions({ input: { sopId, versionId }, meta }));
  const waiting = <Screen title={t('library.title')}>{null}</Screen>;
  return (
    <Loaded query={sop} waiting={waiting}>
      {(ofSop) => (
        <Loaded query={version} waiting={waiting}>
          {(data) => <Version key={data.versionId} sop={ofSop} version={data} />}
        </Loaded>
      )}
    </Loaded>
  );
}

function Version({ sop, version }: { readonly sop: SopDetail; readonly version: VersionDetail }) {
  const { t } = useTranslation('sop');
  const { may } = useSession();
  const { primary, secondary, sheets, told, failed } = useVersionActions(sop, version);
  const [asking, setAsking] = useState<string | null>(null);
  const [isAsked, setAsked] = useState(false);
  const { approved, state } = version;
  const signatures = useQuery(
    useApi().people.signatures.queryOptions({
      input: { hashes: approved === null ? [] : [approved.hash] },
      meta: { topics: ['people', 'sop'] },
    }),
  );
  const isSigned = (signatures.data ?? []).some(({ counts }) => counts);
  const isOpen = state === 'draft' || state === 'in-review';
  const canAsk = state === 'effective' && may('sop.run');
  return (
    <Screen
      title={t('version.titled', { title: version.title, number: version.number })}
      crumbs={[
        { label: t('library.title'), to: '/procedures/library' },
        { label: sop.code === '' ? sop.title : sop.code, to: `/procedures/sops/${sop.sopId}` },
      ]}
      actions={{
        state: <RecordMark place={isSigned ? 'signed' : version.place} />,
        secondary,
        ...(primary === undefined ? {} : { primary }),
      }}
      side={
        <>
          <VersionFacts version={version} />
          {isOpen && (
            <Card title={t('editor.check')}>
              <ProblemList problems={version.problems} steps={version.content.steps} />
            </Card>
          )}
          <VersionChanges version={version} />
          {state === 'effective' && <ReadersCard sop={sop} versionId={version.versionId} />}
        </>
      }
    >
      {told !== '' && <Banner tone="good" title={told} />}
      {isAsked && <Banner tone="good" title={t('version.asked')} />}
      <MutationError mutation={failed} />
      {state === 'draft' && version.returnedBecause !== '' && (
        <Banner tone="attention" title={t('version.returned')}>
          {version.returnedBecause}
        </Banner>
      )}
      {state === 'approved' && approved !== null && (
        <Banner tone="info" title={t('version.counterOn', { date: formatCivilDay(approved.effectiveOn) })}>
          {sop.isDeciding ? t('version.counterMore') : t('version.waitsOffice')}
        </Banner>
      )}
      {state === 'effective' && sop.mustIRead && <Banner tone="attention" title={t('version.toRead')} />}
      <VersionDocument
        state={<VersionState state={state} />}
        content={version.kept !== null && state === 'draft' ? version.kept.content : version.content}
        {...(canAsk ? { onDiffer: setAsking } : {})}
      />
      {sheets}
      {asking !== null && (
        <AskChangeSheet
          version={version}
          stepKey={asking}
          onClose={() => setAsking(null)}
          onAsked={() => setAsked(true)}
        />
      )}
    </Screen>
  );
}
