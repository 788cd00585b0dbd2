import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { monthVerdict } from '../../../../shared/modules/calibration/terms.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatInstant } from '../../../i18n/time.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';

const shownMonths = 12;

const toneOfMonth = { 'in-order': 'good', 'action-needed': 'attention', 'no-report': 'stop' } as const;

/** The maker's own monitoring is read and signed in the lab, month by month (finding CC7). Nothing where it is not asked for. */
export function MonthsCard({ instrumentId }: { readonly instrumentId: string }) {
  const { t } = useTranslation('calibration');
  const [month, setMonth] = useState<string | null>(null);
  const months = useQuery(
    useApi().calibration.months.list.queryOptions({ input: { instrumentId, limit: shownMonths } }),
  );
  const rows = months.data ?? [];
  if (rows.length === 0) {
    return null;
  }
  return (
    <Card title={t('months.title')}>
      <ul className={styles.plain}>
        {rows.map((row) => (
          <li key={row.month} className={styles.main}>
            <span className={styles.text}>{row.month}</span>
            {row.review === null ? (
              <>
                <StateMark tone={row.isMissing ? 'attention' : 'not-set-up'}>
                  {t(row.isMissing ? 'months.missing' : 'months.open')}
                </StateMark>
                <Button aria-label={t('months.readOne', { month: row.month })} onPress={() => setMonth(row.month)}>
                  {t('months.read')}
                </Button>
              </>
            ) : (
              <>
                <StateMark tone={toneOfMonth[row.review.verdict]}>
                  {t(`months.verdict.${row.review.verdict}`)}
                </StateMark>
                <span className={styles.muted}>
                  {row.review.by}, {formatInstant(row.review.at, 'minutes')}
                </span>
              </>
            )}
          </li>
        ))}
      </ul>
      {month !== null && <MonthSheet instrumentId={instrumentId} month={month} onClose={() => setMonth(null)} />}
    </Card>
  );
}

interface MonthSheetProps {
  readonly instrumentId: string;
  readonly month: string;
  readonly onClose: () => void;
}

function MonthSheet({ instrumentId, month, onClose }: MonthSheetProps) {
  const { t } = useTranslation('calibration');
  const signedAct = useSignedAct();
  const [report, setReport] = useState('');
  const [verdict, setVerdict] = useState<(typeof monthVerdict.options)[number] | null>(null);
  const [findings, setFindings] = useState('');
  const review = useMutation(useApi().calibration.months.review.mutationOptions());
  const needsWords = verdict !== null && verdict !== 'in-order';
  const isReady =
    verdict !== null && (verdict === 'no-report' || report.trim() !== '') && (!needsWords || findings.trim() !== '');
  const save = async () => {
    if (verdict === null) return;
    const input = { instrumentId, month, report: report.trim(), verdict, findings: findings.trim() };
    const done = await signedAct({
      needsSignature: true,
      title: t('months.readOne', { month }),
      lines: [
        { label: t('months.report'), value: input.report },
        { label: t('months.verdictField'), value: t(`months.verdict.${verdict}`) },
        ...(input.findings === '' ? [] : [{ label: t('months.findings'), value: input.findings }]),
      ],
      meaning: 'reviewed',
      act: (signing) => review.mutateAsync({ ...input, signing }),
    });
    if (done !== null) onClose();
  };
  return (
    <FormSheet
      title={t('months.readOne', { month })}
      saveLabel={t('months.save')}
      canSave={isReady}
      mutation={review}
      onClose={onClose}
      onSave={() => void save().catch(() => undefined)}
    >
      <TextField
        label={t('months.report')}
        description={t('months.reportMore')}
        value={report}
        onChange={setReport}
        autoFocus
        maxLength={300}
      />
      <ChoiceField
        label={t('months.verdictField')}
        value={verdict}
        onChange={setVerdict}
        choices={monthVerdict.options.map((value) => ({ value, label: t(`months.verdict.${value}`) }))}
      />
      <TextField
        label={t('months.findings')}
        value={findings}
        onChange={setFindings}
        isRequired={needsWords}
        maxLength={2000}
      />
    </FormSheet>
  );
}
