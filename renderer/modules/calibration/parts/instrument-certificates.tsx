import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { SwitchField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { TextField } from '../../../ui/text-field.tsx';
import { CertificateRows } from './certificate-rows.tsx';
import { CertificateSheet } from './certificate-sheet.tsx';
import { wholeOf } from './decimals.ts';

/** Certificates of one instrument, and whether it needs one. */
export function InstrumentCertificates({ instrumentId }: { readonly instrumentId: string }) {
  const { t } = useTranslation('calibration');
  const api = useApi().calibration.standards.certificates;
  const [sheet, setSheet] = useState<'none' | 'add' | 'demand'>('none');
  const subject = { kind: 'instrument', id: instrumentId } as const;
  const rows = useQuery(api.list.queryOptions({ input: { subject } }));
  const demand = useQuery(api.demand.queryOptions({ input: { instrumentId } }));
  return (
    <Card title={t('certificate.title')}>
      {demand.data !== undefined && <p>{t(demand.data.isNeeded ? 'certificate.needed' : 'certificate.notNeeded')}</p>}
      <Loaded query={rows}>{(certificates) => <CertificateRows rows={certificates} />}</Loaded>
      <div className={styles.actions}>
        <Button icon="add" onPress={() => setSheet('add')}>
          {t('certificate.add')}
        </Button>
        <Button look="quiet" isDisabled={demand.data === undefined} onPress={() => setSheet('demand')}>
          {t('certificate.demand')}
        </Button>
      </div>
      {sheet === 'add' && <CertificateSheet subject={subject} certificate={null} onClose={() => setSheet('none')} />}
      {sheet === 'demand' && demand.data !== undefined && (
        <DemandSheet instrumentId={instrumentId} demand={demand.data} onClose={() => setSheet('none')} />
      )}
    </Card>
  );
}

interface DemandSheetProps {
  readonly instrumentId: string;
  readonly demand: { readonly isNeeded: boolean; readonly certificateMonths: number | null; readonly warnDays: number };
  readonly onClose: () => void;
}

function DemandSheet({ instrumentId, demand, onClose }: DemandSheetProps) {
  const { t } = useTranslation('calibration');
  const [isNeeded, setNeeded] = useState(demand.isNeeded);
  const [months, setMonths] = useState(demand.certificateMonths === null ? '' : String(demand.certificateMonths));
  const [warn, setWarn] = useState(String(demand.warnDays));
  const [reason, setReason] = useState('');
  const save = useMutation(
    useApi().calibration.standards.certificates.setDemand.mutationOptions({ onSuccess: onClose }),
  );
  const certificateMonths = months.trim() === '' ? null : wholeOf(months, 1, 240);
  const warnDays = wholeOf(warn, 0, 400);
  const isReady = warnDays !== null && reason.trim() !== '' && (months.trim() === '' || certificateMonths !== null);
  return (
    <FormSheet
      title={t('certificate.demand')}
      saveLabel={t('certificate.save')}
      canSave={isReady}
      mutation={save}
      onClose={onClose}
      onSave={() =>
        warnDays !== null && save.mutate({ instrumentId, isNeeded, certificateMonths, warnDays, reason: reason.trim() })
      }
    >
      <SwitchField label={t('standard.needsCertificate')} isOn={isNeeded} onChange={setNeeded} />
      <TextField
        label={t('standard.certificateMonths')}
        description={t('standard.certificateMonthsMore')}
        value={months}
        onChange={setMonths}
        inputMode="numeric"
        maxLength={3}
      />
      <TextField label={t('standard.warnDays')} value={warn} onChange={setWarn} inputMode="numeric" maxLength={3} />
      <TextField label={t('reason.label')} value={reason} onChange={setReason} isRequired maxLength={500} />
    </FormSheet>
  );
}
