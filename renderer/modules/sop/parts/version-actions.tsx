import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SopDetail } from '../../../../shared/modules/sop/library-contract.ts';
import type { VersionDetail } from '../../../../shared/modules/sop/version-contract.ts';
import type { Action } from '../../../app/action-bar.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { civilDayOf, formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSignReading } from './reading-sign.ts';
import { ReasonSheet } from './version-reason-sheet.tsx';
import { ApproveSheet, ReviewSheet } from './version-sign-sheets.tsx';

type Open = 'none' | 'approve' | 'return' | 'withdraw' | 'review' | 'office' | 'new';

/** Before its day nothing can make it effective; on it the clock does, and a person where the clock did not. */
const hasItsDayCome = ({ approved }: VersionDetail) =>
  approved !== null && approved.effectiveOn <= civilDayOf(new Date());

/** What may be done with a version in its state by whoever acts, the sheets for it, and what it came to. */
export function useVersionActions(sop: SopDetail, version: VersionDetail) {
  const { t } = useTranslation('sop');
  const { may } = useSession();
  const navigate = useNavigate();
  const api = useApi().sop.versions;
  const [open, setOpen] = useState<Open>('none');
  const [told, setTold] = useState('');
  const { sopId, versionId } = version;
  const about = { sopId, versionId };
  const close = () => setOpen('none');
  const giveBack = useMutation(api.return.mutationOptions({ onSuccess: close }));
  const withdraw = useMutation(api.withdraw.mutationOptions({ onSuccess: close }));
  const takeOffice = useMutation(api.takeOffice.mutationOptions({ onSuccess: close }));
  const countersign = useMutation(
    api.countersign.mutationOptions({
      onSuccess: ({ isEffective }) => setTold(t(isEffective ? 'version.counterDone' : 'version.counterWaits')),
    }),
  );
  const start = useMutation(
    api.start.mutationOptions({
      onSuccess: (started) =>
        void navigate({
          to: '/procedures/sops/$sopId/versions/$versionId/edit',
          params: { sopId, versionId: started.versionId },
        }),
    }),
  );
  const reading = useSignReading();
  const read: Action = {
    label: t('version.read'),
    icon: 'signed',
    isPending: reading.mutation.isPending,
    onPress: () =>
      void reading.sign(version).then(
        (isSigned) => isSigned && setTold(t('version.readDone')),
        () => undefined,
      ),
  };
  const { primary, secondary } = actionsOf();

  function actionsOf(): { primary?: Action; secondary: Action[] } {
    const canWrite = may('sop.write');
    const canApprove = may('sop.approve');
    const withdrawal: Action[] = canWrite
      ? [
          {
            label: t(version.state === 'approved' ? 'version.takeBack' : 'version.withdraw'),
            look: 'quiet',
            onPress: () => setOpen('withdraw'),
          },
        ]
      : [];
    switch (version.state) {
      case 'draft':
        return canWrite
          ? {
              secondary: withdrawal,
              primary: {
                label: t('version.goOn'),
                onPress: () => void navigate({ to: '/procedures/sops/$sopId/versions/$versionId/edit', params: about }),
              },
            }
          : { secondary: [] };
      case 'in-review':
        return {
          secondary: [
            ...withdrawal,
            ...(canWrite ? [{ label: t('version.return'), onPress: () => setOpen('return') }] : []),
          ],
          ...(canApprove ? { primary: { label: t('version.approve'), onPress: () => setOpen('approve') } } : {}),
        };
      case 'approved':
        if (!canApprove) {
          return { secondary: withdrawal };
        }
        return sop.isDeciding
          ? hasItsDayCome(version)
            ? {
                secondary: withdrawal,
                primary: {
                  label: t('version.counter'),
                  isPending: countersign.isPending,
                  onPress: () => countersign.mutate(about),
                },
              }
            : { secondary: withdrawal }
          : { secondary: [...withdrawal, { label: t('version.takeOffice'), onPress: () => setOpen('office') }] };
      case 'effective':
        return {
          secondary: [
            ...(canApprove ? [{ label: t('version.review'), onPress: () => setOpen('review') }] : []),
            ...(canWrite && sop.working === null
              ? [{ label: t('version.newVersion'), onPress: () => setOpen('new') }]
              : []),
          ],
          primary: sop.mustIRead
            ? read
            : {
                label: t('version.start'),
                onPress: () => void navigate({ to: '/procedures/start/$sopId', params: { sopId } }),
              },
        };
      case 'retired':
        return { secondary: [] };
    }
  }

  const sheets = (
    <>
      {open === 'approve' && (
        <ApproveSheet
          version={version}
          onClose={close}
          onApproved={(effective, effectiveOn) =>
            setTold(
              effective === 'now'
                ? t('version.approvedNow')
                : effective === 'on-its-day'
                  ? t('version.approvedOnDay', { date: formatCivilDay(effectiveOn) })
                  : t('version.approvedWaits'),
            )
          }
        />
      )}
      {open === 'review' && <ReviewSheet version={version} onClose={close} />}
      {open === 'return' && (
        <ReasonSheet
          title={t('version.returnTitle')}
          label={t('version.returnWhy')}
          saveLabel={t('version.return')}
          onSave={(reason) => giveBack.mutate({ ...about, reason })}
          onClose={close}
          mutation={giveBack}
        />
      )}
      {open === 'withdraw' && (
        <ReasonSheet
          title={t('version.withdrawTitle')}
          more={t('version.withdrawMore')}
          label={t('version.why')}
          saveLabel={t('version.withdraw')}
          onSave={(reason) => withdraw.mutate({ ...about, reason })}
          onClose={close}
          mutation={withdraw}
        />
      )}
      {open === 'office' && (
        <ReasonSheet
          title={t('version.takeOffice')}
          more={t('version.waitsOfficeMore')}
          label={t('version.takeOfficeWhy')}
          saveLabel={t('version.takeOfficeSave')}
          onSave={(reason) => takeOffice.mutate({ reason })}
          onClose={close}
          mutation={takeOffice}
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
    </>
  );
  return { primary, secondary, sheets, told, failed: countersign };
}
