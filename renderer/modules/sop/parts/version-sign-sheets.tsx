import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VersionDetail } from '../../../../shared/modules/sop/version-contract.ts';
import type { SigningLine } from '../../../app/signing.ts';
import { DayField, isDayOrEmpty } from '../../../app/typed-fields.tsx';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { civilDayOf, formatCivilDay } from '../../../i18n/civil-day.ts';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { numberOf } from './editor-steps.ts';

interface SignSheetProps {
  readonly version: VersionDetail;
  readonly onClose: () => void;
}

/** What is signed of a version: which one it is, and exactly which words. */
export function useVersionLines(): (version: VersionDetail) => readonly SigningLine[] {
  const { t } = useTranslation('sop');
  return ({ code, title, number, content, writtenHash }) => [
    { label: t('version.lineSop'), value: `${code} ${title}`.trim() },
    { label: t('version.lineVersion'), value: String(number) },
    {
      label: t('version.approveSteps'),
      value: content.steps.map(({ key, title: asked }) => `${numberOf(content.steps, key)} ${asked}`).join(', '),
    },
    { label: t('version.hash'), value: writtenHash },
  ];
}

interface ApproveSheetProps extends SignSheetProps {
  readonly onApproved: (effective: 'now' | 'on-its-day' | 'when-countersigned', effectiveOn: string) => void;
}

/** From which day it counts; then the signature. */
export function ApproveSheet({ version, onClose, onApproved }: ApproveSheetProps) {
  const { t } = useTranslation('sop');
  const signedAct = useSignedAct();
  const lines = useVersionLines();
  const [effectiveOn, setEffectiveOn] = useState(() => civilDayOf(new Date()));
  const [note, setNote] = useState('');
  const shown = useShownMutation();
  const approve = useMutation(useApi().sop.versions.approve.mutationOptions());
  const save = async () => {
    const { sopId, versionId, content } = version;
    const input = { sopId, versionId, effectiveOn: effectiveOn.trim(), note: note.trim() };
    const done = await signedAct({
      needsSignature: true,
      title: t('version.titled', { title: version.title, number: version.number }),
      lines: [
        ...lines(version),
        ...version.changes.map(({ where, title, from, to }) => ({
          label: t('version.lineChanged', { what: title || where }),
          value: t('version.change', { from: from || t('version.empty'), to: to || t('version.empty') }),
        })),
        { label: t('version.approveOn'), value: formatCivilDay(input.effectiveOn) },
        {
          label: t('version.approveReview'),
          value: t('version.approveReviewMonths', { count: content.reviewEveryMonths }),
        },
        { label: t('version.approveNote'), value: input.note || t('version.empty') },
      ],
      meaning: 'approved',
      act: (signing) => approve.mutateAsync({ ...input, signing }),
    });
    if (done !== null) {
      onClose();
      onApproved(done.result.effective, input.effectiveOn);
    }
  };
  return (
    <FormSheet
      title={t('version.approveTitle')}
      saveLabel={t('version.approve')}
      canSave={effectiveOn.trim() !== '' && isDayOrEmpty(effectiveOn)}
      onSave={() => void save().catch(() => undefined)}
      onClose={onClose}
      mutation={shown(approve)}
    >
      <p>{t('version.approveMore')}</p>
      <DayField label={t('version.approveOn')} value={effectiveOn} onChange={setEffectiveOn} isRequired autoFocus />
      <TextField label={t('version.approveNote')} value={note} onChange={setNote} maxLength={1000} />
    </FormSheet>
  );
}

/** Looked at and right as it is: the next day it has to be looked at, signed. */
export function ReviewSheet({ version, onClose }: SignSheetProps) {
  const { t } = useTranslation('sop');
  const signedAct = useSignedAct();
  const lines = useVersionLines();
  const [nextDueOn, setNextDueOn] = useState(() => monthsFromToday(version.content.reviewEveryMonths));
  const [note, setNote] = useState('');
  const shown = useShownMutation();
  const review = useMutation(useApi().sop.versions.review.mutationOptions());
  const save = async () => {
    const { sopId, versionId } = version;
    const input = { sopId, versionId, nextDueOn: nextDueOn.trim(), note: note.trim() };
    const done = await signedAct({
      needsSignature: true,
      title: t('version.titled', { title: version.title, number: version.number }),
      lines: [
        ...lines(version),
        { label: t('version.reviewNext'), value: formatCivilDay(input.nextDueOn) },
        { label: t('version.reviewNote'), value: input.note || t('version.empty') },
      ],
      meaning: 'reviewed',
      act: (signing) => review.mutateAsync({ ...input, signing }),
    });
    if (done !== null) {
      onClose();
    }
  };
  return (
    <FormSheet
      title={t('version.reviewTitle')}
      saveLabel={t('version.reviewSave')}
      canSave={nextDueOn.trim() !== '' && isDayOrEmpty(nextDueOn)}
      onSave={() => void save().catch(() => undefined)}
      onClose={onClose}
      mutation={shown(review)}
    >
      <p>{t('version.reviewMore')}</p>
      <DayField label={t('version.reviewNext')} value={nextDueOn} onChange={setNextDueOn} isRequired autoFocus />
      <TextField label={t('version.reviewNote')} value={note} onChange={setNote} maxLength={1000} />
    </FormSheet>
  );
}

/** The same day so many months on, or the last of a shorter month. */
function monthsFromToday(months: number): string {
  const today = new Date();
  const day = new Date(today.getFullYear(), today.getMonth() + months, today.getDate());
  if (day.getDate() !== today.getDate()) {
    day.setDate(0);
  }
  return civilDayOf(day);
}

/** What is refused is said in the signing sheet; only where nobody has an account it is said in the form. */
function useShownMutation() {
  const isSigned = useNeedsPassword()(true);
  return ({ error, isPending }: { readonly error: Error | null; readonly isPending: boolean }) => ({
    error: isSigned ? null : error,
    isPending,
  });
}
