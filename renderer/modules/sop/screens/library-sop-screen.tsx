import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SopDetail } from '../../../../shared/modules/sop/library-contract.ts';
import type { Action } from '../../../app/action-bar.tsx';
import { ButtonLink } from '../../../app/button-link.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import styles from '../parts/library.module.css';
import { CopyRows } from '../parts/library-copies.tsx';
import { CopySheet } from '../parts/library-copy-sheet.tsx';
import { useExportSops } from '../parts/library-export.tsx';
import { SopHistory } from '../parts/library-history.tsx';
import { NumberRows } from '../parts/library-numbers.tsx';
import { RequestRows } from '../parts/library-requests.tsx';
import { Needs } from '../parts/library-row.tsx';
import { ReadersCard } from '../parts/reading-readers.tsx';
import { ReasonSheet } from '../parts/version-reason-sheet.tsx';
import { VersionRows } from '../parts/version-rows.tsx';

const route = getRouteApi('/procedures/sops/$sopId');

/** One procedure: what of it is in force, what is being worked on, its versions and its history. */
export function SopScreen() {
  const { t } = useTranslation('sop');
  const { sopId } = route.useParams();
  const sop = useQuery(
    useApi().sop.library.get.queryOptions({ input: { sopId }, meta: { topics: ['sop', 'people', 'maintenance'] } }),
  );
  return (
    <Loaded query={sop} waiting={<Screen title={t('library.title')}>{null}</Screen>}>
      {(data) => <Sop sop={data} />}
    </Loaded>
  );
}

function Sop({ sop }: { readonly sop: SopDetail }) {
  const { t } = useTranslation('sop');
  const { sopId, code, title, effective, working } = sop;
  const { may } = useSession();
  const say = useSay();
  const navigate = useNavigate();
  const api = useApi().sop;
  const signedAct = useSignedAct();
  const [open, setOpen] = useState<'none' | 'retire' | 'new' | 'copy'>('none');
  const retire = useMutation(api.library.retire.mutationOptions());
  const start = useMutation(
    api.versions.start.mutationOptions({
      onSuccess: ({ versionId }) =>
        void navigate({ to: '/procedures/sops/$sopId/versions/$versionId/edit', params: { sopId, versionId } }),
    }),
  );
  const exporting = useExportSops();
  const close = () => setOpen('none');
  const name = `${code} ${title}`.trim();
  const retireIt = async (reason: string) => {
    const done = await signedAct({
      needsSignature: true,
      title: t('version.retireTitle'),
      lines: [
        { label: t('version.lineSop'), value: name },
        { label: t('version.why'), value: reason },
      ],
      meaning: 'approved',
      act: (signing) => retire.mutateAsync({ sopId, reason, signing }),
    });
    if (done !== null) {
      close();
    }
  };
  const toVersion = (versionId: string) =>
    void navigate({ to: '/procedures/sops/$sopId/versions/$versionId', params: { sopId, versionId } });
  const canWrite = may('sop.write') && !sop.isRetired;
  const primary: Action | null =
    working !== null
      ? {
          label: t('page.open', { number: working.number }),
          onPress: () => toVersion(working.versionId),
        }
      : effective !== null
        ? {
            label: t('version.start'),
            onPress: () => void navigate({ to: '/procedures/start/$sopId', params: { sopId } }),
          }
        : canWrite
          ? { label: t('version.newVersion'), onPress: () => setOpen('new') }
          : null;
  return (
    <Screen
      title={name}
      crumbs={[{ label: t('library.title'), to: '/procedures/library' }]}
      actions={{
        state: exporting.told ?? <RecordMark place={sop.place} />,
        secondary: [
          ...(may('sop.approve') && !sop.isRetired
            ? [{ label: t('version.retire'), look: 'quiet' as const, onPress: () => setOpen('retire') }]
            : []),
          ...(exporting.canStart
            ? [
                {
                  label: t('page.export'),
                  isPending: exporting.mutation.isPending,
                  onPress: () => void exporting.start([sopId], name),
                },
              ]
            : []),
          ...(canWrite && effective !== null && working === null
            ? [{ label: t('version.newVersion'), onPress: () => setOpen('new') }]
            : []),
        ],
        ...(primary === null ? {} : { primary }),
      }}
      side={
        <>
          <ReadersCard sop={sop} versionId={effective?.versionId ?? null} />
          <SopHistory sop={sop} />
        </>
      }
    >
      {sop.isRetired && <Banner tone="info" title={t('version.retired')} />}
      {sop.conflicts.map((conflict) => (
        <Banner key={conflict.code} tone="attention" title={t('page.conflict')}>
          {say(conflict.code, conflict.data)}
        </Banner>
      ))}
      <MutationError mutation={exporting.mutation} />
      <Card
        title={t('page.inForce')}
        action={
          <span className={styles.needs}>
            <Needs row={sop} />
          </span>
        }
      >
        {effective === null ? (
          <>
            <p>{t('page.nothing')}</p>
            {!sop.isRetired && <p>{t('page.nothingMore')}</p>}
          </>
        ) : (
          <>
            <KeyValue
              rows={[
                { label: t('version.about'), value: t('version.heading', { number: effective.number }) },
                { label: t('version.from'), value: formatCivilDay(effective.effectiveOn) },
                { label: t('version.reviewDue'), value: formatCivilDay(effective.reviewDueOn) },
              ]}
            />
            <div>
              <ButtonLink
                to="/procedures/sops/$sopId/versions/$versionId"
                params={{ sopId, versionId: effective.versionId }}
              >
                {t('editor.read')}
              </ButtonLink>
            </div>
          </>
        )}
      </Card>
      <Card title={t('page.versions')}>
        <VersionRows sopId={sopId} versions={sop.versions} />
      </Card>
      <Card title={t('page.requests')}>
        {sop.requests.length === 0 ? (
          <p>{t('page.requestsNone')}</p>
        ) : (
          <RequestRows requests={sop.requests} isNamed={false} />
        )}
      </Card>
      {sop.links.length > 0 && (
        <Card title={t('numbers.title')}>
          <NumberRows links={sop.links} />
        </Card>
      )}
      {(effective !== null || sop.copies.length > 0) && (
        <Card
          title={t('page.copies')}
          action={
            effective !== null && may('sop.write') ? (
              <Button onPress={() => setOpen('copy')}>{t('page.copyPrint')}</Button>
            ) : undefined
          }
        >
          {sop.copies.length === 0 ? <p>{t('page.copiesNone')}</p> : <CopyRows sopId={sopId} copies={sop.copies} />}
        </Card>
      )}
      {open === 'copy' && effective !== null && (
        <CopySheet sopId={sopId} versionId={effective.versionId} onClose={close} />
      )}
      {open === 'retire' && (
        <ReasonSheet
          title={t('version.retireTitle')}
          more={t('version.retireMore')}
          label={t('version.why')}
          saveLabel={t('version.retireSave')}
          onSave={(reason) => void retireIt(reason).catch(() => undefined)}
          onClose={close}
          mutation={retire}
        />
      )}
      {open === 'new' && (
        <ReasonSheet
          title={t('version.newVersionTitle')}
          more={t('version.newVersionMore')}
          label={t('version.newVersionWhy')}
          saveLabel={t('version.newVersionSave')}
          isOptional
          onSave={(reason) => start.mutate({ sopId, reason })}
          onClose={close}
          mutation={start}
        />
      )}
    </Screen>
  );
}
